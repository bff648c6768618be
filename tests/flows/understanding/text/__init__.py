"""Words, phrases and languages."""
