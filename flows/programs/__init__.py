"""The catalogue of programs and three-state matching with reasons.

What is known about a family in, verdicts out. How a result is told belongs in `dialogue`.
"""
