"""The conversation: pure, so that the same input in the same state always gives the same reply."""
