"""Stages that come before all others: danger is answered, asked about and held, and what follows a
loss.
"""
