"""A flow's moves as one shared machine.

The machine is built once and keeps nothing of a conversation: it is triggered on a light cursor,
which makes it safe under threads (a queued machine, or one with registered models, would not be).
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from transitions import Machine

from flows.model.session import Answer

# Its debug lines double the cost of a move.
logging.getLogger("transitions.core").setLevel(logging.WARNING)

EXPECTING = ("pregnant", "both")
RAISING = ("has_children", "both", "caregiver")


class Cursor:
    """Where one conversation stands, and what its moves may ask: the conditions of flow.yaml are
    methods here."""

    __slots__ = ("_stage", "state")

    def __init__(self, state: str, stage: str | None) -> None:
        self.state = state
        self._stage = stage

    def expecting(self) -> bool:
        return self._stage in EXPECTING

    def raising(self) -> bool:
        return self._stage in RAISING

    def after_loss(self) -> bool:
        return self._stage == "pregnancy_ended"


class Moves:
    """The moves of a flow. `take` gives the step after this one."""

    def __init__(
        self, steps: Iterable[str], start: str, moves: Iterable[Mapping[str, Any]]
    ) -> None:
        self._made_of = (list(steps), start, list(moves))
        self._machine = Machine(
            model=None,
            states=self._made_of[0],
            initial=start,
            transitions=[dict(move) for move in self._made_of[2]],
            auto_transitions=False,
            queued=False,
        )

        # Where a move leads depends on these few values only, and each is looked up a thousand
        # times.
        self._lead = lru_cache(maxsize=1024)(self._trigger)

    def __reduce__(self) -> tuple[Any, ...]:
        return Moves, self._made_of  # a compiled flow is kept on disk

    def take(self, on: str, step: str, answers: Mapping[str, Answer]) -> str:
        stage = answers.get("stage")
        return self._lead(on, step, stage.value if stage else None)

    def _trigger(self, on: str, step: str, stage: str | None) -> str:
        cursor = Cursor(step, stage)
        self._machine.events[on].trigger(cursor)
        return cursor.state


def is_condition(name: str) -> bool:
    return not name.startswith("_") and callable(getattr(Cursor, name, None))
