"""Simulator at /try/: a phone in the browser whose texts and calls are signed and posted to the
real webhooks."""
