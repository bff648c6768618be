"""Bulkhead: bounds the threads that slow pages may hold, so that one is always left to Twilio's
routes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

THREADS = 4  # of each web process
SLOW = "/staff/"
QUICK = "/staff/static/"
_WAIT_SECONDS = 0.25
_REST_SECONDS = 1.0  # after one has waited in vain, no other keeps a thread waiting
_FULL = (
    b"Too many pages are being looked at, or the database does not answer. Try again in a moment.\n"
)


class Bulkhead:
    """WSGI middleware: at most `most` concurrent requests of the console's pages, 503 with
    Retry-After beyond; others pass."""

    def __init__(self, app: WSGIApplication, most: int = THREADS - 1) -> None:
        self._app = app
        self._free = BoundedSemaphore(most)
        self._rest_until = 0.0

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if not path.startswith(SLOW) or path.startswith(QUICK):
            return self._app(environ, start_response)
        if not self._enter():
            headers = {
                "Content-Type": "text/plain; charset=utf-8",
                "Cache-Control": "no-store",
                "Retry-After": "2",
            }
            headers |= {"Content-Length": str(len(_FULL)), "X-Content-Type-Options": "nosniff"}
            start_response("503 Service Unavailable", list(headers.items()))
            return [_FULL]
        whole = False

        def begin(
            status: str, headers: list[tuple[str, str]], *error: Any
        ) -> Callable[[bytes], object]:
            nonlocal whole
            whole = any(name == "Content-Length" for name, _ in headers)
            return start_response(status, headers, *error)

        try:
            held = _Held(self._app(environ, begin), self._free)
        except BaseException:
            self._free.release()
            raise
        if whole:  # nobody is asked for any more of it
            held.leave()
        return held

    def _enter(self) -> bool:
        if self._free.acquire(blocking=False):
            return True
        if time.monotonic() < self._rest_until:
            return False
        if self._free.acquire(timeout=_WAIT_SECONDS):
            return True
        self._rest_until = time.monotonic() + _REST_SECONDS
        return False


class _Held:
    """A response that holds its permit until it is closed or collected: a file may take minutes to
    be made."""

    def __init__(self, parts: Iterable[bytes], free: BoundedSemaphore) -> None:
        self._parts = parts
        self._free: BoundedSemaphore | None = free

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._parts)

    def close(self) -> None:
        try:
            if close := getattr(self._parts, "close", None):
                close()
        finally:
            self.leave()

    def leave(self) -> None:
        free, self._free = self._free, None
        if free:
            free.release()

    __del__ = leave
