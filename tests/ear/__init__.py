"""How long a caller waits: `make ear`."""
