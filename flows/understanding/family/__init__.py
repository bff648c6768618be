"""What people say about their family: a sentence read as facts about persons, each with a time."""
