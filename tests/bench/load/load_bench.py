"""The load: sixteen connections kept open, each posting its next request as soon as it has its
answer.

Requests are signed beforehand, and an answer is only read as far as needed, so that what is
measured is the server.
"""

from __future__ import annotations

import gc
import selectors
import socket
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple
from urllib.parse import urlencode

from tests.bench.load.crowd import Post
from webhooks.signature import SignatureCheck

CONNECTIONS = 16
_SILENCE_SECONDS = 20.0


class Broken(RuntimeError):
    """A server did not answer, or not as it should."""


@dataclass
class Took:
    """One round: seconds for each request, for the whole, and of the generator's own CPU."""

    each: list[float] = field(default_factory=list)
    whole: float = 0.0
    cpu: float = 0.0

    @property
    def rate(self) -> float:
        return len(self.each) / self.whole

    def percentile(self, percent: float) -> float:
        return sorted(self.each)[min(int(len(self.each) * percent / 100), len(self.each) - 1)]


class Signed(NamedTuple):
    """The bytes of a request, and of the body that must come back, if only one is right."""

    request: bytes
    answer: bytes


def sign(port: int, token: str, posts: Iterable[Post]) -> list[Signed]:
    """Each as a signed request of Twilio's to this port."""
    check = SignatureCheck(token)
    signed: list[Signed] = []
    for path, form, answer in posts:
        body = urlencode(form).encode()
        signature = check.sign(
            f"http://127.0.0.1:{port}{path}", {name: [value] for name, value in form.items()}
        )
        head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUser-Agent:"
            " TwilioProxy/1.1\r\nAccept: */*\r\nContent-Type: application/x-www-form-urlencoded;"
            " charset=UTF-8\r\nI-Twilio-Idempotency-Token: 0\r\nX-Twilio-Signature:"
            f" {signature.decode()}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        signed.append(Signed(head.encode() + body, answer))
    return signed


class Lane:
    """One connection and what it still has to post."""

    def __init__(self, port: int, conversations: Iterable[Iterable[Signed]], exact: bool) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._left = chain.from_iterable(conversations)
        self._exact = exact
        self._answer = b""
        self._sent = 0.0
        self._got = b""

    def post(self) -> bool:
        """The next request; False when there is none left."""
        signed = next(self._left, None)
        if signed is None:
            return False
        self._answer = signed.answer if self._exact else b""
        self._sent = time.perf_counter()
        self.socket.sendall(signed.request)
        return True

    def read(self) -> float | None:
        """What has arrived; the seconds the answer took once it is whole."""
        self._got += self.socket.recv(65536)
        head, _, body = self._got.partition(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise Broken(head[:200].decode("latin-1") or "the server hung up")
        if len(body) < int(
            head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0] or 1 << 30
        ):
            return None
        if self._answer and body != self._answer:
            raise Broken("another answer than this turn has")
        self._got = b""
        return time.perf_counter() - self._sent


def drive(port: int, conversations: Sequence[Sequence[Signed]], exact: bool = True) -> Took:
    """Posts all of it, each conversation in order on one connection. `exact`: known answers must
    come as they are."""
    lanes = [
        Lane(port, conversations[i::CONNECTIONS], exact)
        for i in range(min(CONNECTIONS, len(conversations)))
    ]
    took = Took()
    gc.collect()
    gc.disable()
    started, cpu = time.perf_counter(), time.process_time()
    try:
        _exchange(lanes, took.each)
    finally:
        took.whole, took.cpu = time.perf_counter() - started, time.process_time() - cpu
        gc.enable()
        for lane in lanes:
            lane.socket.close()
    return took


def _exchange(lanes: Iterable[Lane], each: list[float]) -> None:
    with selectors.DefaultSelector() as selector:
        for lane in lanes:
            selector.register(lane.socket, selectors.EVENT_READ, lane)
            lane.post()
        while selector.get_map():
            ready = selector.select(_SILENCE_SECONDS)
            if not ready:
                raise Broken(f"no answer for {_SILENCE_SECONDS:g} seconds")
            for key, _ in ready:
                seconds = key.data.read()
                if seconds is None:
                    continue
                each.append(seconds)
                if not key.data.post():
                    selector.unregister(key.fileobj)
