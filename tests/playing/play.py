"""Plays the dialogues of tests/dialogues: through the real turn and a real Redis, every delivery
twice.

A dialogue is a conversation that a nurse can read:

    - name: A first baby in Hartford
      at: 2026-11-23 10:00          # Eastern time when it begins; Monday morning if it says nothing
      settings: {erase: request}    # what differs from the defaults
      talk:
        - parent: hola
          bot: [ayuda gratis, Embarazo]      # what the reply holds (or `nothing`)
          not: [Pregnant]                    # what it does not hold
          event: SessionOpened               # a fact that was recorded
        - wait: 5 hours
        # What is answered to which question, whatever their order: as long as a question that is
        # asked is among them. `keys` and `says` are the same in a call, for each part of a question
        # (keypad.yaml).
        - answers: {stage: pregnant, due: March, town: Hartford}
        - parent: "1"
          carrier: START            # Twilio's OptOutType
          pictures: 1
        - {call: true, bot: [For English]}          # a call: what is heard
        - {press: "2", bot: [embarazada]}
        - {say: estoy embarazada, confidence: 0.4}
        # or digits, speech, nothing: the shape in which Twilio tells it
        - {silence: true}
        # or recording, goodbye: what it comes to but a question
        - {press: "0", then: connecting}
        - {dialled: busy}                           # taken, machine, no-answer, failed, canceled
        - {record: 12}                              # seconds; 0 is silence
        - {hang_up: true}
        - {due: true, bot: [did you reach]}       # the worker looks what is due: the text that goes
      withheld: true                # the caller's number is not shown
      hours: none                   # OFFICE_HOURS, where they differ
      ends: {step: results, disposition: matched, status: completed, programs: [nfn],
        answers: {town: Hartford}}
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

import msgspec
import yaml

from bot.config.value_kinds import openings
from bot.contacts import contact_id, partition
from bot.conversation.follow_up_turns import take_due, what_is_due
from bot.conversation.inbound import Inbound
from bot.conversation.turns import Desk, end_quiet, take_turn
from bot.office import ZONE, OfficeHours
from bot.stored_session import decode_entry, decode_record
from flows.model.events import AnyEvent, Prompted
from flows.model.inputs import Channel, Text
from flows.model.session import Session
from flows.programs.matching import match, mentions
from flows.programs.rules.criteria import Fit
from flows.programs.verdict import fitting
from tests.playing.caller import Act, Caller

DIALOGUES = Path(__file__).parents[1] / "dialogues"
MORNING = "2026-11-23 10:00"
MOST_ANSWERS = 60
UNITS = {"minute": 60, "hour": 3600, "day": 86400}


class Line(Act, frozen=True, forbid_unknown_fields=True, kw_only=True, rename={"absent": "not"}):
    parent: str | None = None
    wait: str = ""
    bot: list[str] | str = ()  # type: ignore[assignment]
    absent: list[str] | str = ()  # type: ignore[assignment]
    event: list[str] | str = ()  # type: ignore[assignment]
    carrier: str = ""
    pictures: int = 0
    media: str = ""
    worker: bool = False
    due: bool = False
    answers: dict[str, str] = msgspec.field(default_factory=dict)
    keys: dict[str, str] = msgspec.field(default_factory=dict)
    says: dict[str, str] = msgspec.field(default_factory=dict)


class Ends(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    step: str = ""
    status: str = ""
    disposition: str = ""
    language: str = ""
    programs: list[str] | None = None
    answers: dict[str, Any] = {}
    erased: bool = False


class Dialogue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    talk: list[Line]
    ends: Ends = Ends()
    at: str = MORNING
    settings: dict[str, Any] = {}
    withheld: bool = False
    hours: str = ""


@dataclass
class Played:
    """What a dialogue came to: its replies, its facts, its last session."""

    replies: list[str] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    events: list[AnyEvent] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)
    session: Session | None = None
    programs: list[str] = field(default_factory=list)
    mentioned: list[str] = field(default_factory=list)


def read_dialogues() -> list[Dialogue]:
    found: list[Dialogue] = []
    for path in sorted(DIALOGUES.rglob("*.yaml")):
        try:
            found += msgspec.convert(yaml.safe_load(path.read_text("utf-8")), list[Dialogue])
        except (msgspec.ValidationError, yaml.YAMLError) as error:
            raise ValueError(f"{path.relative_to(DIALOGUES)}: {error}") from error
    return found


_numbers = count(2_000_000)  # nobody has the number of another


class Player:
    """One phone, one conversation, a clock that the dialogue moves."""

    def __init__(self, desk: Desk, dialogue: Dialogue) -> None:
        self._now = (
            datetime.strptime(dialogue.at, "%Y-%m-%d %H:%M").replace(tzinfo=ZONE).astimezone(UTC)
        )
        policy = msgspec.structs.replace(desk.policy, **({"transfer": True} | dialogue.settings))
        office = OfficeHours(openings(dialogue.hours)) if dialogue.hours else desk.office
        self._desk = Desk(
            **{**vars(desk), "policy": policy, "office": office, "clock": lambda: self._now}
        )
        self._dialogue = dialogue
        self._number = f"+1860{next(_numbers)}"
        self._contact = contact_id(self._number, desk.contact_key)
        self._caller = Caller(
            lambda: self._desk,
            "" if dialogue.withheld else self._number,
            lambda: self._now.timestamp(),
        )
        self.played = Played()
        self._last = ""

    def play(self) -> Played:
        for i, line in enumerate(self._dialogue.talk, 1):
            where = f"{self._dialogue.name!r}, line {i}"
            if line.wait:
                number, unit = line.wait.split()
                self._now += timedelta(seconds=float(number) * UNITS[unit.rstrip("s")])
            if line.worker:
                end_quiet(self._desk, self._contact, self._now.timestamp())
                self._load()
            if line.due:
                self._due(line, where)
            elif line.answers or line.keys or line.says:
                self._answer_each(line, where)
            elif line.parent is not None:
                self._text(line, where)
            elif _is_call(line):
                self._call(line, where)
            elif line.event:
                self._check_events(line, self._new_events(0), where)
        self._check_end()
        return self.played

    def _answer_each(self, line: Line, where: str) -> None:
        """Answer whatever is asked, as long as the line says what to; then the last reply is looked
        at."""
        told = {**line.answers, **line.keys, **line.says}
        for _ in range(MOST_ANSWERS):
            if (asked := self._asked()) not in told:
                break
            place = f"{where}, at {asked!r}"
            if asked in line.answers:
                self._text(Line(parent=told[asked]), place)
            else:
                self._call(
                    Line(press=line.keys.get(asked, ""), say=line.says.get(asked, "")), place
                )
            assert self._asked() != asked, (
                f"{place}: {told[asked]!r} was not understood:\n{self._last}"
            )
        self._check_reply(line, self._last, where)

    def _asked(self) -> str:
        """The question, or the part of one, that is asked now; nothing where another thing is."""
        session = self.played.session
        if session is None or session.aside:
            return ""
        part = session.entry.part if session.entry else ""
        return part or session.step

    def _text(self, line: Line, where: str) -> None:
        self._now += timedelta(seconds=20)
        inbound = Inbound(
            delivery=f"SM{uuid4().hex}",
            sender=self._number,
            recipient="+18605550100",
            channel=Channel.SMS,
            input=Text(line.parent or "", line.pictures, line.carrier, line.media),
            received=self._now.timestamp(),
        )
        before = len(self._entries())
        language = self.played.session.language if self.played.session else ""
        reply = take_turn(self._desk, inbound, lambda turn: turn.reply)
        entries = len(self._entries())
        again = take_turn(self._desk, inbound, lambda turn: turn.reply)
        assert again == reply, f"{where}: the same delivery twice got another reply"
        assert len(self._entries()) == entries, f"{where}: the same delivery moved twice"
        self._load()
        self.played.replies.append(reply)
        self._last = reply
        self.played.languages.append(
            self.played.session.language if self.played.session else language
        )
        self._check_reply(line, reply, where)
        self._check_events(line, self._new_events(before), where)

    def _due(self, line: Line, where: str) -> None:
        """What the worker takes now, if anything: twice, which is once."""
        before = len(self._entries())
        sent = ""
        if self._desk.texting_until(self._now):
            text = what_is_due(self._desk, self._contact)
            turn = take_due(self._desk, text) if text else None
            sent = "\n".join(queued.text for queued in turn.texts) if turn else ""
            assert text is None or take_due(self._desk, text) is None, f"{where}: taken twice"
        self._load()
        self.played.replies.append(sent)
        self._last = sent
        session = self.played.session
        self.played.languages.append(session.language if session else "")
        self._check_reply(line, sent, where)
        self._check_events(line, self._new_events(before), where)

    def _call(self, line: Line, where: str) -> None:
        self._now += timedelta(seconds=20)
        before = len(self._entries())
        heard = self._caller.act(line, where)
        if self._dialogue.withheld:
            self._contact = contact_id(f"withheld:{self._caller.sid}", self._desk.contact_key)
        self._load()
        self.played.heard.append(heard)
        self._last = heard
        self._check_reply(line, heard, where)
        self._check_events(line, self._new_events(before), where)

    def _load(self) -> None:
        loaded = self._desk.store.read(self._contact, "none")
        self.played.session = decode_record(loaded.session).session if loaded.session else None
        self.played.events = [event for entry in self._entries() for event in entry.events]
        session = self.played.session
        if session:
            self.played.steps.append(session.step)
            today = self._desk.office.today(self._now)
            verdicts = match(self._desk.flow.catalogue, session.answers, today)
            self.played.programs = [v.program for v in fitting(verdicts) if v.fit is not Fit.NO_FIT]
            named = mentions(self._desk.flow.catalogue, session.answers, frozenset(session.raised))
            self.played.mentioned = [program.id for program in named]

    def _entries(self) -> list[Any]:
        found = self._desk.store.outbox(partition(self._contact), count=100_000)
        return [decode_entry(entry.payload) for entry in found if entry.contact == self._contact]

    def _new_events(self, before: int) -> list[AnyEvent]:
        return [event for entry in self._entries()[before:] for event in entry.events]

    def _check_reply(self, line: Line, reply: str, where: str) -> None:
        if line.bot == "nothing":
            assert not reply, f"{where}: answered, though nothing was to be said:\n{reply}"
            return
        for part in _list(line.bot):
            assert part in reply, f"{where}: {part!r} is not in the reply:\n{reply}"
        for part in _list(line.absent):
            assert part not in reply, f"{where}: {part!r} is in the reply:\n{reply}"

    def _check_events(self, line: Line, events: list[AnyEvent], where: str) -> None:
        names = [type(event).__name__ for event in events]
        for name in _list(line.event):
            assert name in names, f"{where}: no {name} among {names}"

    def _check_end(self) -> None:
        ends, session, name = self._dialogue.ends, self.played.session, self._dialogue.name
        assert (session is None) == ends.erased, f"{name!r}: erased should be {ends.erased}"
        if session is None:
            return
        disposition = session.disposition.value if session.disposition else ""
        found = {
            "step": session.step,
            "status": session.status.value,
            "disposition": disposition,
            "language": session.language,
        }
        for key, value in found.items():
            wanted = getattr(ends, key)
            assert wanted in ("", value), f"{name!r}: {key} is {value!r}, not {wanted!r}"
        if ends.programs is not None:
            assert self.played.programs == ends.programs, (
                f"{name!r}: programs are {self.played.programs}"
            )
        answers = {slot: answer.value for slot, answer in session.answers.items()}
        for slot, value in ends.answers.items():
            assert answers.get(slot) == value, (
                f"{name!r}: {slot} is {answers.get(slot)!r}, not {value!r}"
            )


def prompted(played: Played) -> set[str]:
    return {event.key for event in played.events if isinstance(event, Prompted)}


def _is_call(line: Line) -> bool:
    acts = (line.call, line.press, line.say, line.silence, line.dialled, line.hang_up)
    return any(acts) or line.record is not None


def _list(value: list[str] | str) -> list[str]:
    return [value] if isinstance(value, str) else list(value)
