"""The use cases of a conversation: take a turn, record what Twilio reports beside it, queue texts,
hold opt-outs.

Redis only; nothing here reads or writes the archive.
"""
