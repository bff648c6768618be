"""The twin: a phone in the browser that signs and posts to the real webhooks."""
