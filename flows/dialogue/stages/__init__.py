"""The stages of `dialogue.order`, one module a concern: each stage a function `(Draft, Incoming) ->
bool`.

In which order they come is said there and nowhere else. What several of them need stands in `steps`
or `asides`.
"""
