"""The id of the webhook that a thread is at work for, in each of its log lines."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from string import ascii_lowercase
from typing import Any

FIELD = "request"
_at_work = threading.local()


def begin() -> None:
    """This thread takes up another request, whose name is not known yet."""
    _at_work.name = ""


def name(delivery: str) -> None:
    """It is this delivery of Twilio's. By its own name (a SID, and what sets callbacks apart) the
    request is found at Twilio, in the lines of the web process, and in those of the workers."""
    _at_work.name = delivery


@contextmanager
def at_work_for(delivery: str) -> Iterator[None]:
    """What a worker does for a delivery that was taken before."""
    before = getattr(_at_work, "name", None)
    _at_work.name = delivery
    try:
        yield
    finally:
        _at_work.name = before


def add(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor: the request's id, where a request is at work. One without a name (an
    unusable form, a page of the console) gets eight random letters: seven digits in a row would be
    hidden as a number."""
    known = getattr(_at_work, "name", None)
    if known == "":
        known = _at_work.name = "".join(secrets.choice(ascii_lowercase) for _ in range(8))
    if known and FIELD not in event:
        event[FIELD] = known
    return event
