"""The archive's part of `make bench`."""
