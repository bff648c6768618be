"""From what a person said to what it may mean. `text` makes words of it; `danger`, `places` and
`learned` stand on the words; `family` and `parsers` read answers; the modules here say what is
asked.

Pure functions over compiled data. What a meaning *does* to a conversation belongs in `dialogue`.
"""
