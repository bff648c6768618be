"""Texts that answer no webhook, at the simulated phone."""

from __future__ import annotations

import threading

from bot.redis.streams.send_stream import SendStream
from bot.wiring import redis_url
from bot.workers.sender import Sender, send_texts
from tests.bot.sending import WORDS, Person
from tests.simulator.conftest import Tab
from tests.started_program import until


def test_a_text_that_was_asked_for_is_seen_with_its_cost_and_then_that_it_was_sent(
    tab: Tab,
) -> None:
    """No account of Twilio's is set: the sender itself says that it was sent."""
    tab.send("hi there")
    person = Person(tab.parts.desk, tab.phone)
    person.is_sent("t1")
    *_, asked = tab.look()["turns"]
    (text,) = asked["texts"]
    assert (text["id"], text["text"], text["language"], text["segments"]) == ("t1", WORDS, "en", 1)
    ended = threading.Event()
    stream = SendStream(redis_url(tab.parts.settings), block_seconds=0.05)
    sender = threading.Thread(target=send_texts, args=(Sender(tab.parts.desk, stream, None), ended))
    sender.start()
    try:
        until(lambda: tab.look(asked["id"])["turns"], "outcome", 10)
    finally:
        ended.set()
        sender.join()
    (told,) = tab.look(asked["id"])["turns"]
    assert [(event["event"], event["id"]) for event in told["events"]] == [("TextSent", "t1")]
    assert told["texts"] == []
