"""A landline is never offered a text: told by Twilio's Lookup, by an error of a text, or by what
was known before."""

from __future__ import annotations

import time
from uuid import uuid4

import pytest
import redis

from bot.archive.database import Archive
from bot.contacts import partition
from bot.conversation.inbound import Inbound
from bot.conversation.side_facts import record_beside
from bot.conversation.turns import take_turn
from bot.redis.store import Store
from bot.twilio.lookup import TwilioLookup
from bot.twilio.texts import Account, NotNow
from bot.workers.line_kinds import Lines, look
from flows.dialogue.turn import Turn
from flows.model.call_events import LineTold, TextNotSent
from flows.model.context import Call
from flows.model.inputs import Channel, Digits, Hangup, Input, Ring
from tests.bot.casework import Casework
from tests.bot.conftest import archive, database_url, migrated, work
from tests.bot.sending import Person
from tests.stand_ins.twilio_stand_in import ACCOUNT, TOKEN, StandIn

__all__ = ["Archive", "Store", "archive", "database_url", "migrated", "work"]
HOUSE, MOBILE = "+18605550177", "+18605550178"
OFFERS = ("As a text", "get a text", "text you", "by text", "press 4")


class Caller:
    """Calls from one number, who says nothing but keys."""

    def __init__(self, work: Casework, number: str) -> None:
        self.person, self._work, self._call, self._n = (
            Person(work.desk, number, archive=work.archive),
            work,
            "",
            0,
        )

    def rings(self) -> None:
        if self._call:
            self._take(Hangup("completed", 60), f"{self._call}:status:completed")
        self._call, self._n = f"CA{uuid4().hex}", 0
        self._take(Ring(), f"{self._call}:0")

    def presses(self, *keys: str) -> list[str]:
        """What is heard after the last of them."""
        heard: list[str] = []
        for each in keys:
            self._n += 1
            heard = self._take(Digits(each), f"{self._call}:{self._n}")
        return heard

    def _take(self, input_: Input, delivery: str) -> list[str]:
        heard: list[str] = []
        inbound = Inbound(
            delivery,
            self.person.number,
            "+18605550101",
            Channel.VOICE,
            input_,
            time.time(),
            call=Call(self._call, self._n),
        )

        def keep(turn: Turn) -> str:
            heard.extend(prompt.text for prompt in turn.prompts)
            return "<Response/>"

        take_turn(self._work.desk, inbound, keep)
        return heard


LIST = ("1", "1", "3#", "1", "06106", "1", "2", "1", "1")


def lookup(twilio: StandIn) -> TwilioLookup:
    return TwilioLookup(Account(ACCOUNT, TOKEN, "+18605550100", "", "", twilio.base))


def finds(work: Casework, lines: Lines) -> int:
    work.archived()
    return look(lines)


def told(caller: Caller) -> list[LineTold]:
    return [fact for fact in caller.person.facts if isinstance(fact, LineTold)]


def test_with_lookup_on_a_landline_is_offered_no_text_and_a_mobile_is(work: Casework) -> None:
    with StandIn() as twilio:
        twilio.lines = {HOUSE: "landline", MOBILE: "mobile"}
        lines = Lines(work.desk, work.archive, lookup(twilio))
        house, mobile = Caller(work, HOUSE), Caller(work, MOBILE)
        for caller in (house, mobile):
            caller.rings()
        assert finds(work, lines) == 2
        assert finds(work, lines) == 0  # once each
    assert not [offer for offer in OFFERS if offer in " ".join(house.presses(*LIST))]
    assert "press 4" in " ".join(mobile.presses(*LIST))
    assert (told(house), told(mobile)) == ([LineTold("landline")], [LineTold("mobile")])


def test_without_lookup_nobody_is_asked(work: Casework) -> None:
    caller = Caller(work, HOUSE)
    caller.rings()
    assert finds(work, Lines(work.desk, work.archive, None)) == 0
    assert told(caller) == []


@pytest.mark.parametrize("error", ["30006", "21614", "30005"])
def test_a_text_refused_as_to_a_landline_is_the_last_that_is_promised(
    work: Casework, error: str
) -> None:
    """In the same conversation at once, and in the next one as soon as it rings."""
    caller = Caller(work, HOUSE)
    caller.rings()
    caller.presses("1")
    failed = TextNotSent("t1", error)
    record_beside(work.desk, caller.person.contact, "t1", time.time(), failed, error=error)
    assert "press 4" not in " ".join(caller.presses(*LIST[1:]))
    work.archived()
    contact = caller.person.contact  # as if that conversation had been over for long
    redis.Redis.from_url(work.redis_url).delete(f"{{{partition(contact)}}}:session:{contact}")
    work.clock.wait(minutes=1)
    caller.rings()
    assert finds(work, Lines(work.desk, work.archive, None)) == 1
    assert "press 4" not in " ".join(caller.presses(*LIST))


def test_lookup_that_cannot_answer_is_asked_again(work: Casework) -> None:
    with StandIn() as twilio:
        base = twilio.base
    gone = TwilioLookup(Account(ACCOUNT, TOKEN, "+18605550100", "", "", base), seconds=0.5)
    with pytest.raises(NotNow):
        gone.kind(HOUSE)
    caller = Caller(work, HOUSE)
    caller.rings()
    lines = Lines(work.desk, work.archive, gone)
    assert finds(work, lines) == 0
    assert not lines.seen
