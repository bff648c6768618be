"""Believable conversations for the console, made by scripted people who text and call the real
program. Never inserted rows."""
