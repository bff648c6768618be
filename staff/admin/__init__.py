"""Pages for administrators: accounts, audit log, exports, records, recordings, settings."""
