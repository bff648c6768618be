"""To whom a program is mentioned that we do not match."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from typing import Any, Literal

from msgspec import Struct

from flows.programs.rules.kleene import BIT

Raised = Literal["substance"]


class When(Struct, frozen=True, forbid_unknown_fields=True):
    """What must hold for a mention; what is empty does not matter.

    `stages`, `needs` and `child_months` (first and last included) let pass what is not known.
    `school` and `outside` (the town is known and not on this list; `towns` are the list's) must
    have been said, and `raised` is what the person brought up: we never ask about it.
    """

    stages: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    child_months: tuple[int, int] | None = None
    school: frozenset[str] = frozenset()
    outside: str = ""
    towns: frozenset[str] = frozenset()
    raised: frozenset[Raised] = frozenset()

    def holds(self, values: Mapping[str, Any], raised: Set[str]) -> bool:
        return self._is_raised(raised) and all(good for _, good in self._parts(values))

    def asks(self, values: Mapping[str, Any], asked: Set[str], raised: Set[str]) -> int:
        """The slots (as bits) that can still decide. None once an answer has ruled it out."""
        bits = 0
        if not self._is_raised(raised):
            return bits
        for slot, good in self._parts(values):
            if slot not in asked:
                bits |= BIT[slot]
            elif not good:
                return 0
        return bits

    def _is_raised(self, raised: Set[str]) -> bool:
        return not self.raised or not self.raised.isdisjoint(raised)

    def _parts(self, values: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
        if self.stages:
            yield "stage", values.get("stage") in (None, *self.stages)
        if self.needs:
            named = values.get("needs")
            yield "needs", not named or not self.needs.isdisjoint(named)
        if self.child_months:
            first, last = self.child_months
            ages = values.get("ages")
            yield "ages", not ages or any(first <= months <= last for months in ages)
        if self.school:
            yield "school", values.get("school") in self.school
        if self.outside:
            yield "town", values.get("town") is not None and values["town"] not in self.towns
