"""Asking how it went: the yes to it, the plan, the texts that come due, and their answers."""
