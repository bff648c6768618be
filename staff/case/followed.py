"""What became of the programs that a parent was told about, as the page of a conversation shows
it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from bot.archive.read.lists.referral_lists import KeptReferral, KeptStep
from flows.flow import Flow
from flows.model.referrals import BOT, PARENT
from staff.case.matches import short_name
from staff.case.transcript import Names
from staff.frame import labels as english

AUTHORS = {BOT: "the bot", PARENT: "the parent, by text"}


class StepLine(Struct, frozen=True):
    at: datetime
    words: str
    note: str


class Followed(Struct, frozen=True):
    """One program: where it stands, when somebody is to look after it, and how it came there."""

    program: str
    name: str
    state: str
    at: datetime
    by: str
    due: datetime | None
    late: bool
    steps: Sequence[StepLine]


def followed(
    flow: Flow, kept: Sequence[KeptReferral], names: Names, now: datetime
) -> list[Followed]:
    return [
        Followed(
            program=each.program,
            name=short_name(flow, each.program),
            state=english.REFERRALS.get(each.state, english.spaced(each.state)),
            at=each.at,
            by=_author(each.by, names),
            due=each.due,
            late=each.due is not None and each.due < now,
            steps=[_line(step, names) for step in each.steps],
        )
        for each in kept
    ]


def _line(step: KeptStep, names: Names) -> StepLine:
    state = english.REFERRALS.get(step.state, english.spaced(step.state))
    return StepLine(step.at, f"{state} ({_author(step.by, names)})", step.note)


def _author(by: str, names: Names) -> str:
    return AUTHORS.get(by) or names.get(by, by)
