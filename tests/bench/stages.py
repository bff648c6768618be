"""Where a turn's CPU goes: the real app in this process, on one thread, with a stopwatch around
each of its parts."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from io import BytesIO
from itertools import chain
from typing import Any
from unittest.mock import patch

from bot.app import create_app
from bot.conversation import turns
from bot.redis.store import Store
from bot.wiring import Parts
from flows import engine
from flows.machine import Moves
from flows.programs.cached_verdicts import Judge
from flows.understanding import noise
from flows.understanding.danger.safety import Safety
from flows.understanding.intents import Intents
from flows.understanding.text.language_id import Languages
from tests.bench.load.load_bench import Signed
from webhooks import call_forms, forms, twiml
from webhooks.signature import SignatureCheck
from webhooks.spoken import Speaker

WHOLE, ENGINE, REST = "whole request", "engine", "the rest"

# What is timed as which stage; a stage with a dash runs within the engine.
STAGES: Mapping[str, Sequence[tuple[Any, str]]] = {
    "form parsing": [(forms, "read_form")],
    "signature": [(SignatureCheck, "holds")],
    "form to inbound": [
        (forms, "read_sms"),
        *((call_forms, f"read_{what}") for what in ("ring", "call_turn", "call_status")),
    ],
    "Redis read": [(Store, "read")],
    "decoding": [(turns, "readable_record")],
    ENGINE: [(engine, "resume")],
    "- safety": [(Safety, "hear"), (Safety, "raised")],
    "- intents": [(Intents, "hear")],
    "- language, noise": [(Languages, "hear"), (noise, "kind")],
    "- answers": [],  # every parser of the flow
    "- what to ask next": [(Judge, "open_slots")],
    "- matching": [(Judge, "verdicts")],
    "- moves": [(Moves, "take")],
    "render": [(twiml, "render"), (Speaker, "render")],
    "encoding": [(turns, "encode")],
    "Redis commit": [(Store, "commit")],
}


def measure(parts: Parts, conversations: Sequence[Sequence[Signed]]) -> dict[str, float]:
    """CPU microseconds a turn, by stage."""
    environs = [environ_of(signed.request) for signed in chain.from_iterable(conversations)]
    warm = len(environs) // 4
    app = create_app(parts).wsgi_app
    for environ in environs[:warm]:
        ask(app, environ)
    watch = Stopwatch()
    with ExitStack() as stack:
        for stage, places in STAGES.items():
            for holder, name in places or _parsers(parts):
                stack.enter_context(
                    patch.object(holder, name, watch.around(stage, getattr(holder, name)))
                )
        timed = watch.around(WHOLE, ask)
        for environ in environs[warm:]:
            timed(app, environ)
    taken = {stage: watch.seconds[stage] / len(environs[warm:]) * 1e6 for stage in (*STAGES, WHOLE)}
    outer = sum(
        spent for stage, spent in taken.items() if not stage.startswith("- ") and stage != WHOLE
    )
    return taken | {REST: taken[WHOLE] - outer}


def _parsers(parts: Parts) -> list[tuple[Any, str]]:
    kinds = {type(step.parser) for step in parts.desk.flow.steps.values() if step.parser}
    return [(kind, name) for kind in kinds for name in ("hear", "volunteer")]


class Stopwatch:
    """CPU seconds of this thread, by stage; a part that uses another one of its own stage counts
    once."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._running: set[str] = set()

    def around(self, stage: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*arguments: Any, **named: Any) -> Any:
            if stage in self._running:
                return call(*arguments, **named)
            self._running.add(stage)
            began = time.thread_time()
            try:
                return call(*arguments, **named)
            finally:
                self.seconds[stage] += time.thread_time() - began
                self._running.remove(stage)

        return timed


def environ_of(request: bytes) -> dict[str, Any]:
    """A request as WSGI has it."""
    head, _, body = request.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    path, _, query = first.split(" ")[1].partition("?")
    headers = dict(line.split(": ", 1) for line in lines)
    environ = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
    return environ | {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": headers["Host"].partition(":")[2],
        "SERVER_PROTOCOL": "HTTP/1.1",
        "CONTENT_TYPE": headers["Content-Type"],
        "CONTENT_LENGTH": headers["Content-Length"],
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(body),
        "wsgi.errors": None,
    }


def ask(app: Callable[..., Any], environ: dict[str, Any]) -> None:
    """The answer is taken, and must be one."""
    answered: list[str] = []
    b"".join(app(environ, lambda status, headers, error=None: answered.append(status)))
    assert answered == ["200 OK"], answered
