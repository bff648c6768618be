"""The console's lists: which conversations need somebody, their filters, and the pages of keyset
scans.

No rows of one conversation: those stand beside this folder.
"""
