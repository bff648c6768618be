"""The rules for danger and the learned ear."""
