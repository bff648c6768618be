"""A text that answers no webhook: sent once, never to who opted out, and its outcome is
recorded."""

from __future__ import annotations

import time

import pytest
import redis
from prometheus_client import CollectorRegistry, generate_latest

from bot.contacts import partition
from bot.conversation.sends import decode_send, sends_of
from bot.conversation.turns import Desk
from bot.process.send_metrics import SendCollector
from bot.redis.store import Store
from bot.redis.streams.send_stream import SendStream
from bot.workers.sender import Patience
from flows.dialogue.turn import Turn
from flows.model.call_events import TextNotSent, TextQueued, TextSent
from flows.model.events import ErasureConfirmed, OptedOut
from tests.bot.sending import WORDS, Person
from tests.bot.workers.senders import CALLBACK, TIRED, Settled, sending
from tests.stand_ins.twilio_stand_in import StandIn
from tests.started_program import until


def test_a_text_is_sent_and_its_sid_recorded(
    settled: Settled, twilio: StandIn, parent: Person, raw_redis: redis.Redis
) -> None:
    parent.is_sent("t1")
    outcome = settled()
    (message,) = twilio.messages
    assert outcome == TextSent("t1", message.sid)
    form = {"To": parent.number, "From": parent.texted, "Body": WORDS, "StatusCallback": CALLBACK}
    assert twilio.posts == [form]
    assert [key for key in raw_redis.scan_iter() if b":intent:" in key] == []
    assert parent.record
    assert parent.record.session.seq == len(parent.facts)


def test_the_conversation_does_not_move_by_it(settled: Settled, parent: Person) -> None:
    before = parent.record
    parent.is_sent("t1")
    settled()
    assert before
    assert parent.record
    assert (parent.record.session.step, parent.record.session.turn) == (
        before.session.step,
        before.session.turn,
    )


@pytest.mark.parametrize("way", ["429:20429", "500:20500", "503", "401:20003"])
def test_what_twilio_cannot_take_now_is_tried_again(
    settled: Settled, twilio: StandIn, parent: Person, way: str
) -> None:
    twilio.next.extend([way] * 5)
    parent.is_sent("t1")
    assert isinstance(settled(), TextSent)
    assert twilio.bodies == [WORDS]
    assert len(twilio.posts) == 6


def test_a_server_error_after_which_the_text_is_there_is_no_reason_to_send_it_again(
    settled: Settled, twilio: StandIn, parent: Person
) -> None:
    twilio.next.append("taken-500")
    parent.is_sent("t1")
    assert settled() == TextSent("t1", twilio.messages[0].sid)
    assert len(twilio.posts) == 1


@pytest.mark.parametrize("way", ["429:20429", "401:20003"])
def test_after_too_long_it_is_not_sent_and_says_why(
    settled: Settled, twilio: StandIn, parent: Person, way: str
) -> None:
    twilio.next.extend([way] * 100)
    parent.is_sent("t1")
    assert settled(TIRED) == TextNotSent("t1", way.partition(":")[2])


def test_a_sender_that_cannot_reach_twilio_goes_on_trying(
    desk: Desk, redis_url: str, twilio: StandIn, parent: Person
) -> None:
    """Nobody listens there for a while; then it goes out."""
    parent.is_sent("t1")
    twilio.__exit__()
    with sending(desk, redis_url, twilio):
        time.sleep(0.3)
        assert parent.outcomes == []
    with StandIn() as back, sending(desk, redis_url, back):
        until(lambda: parent.outcomes, "outcome", 10)
    assert back.bodies == [WORDS]


@pytest.mark.parametrize("code", ["21211", "30007", "21614"])
def test_a_refusal_is_final_and_keeps_twilios_code(
    settled: Settled, twilio: StandIn, parent: Person, code: str
) -> None:
    twilio.next.append(f"400:{code}")
    parent.is_sent("t1")
    assert settled() == TextNotSent("t1", code)
    assert len(twilio.posts) == 1


def test_an_opt_out_that_only_twilio_knew_of_becomes_ours(
    settled: Settled, twilio: StandIn, parent: Person
) -> None:
    twilio.next.append("400:21610")
    parent.is_sent("t1")
    assert settled() == TextNotSent("t1", "21610")
    assert parent.facts[-1] == OptedOut("error 21610")
    assert parent.desk.store.optouts() == {parent.contact}


def test_who_opts_out_after_asking_for_a_text_is_not_sent_it(
    settled: Settled, twilio: StandIn, parent: Person
) -> None:
    parent.is_sent("t1")
    parent.says("STOP")
    assert settled() == TextNotSent("t1", "opted_out")
    assert twilio.posts == []


def test_of_an_erased_conversation_nothing_is_sent(
    desk: Desk, redis_url: str, twilio: StandIn, parent: Person, stream: SendStream
) -> None:
    parent.is_sent("t1")
    stream.prepare()
    (held,) = stream.new()
    parent.says("FORGET")
    parent.says("1")
    assert parent.waiting() == 0
    assert stream.begin(held).state == "gone"
    with sending(desk, redis_url, twilio):
        time.sleep(0.2)
    assert twilio.posts == []
    assert parent.outcomes == []


def test_a_text_older_than_the_erasing_is_dropped(
    desk: Desk, redis_url: str, twilio: StandIn, parent: Person, raw_redis: redis.Redis
) -> None:
    """Also one that the erasing did not find in the contact's index."""
    parent.is_sent("t1")
    raw_redis.delete(f"{{{partition(parent.contact)}}}:index:{parent.contact}")
    parent.says("FORGET")
    parent.says("1")
    assert parent.waiting() == 1
    with sending(desk, redis_url, twilio):
        until(lambda: not parent.waiting(), "dropping of the text", 10)
    assert (twilio.posts, parent.outcomes) == ([], [])


def test_many_senders_send_each_text_once(desk: Desk, redis_url: str, twilio: StandIn) -> None:
    """Also while they look for what another might have left behind."""
    people = [Person(desk, f"+18605550{number}") for number in range(120, 140)]
    for person in people:
        person.says("hi")
    with (
        sending(desk, redis_url, twilio, Patience(claim=2, look_around=0.02)),
        sending(desk, redis_url, twilio, Patience(claim=2, look_around=0.02)),
        sending(desk, redis_url, twilio, Patience(claim=2, look_around=0.02)),
    ):
        for number in range(3):
            for person in people:
                person.is_sent(f"t{number}", f"text {number} to {person.number}")
        until(lambda: all(len(person.outcomes) == 3 for person in people), "all outcomes", 20)
    assert sorted(twilio.bodies) == sorted(
        f"text {number} to {one.number}" for one in people for number in range(3)
    )
    assert all(isinstance(outcome, TextSent) for person in people for outcome in person.outcomes)


def test_what_a_dead_sender_had_in_hand_is_sent_by_another(
    settled: Settled, stream: SendStream, twilio: StandIn, parent: Person
) -> None:
    parent.is_sent("t1")
    stream.prepare()
    assert len(stream.new()) == 1
    assert isinstance(settled(), TextSent)
    assert twilio.bodies == [WORDS]


def test_a_sender_that_was_slow_leaves_alone_what_another_has_taken_over(
    redis_url: str, stream: SendStream, parent: Person
) -> None:
    parent.is_sent("t1")
    stream.prepare()
    (slow,) = stream.new()
    other = SendStream(redis_url, block_seconds=0.05)
    time.sleep(0.05)
    ((taken,),) = other.left_behind(0.02)
    assert stream.begin(slow).state == "gone"
    assert other.begin(taken).state == "go"


@pytest.mark.parametrize("simulated", [True, False], ids=["a simulated phone", "no account"])
def test_in_development_nothing_goes_to_twilio_and_all_is_as_if_sent(
    desk: Desk, redis_url: str, twilio: StandIn, stream: SendStream, simulated: bool
) -> None:
    """To a simulated phone it is in no figure either."""
    person = Person(desk, simulated=simulated)
    person.says("hi")
    person.is_sent("t1")
    with sending(desk, redis_url, twilio if simulated else None):
        until(lambda: person.outcomes, "outcome", 10)
    (outcome,) = person.outcomes
    assert isinstance(outcome, TextSent)
    assert (outcome.sid[:2], len(outcome.sid)) == ("SM", 34)
    assert twilio.posts == []
    assert stream.counted() == ({} if simulated else {"sent": 1})


def test_a_number_that_no_key_opens_is_given_up_in_the_end(
    settled: Settled, twilio: StandIn, parent: Person
) -> None:
    parent.is_sent("t1", number="encrypted by a key that is gone")
    assert settled(TIRED) == TextNotSent("t1", "unreadable")
    assert twilio.posts == []


def test_a_text_is_on_its_way_without_waiting_for_a_look_around(
    desk: Desk, redis_url: str, twilio: StandIn, parent: Person
) -> None:
    with sending(desk, redis_url, twilio, Patience(look_around=3600, claim=3600)):
        until(lambda: not parent.waiting(), "sender", 5)
        parent.is_sent("t1")
        until(lambda: twilio.messages, "text", 5)


@pytest.mark.parametrize(
    "fields", [{"any": "thing"}, {"payload": "{nonsense"}], ids=["none of ours", "unreadable"]
)
def test_an_entry_that_cannot_be_sent_keeps_no_other_waiting(
    desk: Desk,
    redis_url: str,
    twilio: StandIn,
    parent: Person,
    raw_redis: redis.Redis,
    fields: dict[str, str],
) -> None:
    key = f"{{{partition(parent.contact)}}}:sends"
    ours = (
        {"contact": parent.contact, "delivery": "SM0", "epoch": "0", "session": "x"}
        if "payload" in fields
        else {}
    )
    SendStream(redis_url).prepare()
    raw_redis.xadd(key, ours | fields)
    with sending(desk, redis_url, twilio):
        until(lambda: raw_redis.xpending(key, "senders")["pending"], "reading", 5)
        time.sleep(0.2)  # until it is looked at again
        parent.is_sent("t1")
        until(lambda: parent.outcomes, "outcome", 10)
    assert twilio.bodies == [WORDS]
    assert raw_redis.xlen(key) == 1


def test_a_redis_that_was_emptied_is_waited_for(
    desk: Desk, redis_url: str, twilio: StandIn, store: Store, raw_redis: redis.Redis
) -> None:
    with sending(desk, redis_url, twilio):
        time.sleep(0.1)
        raw_redis.flushall()
        store.prepare()
        person = Person(desk)
        person.says("hi")
        person.is_sent("t1")
        until(lambda: person.outcomes, "outcome", 10)
    assert twilio.bodies == [WORDS]


def test_senders_that_have_ended_are_forgotten(
    redis_url: str, parent: Person, raw_redis: redis.Redis, stream: SendStream
) -> None:
    """But never one that still has a text in hand: the text would be lost with it."""
    key = f"{{{partition(parent.contact)}}}:sends"
    stream.prepare()
    idle, holding = (SendStream(redis_url, block_seconds=0.05) for _ in range(2))
    idle.new()
    parent.is_sent("t1")
    assert len(holding.new()) == 1
    SendStream(redis_url, block_seconds=0.05, forget_after=0).prepare()
    (left,) = raw_redis.xinfo_consumers(key, "senders")
    assert left["pending"] == 1


def test_the_figures_say_how_many_were_sent_not_sent_and_wait(
    settled: Settled, twilio: StandIn, parent: Person, stream: SendStream
) -> None:
    registry = CollectorRegistry()
    registry.register(SendCollector(stream))
    twilio.next.append("400:21211")
    parent.is_sent("t1")
    settled()
    parent.is_sent("t2")
    figures = generate_latest(registry).decode()
    assert 'intake_texts_not_sent_total{why="21211"} 1.0' in figures
    assert "intake_texts_sent_total 0.0" in figures
    assert "intake_texts_waiting 1.0" in figures


def test_a_turn_sends_each_text_that_it_queued_and_an_erased_one_none(parent: Person) -> None:
    record = parent.record
    assert record
    queued = TextQueued("t1", "asked", WORDS, "es")
    (send,) = map(decode_send, sends_of(Turn(record.session, (queued,)), record))
    assert (send.id, send.text, send.why, send.language, send.simulated) == (
        "t1",
        WORDS,
        "asked",
        "es",
        False,
    )
    assert (send.number, send.sender) == (record.number, parent.texted)
    assert parent.number not in record.number
    assert sends_of(Turn(record.session, (queued, ErasureConfirmed("now"))), record) == []
