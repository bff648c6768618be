"""Debug view of a simulated session: position, answers, verdicts, every turn as recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from msgspec import Struct

from bot.archive.read.stored_turns import KeptTurn
from bot.archive.write.turn_rows import place
from bot.contacts import contact_id, partition
from bot.conversation.turns import Desk
from bot.stored_session import decode_entry, decode_record
from flows.model.call_events import TextQueued
from flows.model.events import AnyEvent, Prompted
from flows.model.inputs import Channel
from flows.model.session import Session
from flows.wording.sms_encoding import outside_gsm7, segments
from simulator.phone import any_number
from simulator.verdicts import Judged, judge

PAGE = 500
TRIES = 40
# What the archive holds of a contact behind an entry of the outbox.
Past = Callable[[str, str], list[KeptTurn]]
UNKNOWN_LEFT = 99  # the session's own default: nobody has been told yet how many questions are left


class Reply(Struct, frozen=True):
    """A text to the person, with what it costs. `outside` are the characters that make it UCS-2."""

    text: str
    segments: int
    characters: int
    outside: str


class Queued(Reply, frozen=True):
    """A text that answers no webhook; `id` is that of its outcome. `why` it was sent: `staff` for
    one that a person wrote."""

    id: str
    language: str
    why: str


class Heard(Struct, frozen=True):
    slot: str
    value: Any
    how: str
    words: str


class Now(Struct, frozen=True):
    """The session as it is now; everything spelled out."""

    id: str
    step: str
    status: str
    disposition: str
    language: str
    keyword: str
    aside: str
    left: int | None
    turn: int
    answers: list[Heard]
    programs: list[Judged]


class Seen(Struct, frozen=True):
    """One turn as it was recorded. `reply` is by text only. `texts` are sent beside the answer: a
    later turn tells what became of them. `twiml` is empty once the stored reply has run out."""

    id: str
    delivery: str
    at: datetime
    channel: Channel
    events: tuple[AnyEvent, ...]
    reply: Reply | None
    texts: list[Queued]
    twiml: str


class Inside(Struct, frozen=True):
    """A phone and what is stored of it; no session when nothing is, or when what is there was not
    simulated."""

    phone: str
    opted_out: bool = False
    session: Now | None = None
    turns: list[Seen] = []


def measure(text: str) -> Reply:
    return Reply(text, segments(text), len(text), outside_gsm7(text))


def look(desk: Desk, past: Past, phone: str, after: str, withheld: str = "") -> Inside:
    """The phone now, and its turns behind the entry `after`; or those of a call from a `withheld`
    number.

    Raises StoreAway, ArchiveAway.
    """
    contact = contact_id(f"withheld:{withheld}" if withheld else phone, desk.contact_key)
    loaded = desk.store.read(contact, "")
    record = decode_record(loaded.session) if loaded.session else None
    if record is None or not record.simulated:
        return Inside(phone, opted_out=loaded.opted_out is not None)
    turns = [
        _seen(desk, contact, turn) for turn in _turns(desk, past, contact, after) if turn.simulated
    ]
    return Inside(phone, loaded.opted_out is not None, _now(desk, record.session), turns)


def unused_number(desk: Desk) -> str:
    """A number that nobody has texted from; after many tries any. Raises StoreAway."""
    areas = desk.flow.county.area_codes
    for _ in range(TRIES):
        loaded = desk.store.read(contact_id(number := any_number(areas), desk.contact_key), "")
        if loaded.session is None and loaded.opted_out is None:
            break
    return number


def _turns(desk: Desk, past: Past, contact: str, after: str) -> list[KeptTurn]:
    """In order. The outbox is read first: what leaves it meanwhile is in the archive already."""
    turns = {turn.id: turn for turn in _waiting(desk, contact, after)}
    turns |= {turn.id: turn for turn in past(contact, after)}
    return [turns[name] for name in sorted(turns, key=place)]


def _waiting(desk: Desk, contact: str, after: str) -> Iterator[KeptTurn]:
    """What is not archived yet."""
    while found := desk.store.outbox(partition(contact), after, PAGE):
        for entry in found:
            if entry.contact == contact:
                turn = decode_entry(entry.payload)
                simulated = turn.record is not None and turn.record.simulated
                yield KeptTurn(
                    entry.id, entry.delivery, turn.at, turn.channel, turn.events, simulated
                )
        after = found[-1].id


def _seen(desk: Desk, contact: str, turn: KeptTurn) -> Seen:
    said = "\n".join(event.text for event in turn.events if isinstance(event, Prompted))
    reply = measure(said) if said and turn.channel is Channel.SMS else None
    texts = [_queued(event) for event in turn.events if isinstance(event, TextQueued)]
    twiml = desk.store.read(contact, turn.delivery).reply or ""
    return Seen(turn.id, turn.delivery, turn.at, turn.channel, turn.events, reply, texts, twiml)


def _queued(event: TextQueued) -> Queued:
    cost = measure(event.text)
    return Queued(
        cost.text, cost.segments, cost.characters, cost.outside, event.id, event.language, event.why
    )


def _now(desk: Desk, session: Session) -> Now:
    aside = session.aside
    heard = [
        Heard(slot, answer.value, answer.how, answer.words)
        for slot, answer in session.answers.items()
    ]
    today = desk.office.today(desk.clock())
    return Now(
        id=session.id,
        step=session.step,
        status=session.status.value,
        disposition=session.disposition.value if session.disposition else "",
        language=session.language,
        keyword=session.keyword,
        aside=" ".join(part for part in (aside.kind, aside.slot) if part) if aside else "",
        left=session.left if session.left < UNKNOWN_LEFT else None,
        turn=session.turn,
        answers=heard,
        programs=list(
            judge(
                desk.flow.catalogue,
                session.answers,
                session.language or desk.flow.languages.first,
                today,
            )
        )
        if heard
        else [],
    )
