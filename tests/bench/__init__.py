"""Our whole turn beside the smallest signed reply: `make bench`."""
