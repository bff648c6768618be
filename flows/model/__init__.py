"""The values everything else passes around: sessions, inputs, waits, events, the context of a turn.

Frozen data and their invariants. No words, no rules, no parsing; imports nothing from the other
rooms of `flows`.
"""
