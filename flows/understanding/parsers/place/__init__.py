"""Where a person lives: towns, villages, ZIP codes."""
