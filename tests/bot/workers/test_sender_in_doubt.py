"""A text of which nobody knows whether Twilio has it is looked for, and never sent twice."""

from __future__ import annotations

import pytest

from bot.conversation.turns import Desk
from flows.model.call_events import TextNotSent, TextSent
from tests.bot.sending import WORDS, Person
from tests.bot.workers.senders import TIRED, Settled, sending
from tests.stand_ins.twilio_stand_in import StandIn
from tests.started_program import until


@pytest.mark.parametrize("way", ["taken-drop", "taken-hang", "nonsense"])
def test_a_text_in_doubt_that_twilio_has_is_recorded_and_not_sent_again(
    settled: Settled, twilio: StandIn, parent: Person, way: str
) -> None:
    twilio.next.append(way)
    if way == "nonsense":
        twilio.take({"To": parent.number, "Body": WORDS})
    parent.is_sent("t1")
    assert settled() == TextSent("t1", twilio.messages[0].sid)
    assert (len(twilio.posts), twilio.bodies) == (1, [WORDS])


@pytest.mark.parametrize("way", ["drop", "hang", "nonsense"])
def test_a_text_in_doubt_that_twilio_does_not_have_is_unknown_and_never_sent_again(
    settled: Settled, twilio: StandIn, parent: Person, way: str
) -> None:
    twilio.next.append(way)
    parent.is_sent("t1")
    assert settled() == TextNotSent("t1", "unknown")
    assert (len(twilio.posts), twilio.bodies) == (1, [])
    assert twilio.looked >= 1


def test_a_text_in_doubt_is_looked_for_until_twilio_can_be_asked(
    settled: Settled, twilio: StandIn, parent: Person
) -> None:
    twilio.next.append("taken-drop")
    twilio.lists.extend(["500"] * 8)
    parent.is_sent("t1")
    assert settled() == TextSent("t1", twilio.messages[0].sid)


def test_a_text_in_doubt_about_which_twilio_cannot_be_asked_ends_as_unknown(
    settled: Settled, twilio: StandIn, parent: Person
) -> None:
    twilio.next.append("taken-drop")
    twilio.lists.extend(["500"] * 100)
    parent.is_sent("t1")
    assert settled(TIRED) == TextNotSent("t1", "unknown")


def test_two_texts_with_the_same_words_are_not_taken_for_each_other(
    desk: Desk, redis_url: str, twilio: StandIn, parent: Person
) -> None:
    """One is sent, the other is in doubt and was not: that the first is there proves nothing for
    it."""
    twilio.next.extend(["201", "drop"])
    parent.is_sent("t1")
    parent.is_sent("t2")
    with sending(desk, redis_url, twilio):
        until(lambda: len(parent.outcomes) == 2, "two outcomes", 10)
    assert parent.outcomes == [TextSent("t1", twilio.messages[0].sid), TextNotSent("t2", "unknown")]
