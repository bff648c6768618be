"""Reaching Redis: its address and kind, the server of our own for development, and whether it is
fit for what we keep there.
"""
