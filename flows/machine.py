"""A flow's moves as one shared machine.

The machine is built once and keeps nothing of a conversation: it is triggered on a light cursor, which makes it safe under
threads (a queued machine, or one with registered models, would not be).
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from typing import Any

from transitions import Machine

from flows.session import Answer

# Its debug lines double the cost of a move.
logging.getLogger("transitions.core").setLevel(logging.WARNING)

EXPECTING = ("pregnant", "both")
RAISING = ("has_children", "both", "caregiver")


class Cursor:
    """Where one conversation stands, and what its moves may ask: the conditions of flow.yaml are methods here."""

    __slots__ = ("_answers", "state")

    def __init__(self, state: str, answers: Mapping[str, Answer]) -> None:
        self.state = state
        self._answers = answers

    def _stage(self) -> str | None:
        answer = self._answers.get("stage")
        return str(answer.value) if answer else None

    def expecting(self) -> bool:
        return self._stage() in EXPECTING

    def raising(self) -> bool:
        return self._stage() in RAISING

    def after_loss(self) -> bool:
        return self._stage() == "pregnancy_ended"


class Moves:
    """The moves of a flow. `take` gives the step after this one."""

    def __init__(self, steps: Iterable[str], start: str, moves: Iterable[Mapping[str, Any]]) -> None:
        self._machine = Machine(
            model=None, states=list(steps), initial=start, transitions=list(moves), auto_transitions=False, queued=False
        )

    def take(self, on: str, step: str, answers: Mapping[str, Answer]) -> str:
        cursor = Cursor(step, answers)
        self._machine.events[on].trigger(cursor)
        return cursor.state


def is_condition(name: str) -> bool:
    return not name.startswith("_") and callable(getattr(Cursor, name, None))
