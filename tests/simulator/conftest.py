"""The real program behind a real port, and a tab of a browser that speaks to it."""

from __future__ import annotations

import secrets
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import msgspec
import pytest
import redis
from flask import Flask
from werkzeug.serving import make_server

from bot.app import create_app
from bot.archive.migrating import migrate
from bot.archive.read.stored_turns import KeptTurn
from bot.config.load_settings import load
from bot.wiring import Parts, put_together

NUMBERS = count()  # no two tests share a phone: an opt-out is remembered outside the store too
SAME_SITE = {"Sec-Fetch-Site": "same-origin"}


@dataclass
class Tab:
    """One tab: a phone of its own, against the running program."""

    app: Flask
    parts: Parts
    phone: str
    sids: list[str] = field(default_factory=list)
    kept: dict[str, Any] = field(default_factory=dict)

    def send(self, body: str = "", sid: str = "", **more: Any) -> dict[str, Any]:
        self.sids.append(sid or f"SM{secrets.token_hex(16)}")
        return self.post({"phone": self.phone, "sid": self.sids[-1], "body": body, **more}).json

    def post(self, text: Any, headers: dict[str, str] = SAME_SITE, path: str = "send") -> Any:
        return self.app.test_client().post(
            f"/try/{path}", data=msgspec.json.encode(text), headers=headers
        )

    def call(self, do: str, **more: Any) -> dict[str, Any]:
        """One action on this tab's call; `dial` begins a new one."""
        if do == "dial":
            self.sids.append(f"CA{secrets.token_hex(16)}")
            self.kept = {}
        answer = self.post(
            {"phone": self.phone, "sid": self.sids[-1], "do": do, **self.kept, **more}, path="call"
        ).json
        self.kept = {"state": answer["state"]} if "state" in answer else self.kept
        return answer

    def look(self, after: str = "-", withheld: str = "") -> dict[str, Any]:
        address = f"/try/phone/{self.phone.replace('+', '%2B')}?after={after}&withheld={withheld}"
        return self.app.test_client().get(address).json


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def no_past(contact: str, after: str) -> list[KeptTurn]:
    """An archive with nothing in it yet."""
    return []


@pytest.fixture(scope="package")
def parts(tmp_path_factory: pytest.TempPathFactory, redis_url: str) -> Parts:
    folder = tmp_path_factory.mktemp("simulator")
    parts = put_together(
        load({"DATA_DIR": str(folder), "REDIS_URL": redis_url, "PORT": str(free_port())})
    )
    migrate(parts.archive)
    return parts


@pytest.fixture(scope="package")
def served(parts: Parts) -> Iterator[Flask]:
    """The web process, on its port."""
    app = create_app(parts)
    server = make_server("127.0.0.1", parts.settings.port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield app
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def tab(served: Flask, parts: Parts, raw_redis: redis.Redis) -> Tab:
    """A tab of its own, on an emptied store."""
    parts.desk.store.prepare()
    return Tab(served, parts, f"+186055501{next(NUMBERS):02}")
