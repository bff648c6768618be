"""The town: its name, ZIP code and slips."""
