"""From a prompt's key to the words of a language and channel: lookup, formatting, SMS encoding and
segments.

Which prompt is said, and when, belongs in `dialogue`.
"""
