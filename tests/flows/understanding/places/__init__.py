"""Towns and ZIP codes."""
