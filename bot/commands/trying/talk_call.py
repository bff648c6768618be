"""A call in a terminal: Twilio's side played by the simulator's telephone, ours in this process;
nothing is kept.

The session is stored and loaded again between turns, and stays for the next call of the same talk.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import get_args
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import click
import msgspec

from bot.config.settings import Settings
from bot.conversation.inbound import Inbound
from bot.office import OfficeHours, load_closed_days
from flows import engine
from flows.dialogue.turn import Turn
from flows.flow import Flow
from flows.model.context import Call, Context, Policy
from flows.model.inputs import Channel, Hangup
from flows.model.session import Session
from simulator.posted_forms import Form, Outcome
from simulator.telephone import NotNow, Telephone
from simulator.twilio_side import Heard
from webhooks import call_forms, whisper
from webhooks.spoken import HANG_UP, Speaker
from webhooks.twiml import EMPTY

PHONE = "+18605550142"
OUTCOMES: dict[str, Outcome] = {outcome: outcome for outcome in get_args(Outcome)}
SURE = 0.93
INTRODUCTION = """\
Answer as a caller would: type keys as they are pressed, or words as they are said; an empty
line is silence.
/hang up   /call, /call withheld   /dial {outcomes}   /record SECONDS   and an empty
line after the call ends it."""


class Line:
    """Our side of the telephone: each form of Twilio's to a turn, and the turn to TwiML."""

    def __init__(
        self, flow: Flow, policy: Policy, settings: Settings, language: str, events: bool
    ) -> None:
        self._flow, self._policy, self._language, self._events = flow, policy, language, events
        self._office = OfficeHours(
            settings.office_hours, load_closed_days(settings.closed_days_file)
        )
        self._speaker = Speaker(flow.languages, settings.transfer_number, settings.voice_number)
        self._stored: dict[str, bytes] = {}
        self._opted_out = False

    def post(self, path: str, form: Form) -> str:
        address = urlsplit(path)
        query, params = parse_qs(address.query), {name: [value] for name, value in form.items()}
        now = datetime.now(UTC)
        match address.path:
            case "/voice":
                return self._turn(call_forms.read_ring(params, now.timestamp(), True), now)
            case "/voice/turn":
                n = call_forms.turn_number(query)
                return self._turn(call_forms.read_call_turn(params, n, now.timestamp(), True), now)
            case "/voice/status":
                end = call_forms.read_call_status(params, now.timestamp(), True)
                return self._turn(end, now) if end else EMPTY
            case "/voice/accept":
                return self._speaker.whisper(
                    whisper.about(self._flow.languages, None, "".join(query.get("language", [])))
                )
            case "/voice/accepted":
                return EMPTY if form.get("Digits") == "1" else HANG_UP
        return EMPTY

    def _turn(self, inbound: Inbound, now: datetime) -> str:
        stored = self._stored.get(inbound.who)
        session = msgspec.json.decode(stored, type=Session) if stored else None
        if session is None and isinstance(inbound.input, Hangup):
            return EMPTY  # of a call whose session was erased
        turn = self._think(session, inbound, now)
        if turn.erased:
            self._stored.pop(inbound.who, None)
        else:
            self._stored[inbound.who] = msgspec.json.encode(turn.session)
        self._opted_out = {"out": True, "in": False}.get(turn.opted, self._opted_out)
        self._show(turn)
        return self._speaker.render(turn, inbound.call or Call(""))

    def _think(self, session: Session | None, inbound: Inbound, now: datetime) -> Turn:
        context = Context(
            now=now,
            today=self._office.today(now),
            new_id=uuid4().hex,
            channel=Channel.VOICE,
            opted_out=self._opted_out,
            call=inbound.call,
            withheld=inbound.withheld,
            office=self._office.at(now),
            policy=self._policy,
        )
        if session:
            return engine.resume(self._flow, session, inbound.input, context)
        return engine.start(self._flow, inbound.input, context, self._language)

    def _show(self, turn: Turn) -> None:
        if self._events:
            for event in turn.events:
                click.secho(msgspec.json.encode(event).decode(), dim=True)
        for text in turn.texts:
            click.secho(f"[text to the phone]\n{text.text}", fg="green")


def converse_by_phone(
    flow: Flow, policy: Policy, settings: Settings, language: str, events: bool
) -> None:
    line = Line(flow, policy, settings, language, events)
    click.secho(INTRODUCTION.format(outcomes="|".join(OUTCOMES)), dim=True)
    telephone = _call(line, "")
    while True:
        try:
            said = str(click.prompt("", default="", show_default=False, prompt_suffix="> ")).strip()
        except click.Abort:
            return
        if telephone.over and not said:
            return
        try:
            if said.startswith("/call"):
                if not telephone.over:
                    telephone.hang_up()
                telephone = _call(line, said.removeprefix("/call").strip())
            else:
                _act(telephone, said)
                _tell(telephone)
        except (NotNow, ValueError) as problem:
            click.secho(f"({problem})", dim=True)


def _call(line: Line, how: str) -> Telephone:
    telephone = Telephone(line.post, "" if how == "withheld" else PHONE, f"CA{uuid4().hex}")
    telephone.dial()
    _tell(telephone)
    return telephone


def _act(telephone: Telephone, said: str) -> None:
    """What was typed, done. Raises NotNow, or ValueError for a command that is none."""
    command, _, rest = said.partition(" ")
    if not said:
        telephone.silence()
    elif re.fullmatch(r"[0-9*#]+", said):
        telephone.press(said)
        if telephone.state.keys:  # and then nothing more
            telephone.pause()
    elif said == "/hang up":
        telephone.hang_up()
    elif command == "/dial" and rest in OUTCOMES:
        telephone.dialled(OUTCOMES[rest])
    elif command == "/record" and rest.isdecimal():
        telephone.record(int(rest))
    elif said.startswith("/"):
        raise ValueError("No such command.")
    else:
        telephone.say(said, SURE)


def _tell(telephone: Telephone) -> None:
    for heard in telephone.heard:
        click.secho(
            _in_words(heard), fg=None if heard.sound or heard.answerer else "cyan", dim=heard.sound
        )
    for fault in telephone.faults:
        click.secho(f"Against Twilio's rules: {fault}", fg="yellow")
    if telephone.over:
        click.secho("(The call is over. /call to call again.)", dim=True)
    elif telephone.waiting and telephone.waiting.name == "Dial":
        click.secho(f"(What happens? /dial {'|'.join(OUTCOMES)})", dim=True)
    elif telephone.waiting and telephone.waiting.name == "Record":
        click.secho("(/record SECONDS, 0 for nothing said)", dim=True)


def _in_words(heard: Heard) -> str:
    if heard.sound:
        return f"({heard.text})"
    return f"[at the office] {heard.text}" if heard.answerer else heard.text
