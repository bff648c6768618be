"""Adapter for Redis: session store, streams with consumer groups, the embedded server."""
