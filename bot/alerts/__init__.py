"""Alerts: what cannot wait leaves the page and finds a person, who says "I have it".

`raising` finds what must be told, `rounds` decides whom and when, `telling` carries it out through
the ledger, `taking` ends it. No name, number or word of a parent is in a message: its kind and a
link.
"""
