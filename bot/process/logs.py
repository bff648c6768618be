"""Structured logging (structlog), JSON in production; phone numbers are masked and exception
messages dropped."""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import Callable, Mapping, MutableMapping
from typing import Any, TextIO

import structlog

from bot.process import request_ids

# Seven or more digits, however they are set apart. Our own ids (a contact, a Twilio SID, a hash)
# are none.
_ID = r"(?<![0-9A-Za-z])(?:[A-Z]{2}[0-9a-f]{32}|[0-9a-f]{24}|[0-9a-f]{32})(?![0-9A-Za-z])"
_NUMBER = r"\+?\(?[0-9](?:[\s().\-/]{0,3}[0-9]){6,}"
_FIND = re.compile(f"({_ID})|{_NUMBER}")

_LOUD = (
    "alembic",
    "transitions",
    "twilio",
    "urllib3",
    "werkzeug",
)  # at INFO they cost time, or tell what was sent


def hide_numbers(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """A structlog processor: whatever looks like a phone number, at any depth, becomes `***`."""
    for name, value in event.items():
        if not name.startswith("_"):  # structlog's own
            event[name] = _hidden(value)
    return event


def _hidden(value: Any) -> Any:
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, int):
        return value if abs(value) < 1_000_000 else "***"
    if isinstance(value, Mapping):
        return {_hidden(name): _hidden(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_hidden(inner) for inner in value]
    return _FIND.sub(lambda found: found[1] or "***", str(value))


def place_errors(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """A structlog processor: an exception as its kind and its places; its message may quote what a
    person said."""
    info = event.pop("exc_info", None)
    if info:
        error = (
            info
            if isinstance(info, BaseException)
            else (info if isinstance(info, tuple) else sys.exc_info())[1]
        )
        if error is not None:
            event["error"] = type(error).__name__
            event["at"] = [
                f"{at.filename}:{at.lineno} {at.name}"
                for at in traceback.extract_tb(error.__traceback__)
            ]
    return event


_listeners: list[Callable[[str], None]] = []


def on_error(listener: Callable[[str], None]) -> None:
    """From now on `listener` is told the event of each of our own lines at the level of errors."""
    _listeners.append(listener)


def tell_errors(
    _logger: Any, method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """A structlog processor: our errors are counted. What libraries say is no constant of ours."""
    if method in ("error", "exception", "critical"):
        for listener in _listeners:
            listener(str(event["event"]))
    return event


def configure(production: bool, level: str = "info", stream: TextIO | None = None) -> None:
    """Sets up logging for this process, the standard library's loggers included; once, at start.
    Goes to standard error."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        request_ids.add,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        place_errors,
        hide_numbers,
        structlog.processors.TimeStamper(
            fmt="iso", utc=True
        ),  # behind the hiding: a date has many digits
    ]
    show = structlog.processors.JSONRenderer() if production else structlog.dev.ConsoleRenderer()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, show],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    logging.raiseExceptions = not production  # a handler that fails would print what it was given
    for name in _LOUD:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            tell_errors,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
