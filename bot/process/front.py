"""Asynchronous front (RSGI): buffers each request within a deadline and a size before a WSGI thread
is taken.

What a slow or silent client costs is a socket and a few kilobytes, never one of the few threads
that answer.
"""

from __future__ import annotations

import asyncio
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from io import BytesIO
from itertools import chain
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import structlog

from bot.process import request_ids

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

BODY_SECONDS = 5.0
# Twilio waits 15 s: whoever has waited so long for a thread is no longer there when the answer is.
WAIT_SECONDS = 14.0
_SEND_SECONDS = 30.0
_REAP_SECONDS = 0.25
_PLAIN = [("content-type", "text/plain; charset=utf-8")]
_CLOSING = [*_PLAIN, ("connection", "close")]
_BASE: Mapping[str, Any] = {
    "SCRIPT_NAME": "",
    "SERVER_SOFTWARE": "granian",
    "wsgi.version": (1, 0),
    "wsgi.errors": sys.stderr,
    "wsgi.input_terminated": True,
    "wsgi.multithread": True,
    "wsgi.multiprocess": False,
    "wsgi.run_once": False,
}

log = structlog.get_logger()


class Scope(Protocol):
    """A request's head, as granian's RSGI hands it over. Source:
    https://github.com/emmett-framework/granian/blob/master/docs/spec/RSGI.md"""

    path: str
    query_string: str
    method: str
    client: str
    server: str
    scheme: str
    http_version: str
    headers: Any


class Refused(Exception):
    """The request is not read to its end: the status, and the word that goes with it."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


class Waiting(NamedTuple):
    """A request that was read whole and waits for a thread."""

    scope: Scope
    proto: Any
    body: bytes
    since: float
    answered: asyncio.Future[None]


class Front:
    """Hands whole requests to `threads` threads, which answer them with a WSGI app.

    A body larger than `most_bytes` is refused with 413 unread, one that is not there after
    `body_seconds` with 408; a request that found no thread for WAIT_SECONDS gets 503. The loop's
    own thread runs nothing of the app.
    """

    def __init__(
        self,
        app: WSGIApplication,
        threads: int,
        most_bytes: int,
        body_seconds: float = BODY_SECONDS,
    ) -> None:
        self._app = app
        self._threads = threads
        self._most_bytes = most_bytes
        self._body_seconds = body_seconds
        self._waiting: SimpleQueue[Waiting] = SimpleQueue()
        self._answered: deque[asyncio.Future[None]] = deque()
        self._loop: asyncio.AbstractEventLoop | None = None

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        loop.call_soon(self._tick)
        for number in range(self._threads):
            threading.Thread(target=self._serve, name=f"answers-{number}", daemon=True).start()

    async def __rsgi__(self, scope: Scope, proto: Any) -> None:
        if self._answered:
            self._reap()
        try:
            body = await self._body(scope.headers, proto)
        except Refused as refusal:
            proto.response_bytes(refusal.status, _CLOSING, f"{refusal.reason}\n".encode())
            return
        answered = asyncio.get_running_loop().create_future()
        self._waiting.put(Waiting(scope, proto, body, time.monotonic(), answered))
        await answered

    async def _body(self, headers: Any, proto: Any) -> bytes:
        length = headers.get("content-length")
        if length is None and "transfer-encoding" not in headers:
            return b""
        if length is not None and int(length) > self._most_bytes:
            raise Refused(413, "too large")
        try:
            async with asyncio.timeout(self._body_seconds):
                if length is not None:
                    whole: bytes = await proto()
                    return whole
                return await self._parts(proto)
        except TimeoutError:
            raise Refused(408, "too slow") from None

    async def _parts(self, proto: Any) -> bytes:
        parts, size = [], 0
        async for part in proto:
            parts.append(part)
            size += len(part)
            if size > self._most_bytes:
                raise Refused(413, "too large")
        return b"".join(parts)

    def _tick(self) -> None:
        self._reap()
        if self._loop is not None:
            self._loop.call_later(_REAP_SECONDS, self._tick)

    def _reap(self) -> None:
        """Ends the coroutines of what was answered. The threads do not wake the loop for it: that
        costs 30 µs a request."""
        while self._answered:
            answered = self._answered.popleft()
            if not answered.done():
                answered.set_result(None)

    def _serve(self) -> None:
        while True:
            waiting = self._waiting.get()
            request_ids.begin()
            try:
                self._answer(waiting)
            except Exception as error:
                log.error("request failed", exc_info=error)
                with suppress(Exception):
                    waiting.proto.response_bytes(500, _PLAIN, b"internal error\n")
            finally:
                self._answered.append(waiting.answered)

    def _answer(self, waiting: Waiting) -> None:
        if time.monotonic() - waiting.since > WAIT_SECONDS:
            waiting.proto.response_bytes(503, _PLAIN, b"too much to do\n")
            return
        begun: list[tuple[int, list[tuple[str, str]]]] = []

        def begin(
            status: str, headers: list[tuple[str, str]], _error: Any = None
        ) -> Callable[[bytes], object]:
            begun[:] = [(int(status[:3]), headers)]
            return _no_write

        parts = self._app(environ_of(waiting.scope, waiting.body), begin)
        try:
            if isinstance(parts, list):
                waiting.proto.response_bytes(
                    *begun[0], parts[0] if len(parts) == 1 else b"".join(parts)
                )
            else:
                self._send(waiting.proto, begun, parts)
        finally:
            if close := getattr(parts, "close", None):
                close()

    def _send(
        self, proto: Any, begun: list[tuple[int, list[tuple[str, str]]]], parts: Iterable[bytes]
    ) -> None:
        """Whole if its length is known, else part by part, each once the client has taken the one
        before."""
        left = iter(parts)
        first = next(left, b"")
        status, headers = begun[0]
        if any(name.lower() == "content-length" for name, _ in headers):
            proto.response_bytes(status, headers, first + b"".join(left))
            return
        assert self._loop is not None
        stream = proto.response_stream(status, headers)
        for part in chain([first], left):
            if part:
                asyncio.run_coroutine_threadsafe(_sent(stream, part), self._loop).result(
                    _SEND_SECONDS
                )


async def _sent(stream: Any, part: bytes) -> None:
    await stream.send_bytes(part)


def _no_write(_part: bytes) -> object:
    raise NotImplementedError("write() of WSGI is not served")


def environ_of(scope: Scope, body: bytes) -> WSGIEnvironment:
    """The request as WSGI has it. A header with an underscore is dropped: it would stand for the
    one with a dash."""
    host, _, port = scope.server.rpartition(":")
    environ: dict[str, Any] = {
        **_BASE,
        "REQUEST_METHOD": scope.method,
        "PATH_INFO": scope.path.encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": scope.query_string.encode("utf-8", "surrogateescape").decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": BytesIO(body),
    }
    for name, value in scope.headers.items():
        if "_" in name:
            continue
        key = name.upper().replace("-", "_")
        key = key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"
        environ[key] = f"{environ[key]},{value}" if key in environ else value
    if "CONTENT_LENGTH" not in environ and body:
        environ["CONTENT_LENGTH"] = str(len(body))
    return environ
