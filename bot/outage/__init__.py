"""What happens while Redis is away and after it comes back: fallback replies, the encrypted spool,
the restore."""
