"""Twilio's REST API: texts, recordings, and erasing what it holds."""
