"""A conversation as its page shows it, and as its JSON twin says it: one value for both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

import phonenumbers
from msgspec import Struct

from bot.archive.models import CLOSED
from bot.archive.read.case import Case, KeptHandoff, KeptNote
from bot.archive.read.lists.referral_lists import KeptReferral
from bot.casework.short_number import short_number
from bot.contacts import Cipher, CipherError, mask
from bot.office import ZONE
from flows.dialogue.hold import is_held
from flows.flow import Flow
from flows.wording.voice_prompts import spoken_number
from staff.alerts.told import Shown
from staff.case.answer_lines import Told, told
from staff.case.followed import Followed, followed
from staff.case.matches import Matches, matches
from staff.case.outcome import proposed
from staff.case.promises_made import Line, filled, told_to_them
from staff.case.summary import short, summarize
from staff.case.tasks import Task, task
from staff.case.transcript import Bubble, Names, bubbles
from staff.case.waiting_reasons import waits
from staff.frame import labels as english
from staff.frame.scripts import Script


class Remark(Struct, frozen=True):
    by: str
    at: datetime
    words: str


class Other(Struct, frozen=True):
    """Another conversation of the same person."""

    id: str
    last_at: datetime
    words: str


class CasePage(Struct, frozen=True):
    """`number` is masked, or else `telephone` is the same as people write it; `version` changes
    when anything here does; `earlier` is the turn before which there are more."""

    id: str
    contact: str
    version: str
    number: str
    telephone: str
    practice: bool
    language: str
    channels: str
    status: str
    ended: str
    place: str
    opened: datetime
    last_at: datetime
    acted_at: datetime | None
    ended_at: datetime | None
    summary: str
    dangers: Sequence[str]
    cautions: Sequence[str]
    answers: Sequence[Told]
    matches: Matches
    told: Sequence[Line]
    tasks: Sequence[Task]
    notes: Sequence[Remark]
    others: Sequence[Other]
    alerts: Sequence[Shown]
    followed: Sequence[Followed]
    bubbles: Sequence[Bubble]
    earlier: int | None
    assigned: str
    assigned_id: int | None
    reviewed_by: str
    reviewed_at: datetime | None
    reviewed: bool
    held_by: str
    held_until: datetime | None
    opted_out: bool
    legal_hold: bool
    short_number: str = ""
    ask_for: str = ""
    scripts: Sequence[tuple[str, Script]] = ()
    proposed: str = ""


def shape(
    flow: Flow,
    case: Case,
    names: Names,
    number: str,
    now: datetime,
    alerts: Sequence[Shown] = (),
    referrals: Sequence[KeptReferral] = (),
    scripts: Mapping[str, Script] = MappingProxyType({}),
) -> CasePage:
    """`names` are those of the staff, by id and by e-mail address; `number` is shown as it is."""
    row, session = case.row, case.record.session
    fit = matches(flow, session, session.heard.astimezone(ZONE).date(), now.astimezone(ZONE).date())
    held = is_held(session, now)
    said = bubbles(flow, case.turns, case.deliveries, case.recordings, names)
    return CasePage(
        id=row.id,
        contact=row.contact_id,
        version=case.version,
        number=number,
        telephone=_printed(number) if number.startswith("+") else "",
        practice=row.simulated,
        language=flow.languages.name(row.language) or english.LANGUAGE_UNKNOWN,
        channels=english.CHANNELS.get(row.channels, row.channels),
        status=english.STATUSES.get(row.status, row.status),
        ended=english.DISPOSITIONS.get(row.disposition, row.disposition) if row.disposition else "",
        place=english.place(flow.prompts, row.step),
        opened=row.opened,
        last_at=row.last_at,
        acted_at=row.acted_at,
        ended_at=row.ended_at,
        summary=summarize(
            flow.prompts, session, [match.short for match in fit.told], session.dangers
        ),
        dangers=[
            english.DANGERS.get(kind, english.spaced(kind))
            for kind in dict.fromkeys(session.dangers)
        ],
        cautions=[*waits(case.turns, said, row.reviewed_at), *_cautions(case)],
        answers=told(
            flow.prompts,
            (step.slot for step in flow.steps.values()),
            session.answers,
            filled(case.turns),
        ),
        matches=fit,
        told=list(told_to_them(flow, case.turns)),
        tasks=[task(each, names, now) for each in sorted(case.handoffs, key=_first_things_first)],
        notes=[_remark(each, names) for each in case.notes],
        others=[
            Other(each.id, each.last_at, short(flow.prompts, each.stage, each.town))
            for each in case.others
        ],
        alerts=alerts,
        followed=followed(flow, referrals, names, now),
        scripts=[
            (english.DANGERS.get(kind, kind), scripts[kind])
            for kind in _open_dangers(case)
            if kind in scripts
        ],
        ask_for=next(
            (each.name for each in sorted(case.handoffs, key=_first_things_first) if each.name), ""
        ),
        bubbles=said,
        earlier=case.turns[0].first if case.earlier else None,
        assigned=names.get(row.assigned_to or 0, ""),
        assigned_id=row.assigned_to,
        reviewed_by=names.get(case.reviewed_by or 0, ""),
        reviewed_at=row.reviewed_at,
        reviewed=row.reviewed_at is not None and row.reviewed_at >= row.last_at,
        held_by=names.get(session.held_by, session.held_by) if held else "",
        held_until=session.held_until if held else None,
        opted_out=row.opted_out,
        legal_hold=case.legal_hold,
        short_number=spoken_number(short_number(row.id)),
        proposed=proposed(case.turns),
    )


def masked(cipher: Cipher, encrypted: str) -> str:
    """A number as staff see it until they say why they need it."""
    try:
        number = cipher.decrypt(encrypted) if encrypted else ""
    except CipherError:
        return "number not readable"
    return mask(number) if number else "number not shown"


def _printed(number: str) -> str:
    parsed = phonenumbers.parse(number)
    kind = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(
        parsed, kind.NATIONAL if parsed.country_code == 1 else kind.INTERNATIONAL
    )


def _cautions(case: Case) -> Iterator[str]:
    """What to know before writing or calling."""
    if case.row.opted_out:
        yield "No texts: they opted out."
    if case.record.session.textless:
        yield "No text can arrive at this number: call instead."
    if case.legal_hold:
        yield "Legal hold: nothing of this may be erased."
    if case.row.simulated:
        yield "Practice: this came from the simulator, and is in no figures."


def _open_dangers(case: Case) -> list[str]:
    """The kinds of danger that somebody is still to look after, the latest first."""
    open_ones = [
        each for each in case.handoffs if each.state != CLOSED and each.reason.startswith("safety_")
    ]
    kinds = (
        each.reason.removeprefix("safety_")
        for each in sorted(open_ones, key=lambda each: each.opened, reverse=True)
    )
    return list(dict.fromkeys(kinds))


def _first_things_first(each: KeptHandoff) -> tuple[bool, datetime]:
    return each.state == CLOSED, each.due


def _remark(each: KeptNote, names: Names) -> Remark:
    return Remark(names.get(each.staff_id, "somebody"), each.at, each.text)
