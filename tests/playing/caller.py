"""A caller of the dialogues: a telephone that keeps to Twilio's rules, on our own forms, turns and
TwiML, in this process."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import msgspec

from bot.contacts import contact_id
from bot.conversation.inbound import Inbound
from bot.conversation.transfers import record_answer, session_of
from bot.conversation.turns import Desk, take_turn
from flows.wording.voice_prompts import spoken_number
from simulator.posted_forms import Empty, Form, Outcome
from simulator.telephone import Telephone
from webhooks import call_forms, whisper
from webhooks.spoken import HANG_UP, Speaker
from webhooks.twiml import EMPTY

OURS = "+18605550101"
OFFICE = "+18605550199"


class Act(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the caller does, one thing a line; `then` is what the call comes to: connecting,
    recording or goodbye."""

    call: bool = False
    press: str = ""
    say: str = ""
    confidence: float = 0.9
    silence: bool | Empty = False
    dialled: Outcome | Literal[""] = ""
    record: int | None = None
    hang_up: bool = False
    then: Literal["", "connecting", "recording", "goodbye"] = ""


class Caller:
    """One phone's calls. Every callback is delivered twice, and an old one again in between."""

    def __init__(self, desk: Callable[[], Desk], number: str, clock: Callable[[], float]) -> None:
        self._desk, self._number, self._clock = desk, number, clock
        self.telephone: Telephone | None = None
        self.sid = ""
        self._speaker = Speaker(desk().flow.languages, OFFICE, OURS)

    def act(self, act: Act, where: str) -> str:
        """What is heard."""
        if act.call:
            self.sid = f"CA{uuid4().hex}"
            self.telephone = Telephone(self.post, self._number, self.sid, OURS, clock=self._clock)
        telephone = self.telephone
        assert telephone is not None, f"{where}: there is no call; begin with `call: true`"
        self._do(telephone, act)
        words, present = telephone.words, telephone.state.twiml
        assert not telephone.faults, f"{where}: {telephone.faults}"
        if not telephone.over:
            assert telephone.again().twiml == present, (
                f"{where}: the same callback twice got another answer"
            )
            assert self.post("/voice", telephone.caller.form("ringing")) == present, (
                f"{where}: an old callback got another answer"
            )
        self._check_where_it_leads(act, telephone, words, where)
        return words

    def _do(self, telephone: Telephone, act: Act) -> None:
        if act.call:
            telephone.dial()
        elif act.press:
            telephone.press(act.press)
            if telephone.state.keys:
                telephone.pause()
        elif act.say:
            telephone.say(act.say, act.confidence)
        elif act.silence:
            telephone.silence("nothing" if act.silence is True else act.silence)
        elif act.dialled:
            telephone.dialled(act.dialled)
        elif act.record is not None:
            telephone.record(act.record)
        elif act.hang_up:
            telephone.hang_up()

    def _check_where_it_leads(self, act: Act, telephone: Telephone, words: str, where: str) -> None:
        waiting = telephone.waiting.name if telephone.waiting else "goodbye"
        leads_to = {"Gather": "", "Dial": "connecting", "Record": "recording"}.get(
            waiting, "goodbye"
        )
        if act.hang_up:
            return
        assert leads_to == act.then, (
            f"{where}: it comes to {leads_to or 'a question'!r}, not"
            f" {act.then or 'a question'!r}:\n{words}"
        )
        if leads_to == "goodbye":
            numbers = (
                spoken_number(self._desk().policy.mch),
                "9 1 1",
                "9 8 8",
                "1, 8 ",
                "8 8 8, 7",
            )  # after danger its help line
            assert any(words.count(number) >= 2 for number in numbers), (
                f"{where}: hung up without the number said twice:\n{words}"
            )

    def post(self, path: str, form: Form) -> str:
        """As our views do it."""
        address = urlsplit(path)
        query, params = parse_qs(address.query), {name: [value] for name, value in form.items()}
        now = self._clock()
        match address.path:
            case "/voice":
                return self._turn(call_forms.read_ring(params, now, False))
            case "/voice/turn":
                return self._turn(
                    call_forms.read_call_turn(params, call_forms.turn_number(query), now, False)
                )
            case "/voice/status":
                end = call_forms.read_call_status(params, now, False)
                return self._turn(end) if end else EMPTY
            case "/voice/accept":
                contact = "".join(query["contact"])
                about = whisper.about(
                    self._desk().flow.languages,
                    session_of(self._desk(), contact),
                    "".join(query["language"]),
                )
                return self._speaker.whisper(about, contact)
            case "/voice/accepted":
                answer = call_forms.read_answer(params, query, form.get("Digits") == "1")
                assert answer is not None
                record_answer(self._desk(), answer, now)
                return EMPTY if answer.accepted else HANG_UP
        return EMPTY

    def _turn(self, inbound: Inbound) -> str:
        call = inbound.call
        assert call is not None
        contact = contact_id(inbound.who, self._desk().contact_key)
        return (
            take_turn(self._desk(), inbound, lambda turn: self._speaker.render(turn, call, contact))
            or EMPTY
        )
