"""The lists, and their search."""
