"""Idempotent writers: outbox entries become rows; erasures delete them.

Nothing here is called by a page.
"""
