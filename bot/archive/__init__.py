"""The archive: the SQL read model for staff, on SQLite or PostgreSQL. It is off the request
path."""
