"""A call while Redis is gone, or that meets a bug: the number at once, a person if there is one."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import redis
from flask.testing import FlaskClient
from werkzeug.test import Client

from bot.app import create_app
from bot.redis.connection import server as redis_server
from bot.redis.store import Store
from bot.wiring import Parts
from flows.dialogue.turn import Turn
from flows.model.events import InputReceived, Prompted
from flows.model.inputs import Recorded, Speech
from flows.understanding.intents import Intents
from flows.understanding.text.utterance import Said
from tests.webhooks.signed_calls import (
    AT,
    BASE,
    CLOSED,
    MCH,
    OFFICE,
    OPEN,
    TOKEN,
    events,
    form,
    heard,
    is_calm,
    names,
    parts_at,
    post,
    words,
)
from webhooks.gate import Gate
from webhooks.line import Line
from webhooks.signature import SignatureCheck
from webhooks.spoken import Speaker


class TestRedisGone:
    """The number at once, a person if there is one; what was said is kept and recorded later."""

    @pytest.fixture
    def killed(self, tmp_path: Path, redis_binaries: list[Path]) -> Iterator[str]:
        """The address of a Redis of this test's own, which has just been killed."""
        server = redis_server.ensure(tmp_path / "redis", "everysec", redis_binaries)
        os.kill(server.pid, signal.SIGKILL)
        yield server.url
        redis_server.stop(tmp_path / "redis")

    @AT
    @pytest.mark.parametrize(
        ("path", "fields"),
        [("/voice", {}), ("/voice/turn?n=3", {"Digits": "1"}), ("/voice/turn?n=4", {"Digits": ""})],
        ids=["ring", "keys", "silence"],
    )
    def test_a_calm_word(
        self,
        killed: str,
        tmp_path: Path,
        path: str,
        fields: dict[str, str],
        now: datetime,
        put_through: bool,
    ) -> None:
        parts = parts_at(now, tmp_path, killed)
        is_calm(
            heard(post(create_app(parts).test_client(), path, form(**fields))),
            put_through=put_through,
        )
        assert parts.outage.waiting() == 0

    def test_words_of_danger_are_heard(self, killed: str, tmp_path: Path) -> None:
        client = create_app(parts_at(CLOSED, tmp_path, killed)).test_client()
        said = words(
            heard(
                post(
                    client,
                    "/voice/turn?n=3",
                    form(SpeechResult="I want to kill myself", Confidence="0.9"),
                )
            )
        )
        assert said.count("9 8 8") >= 2

    @pytest.mark.parametrize(
        "path", ["/voice/status", "/voice/recording?contact=0123456789abcdef01234567"]
    )
    def test_what_nobody_hears_is_acknowledged(
        self, killed: str, tmp_path: Path, path: str
    ) -> None:
        client = create_app(parts_at(OPEN, tmp_path, killed)).test_client()
        data = form(CallStatus="completed", RecordingSid="RE1", RecordingStatus="completed")
        assert heard(post(client, path, data)).verbs == ()

    def test_what_was_said_or_recorded_or_stopped_is_kept_for_later(
        self, killed: str, tmp_path: Path, redis_url: str, store: Store
    ) -> None:
        client = create_app(parts_at(OPEN, tmp_path, killed)).test_client()
        for n, fields in enumerate(
            (
                {"SpeechResult": "I need help with food", "Confidence": "0.5"},
                {"RecordingSid": "RE1", "RecordingDuration": "9"},
                {"Digits": "7867", "FinishedOnKey": "#"},
                {"SpeechResult": "Stop texting me.", "Confidence": "0.9"},
                {"Digits": "7"},
                {"Digits": ""},
                {"DialCallStatus": "busy"},
            ),
            1,
        ):
            for _ in range(2):
                heard(post(client, f"/voice/turn?n={n}", form("CA1", **fields)))
        back = parts_at(OPEN, tmp_path, redis_url)
        assert back.outage.catch_up() == 4
        received = [event.input for event in events(back.desk) if isinstance(event, InputReceived)]
        assert received[:2] == [Speech("I need help with food", 0.5), Recorded("RE1", 9)]
        assert len(store.optouts()) == 1


class Forgetful(Intents):
    """A bug, met as soon as somebody says a word."""

    def __init__(self, real: Intents) -> None:
        self._real = real

    def hear(self, said: Said) -> Any:
        return self._real.hear(said) if not said.raw else 1 / 0


class Tongueless(Speaker):
    """A bug in the rendering of turns."""

    def render(self, turn: Turn, *_: Any) -> str:
        raise UnicodeError(turn.session.id)


class TestBug:
    @AT
    def test_a_step_that_fails_is_recorded_and_the_caller_hears_the_number(
        self, store: Store, redis_url: str, tmp_path: Path, now: datetime, put_through: bool
    ) -> None:
        parts = parts_at(now, tmp_path, redis_url)
        broken = replace(parts.desk.flow, keypad=SimpleNamespace())
        parts = parts_at(now, tmp_path, redis_url, flow=broken)
        document = heard(post(create_app(parts).test_client(), "/voice", form()))
        assert words(document).count(MCH) >= 4
        assert names(document)[-1] == ("Dial" if put_through else "Hangup")
        assert "sorry" in [event.key for event in events(parts.desk) if isinstance(event, Prompted)]

    @AT
    def test_a_turn_that_cannot_be_said(
        self, parts: Parts, tmp_path: Path, redis_url: str, now: datetime, put_through: bool
    ) -> None:
        parts = parts_at(now, tmp_path, redis_url)
        line = self.line(parts, Tongueless(parts.desk.flow.languages, OFFICE, "", "/intake"))
        is_calm(
            heard(post(Client(Gate(line, create_app(parts), 65536)), "/voice", form())),
            put_through=put_through,
        )

    def test_when_not_even_that_can_be_said_the_words_made_ready_at_the_start_are(
        self, parts: Parts, tmp_path: Path, redis_url: str
    ) -> None:
        broken = replace(parts.desk.flow, intents=Forgetful(parts.desk.flow.intents))
        parts = parts_at(OPEN, tmp_path, f"unix://{tmp_path}/nobody.sock", flow=broken)
        client = create_app(parts).test_client()
        is_calm(
            heard(post(client, "/voice/turn?n=3", form(SpeechResult="hello", Confidence="1"))),
            put_through=False,
        )

    def test_a_session_that_cannot_be_read(
        self, client: FlaskClient, raw_redis: redis.Redis
    ) -> None:
        sid = form()["CallSid"]
        post(client, "/voice", form(sid))
        [key] = raw_redis.scan_iter("*:session:*")
        raw_redis.set(key, b"00000001{not a session")
        document = heard(post(client, "/voice/turn?n=1", form(sid, Digits="1")))
        assert "For English, press 1" in words(document)  # set aside, and a new one begun

    @staticmethod
    def line(parts: Parts, speaker: Speaker) -> Line:
        return Line(
            parts.desk, parts.outage, parts.metrics, SignatureCheck(TOKEN), speaker, "", BASE, False
        )
