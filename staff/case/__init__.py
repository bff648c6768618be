"""One conversation: its page, the transcript, what can be done about it."""
