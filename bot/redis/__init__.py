"""Redis: the state of conversations, the streams, and a server of our own."""
