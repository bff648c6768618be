"""How old the children are."""
