"""What staff do about a conversation; each form leads back to its page, or says why not."""
