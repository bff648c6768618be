"""Erasing a person here and at Twilio."""
