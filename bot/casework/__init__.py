"""What staff do about a conversation."""
