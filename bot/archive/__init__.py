"""The archive: what staff read, kept in SQLite or PostgreSQL. No parent ever waits for it."""
