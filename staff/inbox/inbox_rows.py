"""The rows of the inbox: who it is about, why it waits, and how long."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from bot.archive.read.lists.inbox_needs import Need
from bot.archive.read.lists.listing import Row
from bot.archive.read.searching.search import Found
from bot.contacts import Cipher
from flows.flow import Flow
from staff.case.matches import short_name
from staff.case.summary import short
from staff.case.tasks import tries
from staff.case.view_model import masked
from staff.frame import labels as english
from staff.frame.clock import Clock, ago, of_promise, of_waiting, window


class Why(Struct, frozen=True):
    """One reason why it waits for a person."""

    kind: str
    label: str
    words: str
    clock: Clock
    taken_by: str = ""


class Item(Struct, frozen=True):
    """One conversation in a list. `state` says where it stands; `turn` is where a search found the
    words."""

    id: str
    words: str
    number: str
    language: str
    channels: str
    last_at: datetime
    ago: str
    state: str
    programs: Sequence[str]
    safety: bool
    practice: bool
    opted_out: bool
    assigned: str
    reviewed: bool
    why: Sequence[Why] = ()
    turn: int | None = None
    times: int = 0
    line: str = ""


class Desk(Struct, frozen=True):
    """What it takes to put rows into words. `names` are those of the staff."""

    flow: Flow
    cipher: Cipher
    names: Mapping[int, str]
    now: datetime


def items(desk: Desk, rows: Iterable[Row]) -> list[Item]:
    return [_item(desk, row) for row in rows]


def found_items(desk: Desk, hits: Iterable[Found]) -> list[Item]:
    return [_item(desk, hit.row, turn=hit.first, times=hit.times, line=hit.line) for hit in hits]


def needed_items(desk: Desk, needs: Iterable[Need]) -> list[Item]:
    """Each conversation once, at the place of its most urgent reason, with all of its reasons."""
    reasons: dict[str, list[Why]] = {}
    rows: dict[str, Row] = {}
    for need in needs:
        rows.setdefault(need.row.id, need.row)
        reasons.setdefault(need.row.id, []).append(_why(desk, need))
    return [_item(desk, row, why=reasons[name]) for name, row in rows.items()]


def _why(desk: Desk, need: Need) -> Why:
    taken = desk.names.get(need.claimed_by or 0, "")
    label = english.NEEDS[need.kind]
    if need.start and need.end:
        clock = of_promise(need.start, need.end, desk.now)
        words = window(need.start, need.end) + (f", ask for {need.name}" if need.name else "")
        return Why(need.kind, label, _tried(need, words), clock, taken)
    said: dict[str, str] = {
        "safety": english.DANGERS.get(need.why.removeprefix("safety_"), english.spaced(need.why)),
        "unreachable": english.trouble(need.why),
        "unanswered": "texted while the bot was silent",
    }
    words = said.get(need.kind) or english.handoff(need.why)
    return Why(need.kind, label, _tried(need, words), of_waiting(need.at, desk.now), taken)


def _tried(need: Need, words: str) -> str:
    return f"{words}; {told}" if (told := tries(need.tries, need.again_at)) else words


def _item(
    desk: Desk,
    row: Row,
    why: Sequence[Why] = (),
    turn: int | None = None,
    times: int = 0,
    line: str = "",
) -> Item:
    return Item(
        id=row.id,
        words=short(desk.flow.prompts, row.stage, row.town),
        number=masked(desk.cipher, row.number),
        language=desk.flow.languages.name(row.language) or english.LANGUAGE_UNKNOWN,
        channels=english.CHANNELS.get(row.channels, row.channels),
        last_at=row.last_at,
        ago=ago(row.last_at, desk.now),
        state=_state(desk.flow, row),
        programs=[short_name(desk.flow, program) for program in row.programs],
        safety=row.safety,
        practice=row.simulated,
        opted_out=row.opted_out,
        assigned=desk.names.get(row.assigned_to or 0, ""),
        reviewed=row.reviewed_at is not None and row.reviewed_at >= row.last_at,
        why=why,
        turn=turn,
        times=times,
        line=line,
    )


def _state(flow: Flow, row: Row) -> str:
    """Where it stands, or how it ended."""
    if row.disposition:
        return english.DISPOSITIONS.get(row.disposition, english.spaced(row.disposition))
    return (
        f"now at: {english.place(flow.prompts, row.step)}"
        if row.status == "waiting"
        else english.STATUSES.get(row.status, row.status)
    )
