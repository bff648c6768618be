"""One id for a webhook, in the lines of the web process and of the workers; no words, no
numbers."""

from __future__ import annotations

import io
import json
import threading
from pathlib import Path

import structlog

from bot.contacts import contact_id
from bot.conversation.sends import Send, encode_send
from bot.process import request_ids
from bot.redis.store import Store
from bot.redis.stored import Commit
from bot.redis.streams.send_stream import SendStream
from bot.workers.sender import Sender, handle_all
from tests.bot.process.test_logs import SID, production_logs
from tests.playing.desks import CONTACT_KEY, make_desk

__all__ = ["production_logs"]
PHONE = "+18605550120"


def ids(logs: io.StringIO) -> list[str]:
    return [json.loads(line).get("request", "") for line in logs.getvalue().splitlines()]


def test_every_line_of_a_request_carries_its_delivery(production_logs: io.StringIO) -> None:
    log = structlog.get_logger("bot")
    request_ids.begin()
    log.warning("refused")
    log.warning("refused again")
    request_ids.begin()
    request_ids.name(SID)
    log.warning("turn raced")
    with request_ids.at_work_for(f"from {PHONE}"):
        log.warning("never a number")
    log.warning("turn failed")
    threading.Thread(target=log.warning, args=("a thread of its own",)).start()
    first, second, *others = ids(production_logs)
    assert (len(first), first) == (8, second)
    assert first.isalpha()  # seven digits in a row would be hidden as a number
    assert others[:3] == [SID, "from ***", SID]
    request_ids.begin()


def test_the_sender_names_the_webhook_that_its_text_comes_from(
    store: Store, redis_url: str, tmp_path: Path, production_logs: io.StringIO
) -> None:
    desk, contact = make_desk(store, tmp_path), contact_id(PHONE, CONTACT_KEY)
    send = Send("s.1", desk.cipher.encrypt(PHONE), "", "hi", "staff", "en")
    turn = Commit(store.read(contact, SID), "", "s", b"{}", None, sends=[encode_send(send)])
    assert store.commit(contact, turn) is True
    stream = SendStream(redis_url)
    stream.prepare()
    (entry,) = stream.new()
    handle_all(Sender(desk, stream, None), iter([entry]), threading.Event())
    assert SID in ids(production_logs)
