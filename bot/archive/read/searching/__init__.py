"""The console's search: what was typed as clauses, and the lines that matched."""
