"""Towns and ZIP codes of the State, and their names."""
