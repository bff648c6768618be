"""Twilio's side: a signed request in, TwiML out."""
