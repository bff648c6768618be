"""Events in words: one table says of every event and input what is counted, shown and exported."""
