"""The load of `make bench`: crowds that text and call."""
