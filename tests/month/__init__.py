"""A simulated month: people who were told of programs, and the workers that ask them how it went.

`python -m tests.month --people 2000` plays it with as many people as one likes; the tests with few.
"""
