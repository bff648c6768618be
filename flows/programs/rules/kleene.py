"""Kleene logic with three states, and what is still possible.

A rule's span is the lowest and the highest state that answers still to come can lead to, and the
slots that decide. Answers only ever narrow a span, so a question that can change nothing now can
change nothing later either. Spans are plain tuples and their slots are bits of a number: they are
worked out on every turn.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from functools import lru_cache


class _Bits(dict[str, int]):
    """A bit for each slot that a rule names: interned, so that the same slot has the same bit in
    every catalogue."""

    def __missing__(self, slot: str) -> int:
        self[slot] = 1 << len(self)
        return self[slot]


BIT = _Bits()


class State(IntEnum):
    NOT_MET = 0
    UNKNOWN = 1
    MET = 2


NOT_MET, UNKNOWN, MET = (
    # by these names, because looking a member up in its enum costs 50 ns and we do it 200 times
    State
)
Span = tuple[State, State, int]
SETTLED: tuple[Span, ...] = tuple((state, state, 0) for state in State)


def undecided(*slots: str) -> Span:
    """Anything is possible, and these questions decide. Without any: nothing we ask decides, but
    what is told may."""
    return NOT_MET, MET, sum(BIT[slot] for slot in set(slots))


@lru_cache(maxsize=4096)
def slots_of(bits: int) -> frozenset[str]:
    """The slots by name."""
    return frozenset(slot for slot, bit in BIT.items() if bits & bit)


def all_of(spans: Sequence[Span]) -> Span:
    """Every one must be met. What cannot be lower than the lowest decides nothing."""
    low = high = MET
    for its_low, its_high, _ in spans:
        if its_low < low:
            low = its_low
        if its_high < high:
            high = its_high
    if low is high:
        return SETTLED[low]
    bits = 0
    for its_low, _, its_bits in spans:
        if its_low < high:
            bits |= its_bits
    return low, high, bits


def any_of(spans: Sequence[Span]) -> Span:
    """One is enough. What cannot be higher than the highest decides nothing."""
    low = high = NOT_MET
    for its_low, its_high, _ in spans:
        if its_low > low:
            low = its_low
        if its_high > high:
            high = its_high
    if low is high:
        return SETTLED[low]
    bits = 0
    for _, its_high, its_bits in spans:
        if its_high > low:
            bits |= its_bits
    return low, high, bits
