"""From what a person said to what it may mean: utterances, phrases, spelling, intents, safety,
language, places.

Pure functions over compiled data. What a meaning *does* to a conversation belongs in `dialogue`.
"""
