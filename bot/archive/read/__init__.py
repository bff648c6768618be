"""Queries for the console: keyset pagination, filters, search, figures.

Nothing here writes.
"""
