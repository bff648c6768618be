"""From the outbox to the record."""
