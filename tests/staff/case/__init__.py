"""The pages of one conversation."""
