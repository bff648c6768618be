"""flow.yaml as it is written, and what its moves must be: no dead end, no dead step, no circle."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from flows.machine import is_condition

# The parsers whose answers are yes or no.
YES_OR_NO = frozenset({"yesno", "confirm", "first_baby", "benefits", "income"})


class FlowError(ValueError):
    """The flow's data are wrong. The message says where and why."""


class StepData(Struct, frozen=True, forbid_unknown_fields=True):
    slot: str = ""
    asks: str = ""
    hears: str = ""
    options: str = ""
    unsure: str = ""
    waits: str = ""
    always: bool = False


class MoveData(Struct, frozen=True, forbid_unknown_fields=True, rename={"origin": "from"}):
    origin: str
    to: str
    when: str = ""


class AnywhereData(Struct, frozen=True, forbid_unknown_fields=True):
    trigger: str
    to: str


class AsideData(Struct, frozen=True, forbid_unknown_fields=True):
    hears: str
    options: str = ""


class FlowData(Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    version: int
    start: str
    steps: dict[str, StepData]
    moves: tuple[MoveData, ...]
    anywhere: tuple[AnywhereData, ...] = ()
    asides: dict[str, AsideData] = {}
    listens: dict[str, AsideData] = {}
    posters: frozenset[str] = frozenset()


def questions(data: FlowData, options: Mapping[str, Any]) -> dict[str, frozenset[object] | None]:
    """Every slot with its possible values, as options.yaml lists them; None where they cannot be
    listed (a date, a town)."""
    found: dict[str, frozenset[object] | None] = {}
    for step in data.steps.values():
        if step.slot and step.slot != "language":
            listed = [
                option["value"] for option in (options.get(step.options) or {}).get("options", ())
            ]
            values = (
                frozenset(listed)
                if listed
                else frozenset({True, False})
                if step.hears in YES_OR_NO
                else None
            )
            found[step.slot] = values | (found.get(step.slot) or frozenset()) if values else None
    return found


def check_moves(data: FlowData) -> None:
    """No move to or from a step that does not exist, no dead step, no step that can be left by no
    move, no circle."""
    after: dict[str, list[str]] = {name: [] for name in data.steps}
    for i, move in enumerate(data.moves):
        for end in (move.origin, move.to):
            if end not in data.steps:
                raise FlowError(f"moves[{i}]: there is no step {end!r}")
        if move.when and not is_condition(move.when):
            raise FlowError(f"moves[{i}].when: there is no condition {move.when!r}")
        after[move.origin].append(move.to)
    entries = [data.start, *(any_.to for any_ in data.anywhere)]
    if unknown := [step for step in entries if step not in data.steps]:
        raise FlowError(f"start, anywhere: there is no step {unknown[0]!r}")
    _check_ways_out(data)
    reached = _reach(entries, after)
    if dead := sorted(data.steps.keys() - reached):
        raise FlowError(f"steps.{dead[0]}: no move leads here")


def _check_ways_out(data: FlowData) -> None:
    for name, step in data.steps.items():
        ways = [move for move in data.moves if move.origin == name]
        if step.waits:
            continue
        if not ways or ways[-1].when:
            raise FlowError(f"steps.{name}: a dead end; its last move must have no `when`")
        if any(not move.when for move in ways[:-1]):
            raise FlowError(f"steps.{name}: a move after one without `when` can never be taken")


def _reach(entries: list[str], after: Mapping[str, list[str]]) -> set[str]:
    reached: set[str] = set()
    ahead = list(entries)
    while ahead:
        step = ahead.pop()
        if step not in reached:
            reached.add(step)
            ahead += after[step]
    for step in reached:
        path, ahead = set[str](), list(after[step])
        while ahead:
            here = ahead.pop()
            if here == step:
                raise FlowError(f"steps.{step}: the moves lead round in a circle")
            if here not in path:
                path.add(here)
                ahead += after[here]
    return reached
