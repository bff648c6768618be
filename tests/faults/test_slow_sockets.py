"""Clients that send slowly or not at all cost the parents nothing."""

from __future__ import annotations

import os
import selectors
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from bot.process.serving import HEADER_SECONDS, allow_connections
from tests.started_program import Line, Program, form, until, words

SLOW_BODY = (
    b"POST /sms HTTP/1.1\r\nHost: x\r\nContent-Type:"
    b" application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nB"
)
SLOW_PARTS = b"POST /sms HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nB\r\n"
SLOW_HEAD = b"POST /sms HTTP/1.1\r\nHost: x\r\nX-"
HUGE = b"POST /sms HTTP/1.1\r\nHost: x\r\nContent-Length: 70000\r\n\r\n"


@contextmanager
def opened(port: int, count: int, begin: bytes) -> Iterator[list[socket.socket]]:
    with ExitStack() as stack:
        found = [
            stack.enter_context(socket.create_connection(("127.0.0.1", port))) for _ in range(count)
        ]
        for one in found:
            one.sendall(begin)
        yield found


def closed_within(port: int, begin: bytes, seconds: float) -> bytes:
    """What comes back until the server closes the connection."""
    with opened(port, 1, begin) as (one,):
        one.settimeout(seconds)
        answer = b""
        while part := one.recv(4096):
            answer += part
        return answer


def drip(sockets: list[socket.socket]) -> None:
    """Another byte on each that is still open."""
    with selectors.DefaultSelector() as open_ones:
        for one in sockets:
            open_ones.register(one, selectors.EVENT_READ)
        over = {key.fileobj for key, _ in open_ones.select(0)}
    for one in sockets:
        if one not in over:
            one.sendall(b"x")


def test_two_thousand_idle_and_two_hundred_slow_connections_leave_a_text_under_a_second(
    tmp_path: Path,
) -> None:
    allow_connections()
    with Program(tmp_path) as program, ExitStack() as stack:
        stack.enter_context(opened(program.port, 2_000, b""))
        slow = [
            one
            for count, begin in ((90, SLOW_BODY), (60, SLOW_PARTS), (50, SLOW_HEAD))
            for one in stack.enter_context(opened(program.port, count, begin))
        ]
        took = []
        for text in ("hola", "1", "marzo"):
            drip(slow[:90])
            began = time.monotonic()
            with Line(program.port) as line:
                assert words(line.text(form("+18605550123", text)))
            took.append(time.monotonic() - began)
            assert program.get("/healthz")[0] == 200
        assert max(took) < 1, took


@pytest.mark.parametrize(
    ("begin", "status"),
    [(SLOW_BODY, b" 408 "), (SLOW_PARTS, b" 408 "), (SLOW_HEAD, b""), (HUGE, b" 413 ")],
)
def test_what_is_too_slow_or_too_large_is_ended(
    begin: bytes, status: bytes, shared_program: Program
) -> None:
    assert status in closed_within(shared_program.port, begin, HEADER_SECONDS + 5)[:20]


@pytest.fixture(scope="module")
def shared_program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    with Program(tmp_path_factory.mktemp("slow")) as program:
        yield program


def web_workers(program: Program) -> list[int]:
    """The processes that serve the port, but not what watches over them."""
    children = Path(f"/proc/{program.pid}/task/{program.pid}/children").read_text().split()
    return [
        int(pid) for pid in children if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()
    ]


def test_a_web_worker_killed_three_times_within_seconds_is_there_again(tmp_path: Path) -> None:
    with Program(tmp_path) as program:
        for _ in range(3):
            until(lambda: web_workers(program), "web worker")
            (pid,) = web_workers(program)
            os.kill(pid, signal.SIGKILL)
            until(lambda pid=pid: pid not in web_workers(program), "end of the worker")
        until(lambda: program.is_served() and program.get("/healthz")[0] == 200, "answer")
        with Line(program.port) as line:
            assert words(line.text(form("+18605550123", "hola")))
