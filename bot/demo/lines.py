"""The two ways in which people of the demo reach the program: texts and calls, through the real
turn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import md5
from urllib.parse import parse_qs, urlsplit

from bot.contacts import contact_id
from bot.conversation.inbound import Inbound
from bot.conversation.recordings import record_recording
from bot.conversation.transfers import record_answer
from bot.conversation.turns import Desk, take_turn
from bot.demo.cast import Character, number_of
from flows.dialogue.turn import Turn
from flows.model.inputs import Channel, Text
from simulator.posted_forms import Form
from simulator.telephone import Telephone
from webhooks import call_forms, whisper
from webhooks.spoken import HANG_UP, Speaker
from webhooks.twiml import EMPTY, render


@dataclass
class Clock:
    """The time of the demo, which its people move."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def wait(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def call_sid(place: int) -> str:
    """The call of this place, always the same: by it a caller who shows no number is found
    again."""
    return f"CA{_named(f'call {place}')}"


def contacts_of(place: int, key: str) -> tuple[str, ...]:
    """As whom somebody of the demo may be kept."""
    return contact_id(number_of(place), key), contact_id(f"withheld:{call_sid(place)}", key)


class Line:
    """Somebody's connection to us. `turn` is the latest turn, `texts` counts those sent to them."""

    def __init__(self, desk: Desk, who: Character, clock: Clock, ours: str) -> None:
        self._desk, self._who, self._clock, self._ours = desk, who, clock, ours
        self._count = 0
        self.turn: Turn | None = None
        self.texts = 0

    def text(self, body: str, carrier: str = "") -> None:
        self._count += 1
        delivery = f"SM{_named(f'text {self._who.place} {self._count}')}"
        sender, now = number_of(self._who.place), self._clock.now.timestamp()
        inbound = Inbound(
            delivery, sender, self._ours, Channel.SMS, Text(body, carrier=carrier), now
        )
        take_turn(self._desk, inbound, lambda turn: render(self._kept(turn)))

    @property
    def asked(self) -> str:
        """What we wait for: a question or a part of it, one in between, or `results` or
        `promise`."""
        if self.turn is None:
            return "language"
        session = self.turn.session
        if session.aside:
            return session.aside.kind
        part = session.entry.part if session.entry else ""
        step = self._desk.flow.steps[session.step]
        return part or step.waits or step.asks

    def _kept(self, turn: Turn) -> Turn:
        self.turn = turn
        self.texts += len(turn.texts)
        return turn


class CallLine(Line):
    """A call, on a telephone that keeps to Twilio's rules."""

    def __init__(
        self, desk: Desk, who: Character, clock: Clock, ours: str, speaker: Speaker
    ) -> None:
        super().__init__(desk, who, clock, ours)
        self._speaker = speaker
        sid, number = call_sid(who.place), speaker.caller_id or ours
        self.telephone = Telephone(
            self._post, who.number, sid, number, clock=lambda: clock.now.timestamp()
        )

    def _post(self, path: str, form: Form) -> str:
        address, now = urlsplit(path), self._clock.now.timestamp()
        query, params = parse_qs(address.query), {name: [value] for name, value in form.items()}
        match address.path.removeprefix(self._speaker.prefix):
            case "/voice":
                return self._take(call_forms.read_ring(params, now, False))
            case "/voice/turn":
                return self._take(
                    call_forms.read_call_turn(params, call_forms.turn_number(query), now, False)
                )
            case "/voice/status":
                end = call_forms.read_call_status(params, now, False)
                return self._take(end) if end else EMPTY
            case "/voice/recording":
                record_recording(self._desk, call_forms.read_recording(params, query), now)
            case "/voice/accept":
                about = whisper.about(
                    self._desk.flow.languages, None, "".join(query.get("language", ()))
                )
                return self._speaker.whisper(about, "".join(query.get("contact", ())))
            case "/voice/accepted":
                accepted = form.get("Digits") == "1"
                if answer := call_forms.read_answer(params, query, accepted):
                    record_answer(self._desk, answer, now)
                return EMPTY if accepted else HANG_UP
        return EMPTY

    def _take(self, inbound: Inbound) -> str:
        call, contact = inbound.call, contact_id(inbound.who, self._desk.contact_key)
        assert call is not None
        return (
            take_turn(
                self._desk,
                inbound,
                lambda turn: self._speaker.render(self._kept(turn), call, contact),
            )
            or EMPTY
        )


def _named(what: str) -> str:
    return md5(f"demo {what}".encode(), usedforsecurity=False).hexdigest()
