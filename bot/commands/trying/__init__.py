"""Commands that try the program without Twilio: a conversation in the terminal, by text and by
call, and the demonstration data.
"""
