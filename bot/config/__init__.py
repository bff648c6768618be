"""Settings: the table that declares each one, how a value is parsed, secrets.

Nothing here opens a connection.
"""
