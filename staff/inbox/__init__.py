"""The list of conversations: query, filters, rows, live updates."""
