"""A replica that was two seconds behind is promoted under load: what was acknowledged before and
after is in the archive, each once."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from uuid import uuid4

from sqlalchemy import select

from bot.archive.database import Archive, address
from bot.archive.migrating import migrate
from bot.archive.models import Turn
from bot.conversation.inbound import Inbound
from bot.conversation.turns import Desk, take_turn
from bot.redis.store import Store
from bot.redis.streams.outbox_stream import OutboxStream
from flows.model.inputs import Channel, Text
from tests.archive.archiving import archiving
from tests.playing.desks import make_desk
from tests.redis_fleets import start, stop, wait
from tests.started_program import until

PHONES = [f"+186055503{number:02}" for number in range(6)]
BEHIND_SECONDS = 2.0


def talk(desk: Desk, seconds: float) -> set[str]:
    """Everybody texts for so long; the deliveries that were answered."""
    answered: set[str] = set()
    ends = time.monotonic() + seconds

    def one(phone: str) -> None:
        while time.monotonic() < ends:
            sid = f"SM{uuid4().hex}"
            text = Text("help")
            inbound = Inbound(sid, phone, "+18605550100", Channel.SMS, text, desk.store.now())
            take_turn(desk, inbound, lambda turn: "ok")
            answered.add(sid)
            time.sleep(0.02)

    threads = [threading.Thread(target=one, args=(phone,)) for phone in PHONES]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answered


def test_what_was_acknowledged_before_and_after_is_there_once(
    redis_binaries: list[Path], tmp_path: Path
) -> None:
    first = start(redis_binaries[0], tmp_path / "a")
    second = start(redis_binaries[0], tmp_path / "b", "--replicaof", f"127.0.0.1 {first.port}")
    archive = Archive(address("", tmp_path))
    migrate(archive)
    try:
        wait(lambda: second.client.info("replication")["master_link_status"] == "up", "replica")
        before, after = (f"redis://127.0.0.1:{server.port}" for server in (first, second))
        desk = make_desk(Store(before), tmp_path)
        desk.store.prepare()
        with archiving(desk, archive, before):
            answered = talk(desk, 1.0)
            second.client.execute_command("REPLICAOF", "NO", "ONE")  # it gets nothing more
            answered |= talk(desk, BEHIND_SECONDS)
            until(lambda: not OutboxStream(before).waiting(), "empty outbox")
        promoted = make_desk(Store(after), tmp_path, cipher=desk.cipher)
        with archiving(promoted, archive, after):
            answered |= talk(promoted, 1.0)
            until(lambda: not OutboxStream(after).waiting(), "empty outbox")
        with archive.reading() as connection:
            kept = list(connection.execute(select(Turn.delivery)).scalars())
        assert answered - set(kept) == set()
        assert len(kept) == len(set(kept))
        assert OutboxStream(after).counted_behind()["renumbered"] >= 1
    finally:
        archive.close()
        stop([first, second])
