"""A text as words: its tokens, spelling, phrases and language. Everything else that understands
stands on this.

No meaning: what a phrase stands for is known by those who ask.
"""
