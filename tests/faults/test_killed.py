"""Killed at the worst moment: what was acknowledged is there, once, and what was not can be sent
again."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from tests.faults.texting_people import (
    NUMBER,
    Delivery,
    People,
    is_late,
    recorded,
    redeliver,
    redis_pid,
    spooled,
)
from tests.started_program import Line, Program, form, until, words

PARENT = "+18605550123"


def times(folder: Path, deliveries: list[Delivery]) -> dict[str, int]:
    """How often each of these is in the outbox."""
    turns = recorded(folder)
    return {delivery.sid: len(turns[delivery.sid]) for delivery in deliveries}


def is_ready(program: Program) -> bool:
    return program.get("/readyz")[0] == 200


def test_the_app_killed_in_the_middle_of_load_loses_nothing_and_doubles_nothing(
    tmp_path: Path,
) -> None:
    program = Program(tmp_path)
    deliveries: list[Delivery] = []
    for _ in range(2):
        with program, People(program.port) as people:
            until(lambda people=people: people.answered >= 150, "150 answers")
            program.kill_all()
        deliveries += people.deliveries
    with program:
        found = times(tmp_path, deliveries)
        assert {found[delivery.sid] for delivery in deliveries if delivery.reply} == {1}
        assert {found[delivery.sid] for delivery in deliveries if not delivery.reply} <= {0, 1}
        again = redeliver(program.port, deliveries)
        assert [d.reply for d in deliveries if d.reply] == [
            r for r, d in zip(again, deliveries, strict=True) if d.reply
        ]
        assert set(times(tmp_path, deliveries).values()) == {1}


def test_redis_killed_in_the_middle_of_load_loses_nothing_with_fsync_always(tmp_path: Path) -> None:
    with Program(tmp_path, REDIS_FSYNC="always") as program:
        with People(program.port) as people:
            for _ in range(3):
                enough = people.answered + 100
                until(
                    lambda enough=enough: people.answered >= enough and is_ready(program),
                    "100 answers more",
                )
                os.kill(redis_pid(tmp_path), signal.SIGKILL)
        until(lambda: is_ready(program) and not spooled(tmp_path), "end of catching up")
        assert all(delivery.reply for delivery in people.deliveries)
        assert set(times(tmp_path, people.deliveries).values()) == {1}
        turns = recorded(tmp_path)
        late = [delivery for delivery in people.deliveries if is_late(turns[delivery.sid])]
        assert late
        assert [delivery for delivery in late if NUMBER not in words(delivery.reply or b"")] == []
        again = redeliver(program.port, people.deliveries)
        changed = [
            d.reply or b""
            for d, reply in zip(people.deliveries, again, strict=True)
            if d.reply != reply
        ]
        assert [
            reply for reply in changed if NUMBER not in words(reply)
        ] == []  # they were answered without Redis
        assert set(times(tmp_path, people.deliveries).values()) == {1}


def test_redis_that_does_not_answer_keeps_nobody_without_a_reply(tmp_path: Path) -> None:
    texts = [Delivery(form(PARENT, body)) for body in ("hola", "i want to kill myself", "1")]
    with Program(tmp_path) as program:
        pid = redis_pid(tmp_path)
        os.kill(pid, signal.SIGSTOP)
        try:
            replies = [words(reply) for reply in redeliver(program.port, texts)]
        finally:
            os.kill(pid, signal.SIGCONT)
        assert NUMBER in replies[0]
        assert "988" in replies[1]
        assert NUMBER in replies[2]
        until(lambda: not spooled(tmp_path), "end of catching up")
        turns = recorded(tmp_path)
        assert [len(turns[text.sid]) for text in texts] == [1, 1, 1]
        assert all(is_late(turns[text.sid]) for text in texts)


def test_the_first_process_killed_leaves_nothing_that_holds_the_port(tmp_path: Path) -> None:
    with Program(tmp_path) as program:
        with Line(program.port) as line:
            line.text(form(PARENT, "hola"))
        pid = redis_pid(tmp_path)
        program.kill_first()
        until(lambda: not program.is_served(), "end of what it had started")
        program.start()
        assert redis_pid(tmp_path) == pid
        with Line(program.port) as line:
            reply = words(line.text(form(PARENT, "1")))
        assert "Salud Materno Infantil" not in reply, "the conversation began anew"
        assert "?" in reply
