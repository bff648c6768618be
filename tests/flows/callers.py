"""A caller of the rows: keys, words and silence on our own forms, the engine and the TwiML, with
nothing in between."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

from bot.config.value_kinds import openings
from bot.office import OfficeHours
from flows import engine
from flows.dialogue.turn import Turn
from flows.model.context import Call, Context, Policy
from flows.model.inputs import Channel, Dialled, Hangup, Input, Ring, Silence
from flows.model.session import Session
from flows.model.waits import Dial, Gather, HangUp, Record
from simulator.twiml_rules import read
from tests.playing.desks import the_flow
from webhooks.call_forms import read_call_turn
from webhooks.spoken import Speaker

MONDAY = datetime(2026, 11, 30, 18, tzinfo=UTC)
OPEN, CLOSED = "Mon-Sun 00:00-23:59", "Sat-Sun 08:00-17:00"
FORM = {"CallSid": "CA", "From": "+18605550123", "To": "+18605550101", "CallStatus": "in-progress"}
SECONDS = 2  # between one key and the next


class Phone:
    """One phone's calls. Every document is read by Twilio's rules; `over` once a call has ended."""

    def __init__(
        self, hours: str = OPEN, policy: Policy | None = None, *, withheld: bool = False
    ) -> None:
        self._office, self._policy = (
            OfficeHours(openings(hours)),
            policy or Policy(transfer=True, voicemail=True),
        )
        self._withheld, self._opted_out = withheld, False
        self._now, self._calls = MONDAY, 0
        self._speaker = Speaker(the_flow().languages, "+18605550199", "+18605550101")
        self.session: Session | None = None
        self.turn: Turn | None = None
        self.requests = 0

    @property
    def over(self) -> bool:
        return self.turn is None or isinstance(self.turn.wait, HangUp)

    @property
    def language(self) -> str:
        return self.session.language if self.session else ""

    def ring(self) -> str:
        if self.session and self._calls and not self.over:
            self._take(Hangup("completed", 60))
        self._calls += 1
        self.requests = 0
        return self._take(Ring())

    def does(self, what: str, confidence: str = "0.9") -> str:
        """What is heard then."""
        wait = self.turn.wait if self.turn else None
        if what == "(again)":
            return self.ring()
        if isinstance(wait, Dial):
            return self._take(Dialled("no-answer"))
        if isinstance(wait, Record):  # nothing is said after the tone
            return self._take(Silence())
        if not isinstance(wait, Gather):
            return ""
        form, ahead = {"Digits": ""}, ""
        if what.startswith("=") and wait.speech:
            form = {"SpeechResult": what[1:], "Confidence": confidence}
        elif what and not what.startswith("="):
            keys, ended, ahead = _pressed(what, wait)
            form = {"Digits": keys, "FinishedOnKey": ended}
        params = {name: [value] for name, value in (FORM | form).items()}
        said = self._take(read_call_turn(params, 1, 0.0, False).input)
        return self.does(ahead, confidence) if ahead and not self.over else said

    def _take(self, input_: Input) -> str:
        self._now += timedelta(seconds=SECONDS)
        self.requests += 1
        sid = f"CA{self._calls}"
        leg = self.session.calls.get(sid) if self.session else None
        context = Context(
            now=self._now,
            today=self._office.today(self._now),
            new_id="s",
            channel=Channel.VOICE,
            opted_out=self._opted_out,
            call=Call(sid, leg.n if leg else 0),
            withheld=self._withheld,
            office=self._office.at(self._now),
            policy=self._policy,
        )
        self.turn = engine.resume(the_flow(), self.session, input_, context)
        self.session = self.turn.session
        self._opted_out = {"out": True, "in": False}.get(self.turn.opted, self._opted_out)
        return self._heard(sid)

    def _heard(self, sid: str) -> str:
        assert self.turn is not None
        twiml = self._speaker.render(self.turn, Call(sid, 1), "c")
        if not isinstance(self.turn.wait, type(None)):
            assert read(twiml).faults == (), f"{read(twiml).faults}\n{twiml}"
        said = ["".join(verb.itertext()) for verb in ElementTree.fromstring(twiml).iter("Say")]
        verb = {Dial: "<Dial>", HangUp: "<Hangup>"}.get(type(self.turn.wait), "")
        return "\n".join(
            [*said, verb or ("" if isinstance(self.turn.wait, Gather) else "<Record>")]
        )


def _pressed(keys: str, wait: Gather) -> tuple[str, str, str]:
    """The digits that one Gather takes, the key that ended it, and what is left for the next."""
    taken = ""
    for at, key in enumerate(keys):
        if wait.pound and key == "#":
            return taken, key, keys[at + 1 :]
        taken += key
        if len(taken) == wait.digits:
            return taken, "", keys[at + 1 :]
    return taken, "", ""
