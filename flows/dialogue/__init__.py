"""The way of an input through the conversation: it comes in, is understood, moves the session, is
answered.

Each module changes a Draft of one Turn. No parsing rules (`understanding`), no words (`wording`),
no criteria (`programs`).
"""
