"""Servers on the loopback in the place of Twilio, a mail server and a push service."""
