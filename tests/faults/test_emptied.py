"""Redis emptied in the middle of conversations: everybody goes on where they were, and who opted
out is left alone."""

from __future__ import annotations

from pathlib import Path

import redis

from bot.redis.connection.folder import recorded_socket
from bot.redis.streams.outbox_stream import OutboxStream
from tests.faults.texting_people import Delivery, is_late, recorded, redeliver, spooled
from tests.started_program import Program, form, until, words

PARENT, OTHER = "+18605550123", "+18605550124"
QUESTION = "primer bebé"


def test_a_parent_in_mid_conversation_goes_on_at_the_same_question(tmp_path: Path) -> None:
    first = [Delivery(form(PARENT, body)) for body in ("hola", "1", "marzo")]
    stop = Delivery(form(OTHER, "STOP"))
    with Program(tmp_path) as program:
        url = f"unix://{recorded_socket(tmp_path / 'redis')}"
        assert QUESTION in words(redeliver(program.port, [*first, stop])[2])
        until(lambda: not OutboxStream(url).waiting(), "empty outbox")
        with redis.Redis.from_url(url) as client:
            client.flushall()
        meanwhile = Delivery(form(PARENT, "HELP"))
        (answer,) = redeliver(program.port, [meanwhile])
        until(lambda: program.get("/readyz")[0] == 200 and not spooled(tmp_path), "Redis put back")
        again, silence = redeliver(
            program.port, [Delivery(form(PARENT, "repetir")), Delivery(form(OTHER, "hola"))]
        )
        assert QUESTION in words(again)
        assert words(silence) == ""
        turns = recorded(tmp_path)
    assert [len(turns[one.sid]) for one in (*first, stop)] == [1, 1, 1, 1]
    assert len(turns[meanwhile.sid]) == 1
    # Told only the number since nobody could be served just then, and recorded later; unless all
    # was put back already.
    assert is_late(turns[meanwhile.sid]) == (QUESTION not in words(answer))
