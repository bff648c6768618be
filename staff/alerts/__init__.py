"""Alerts in the console: who is on call, what was told to whom, and "I have it"."""
