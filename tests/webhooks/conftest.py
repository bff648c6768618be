"""The program's own parts on a Tuesday morning, and a client of its routes."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from bot.app import create_app
from bot.redis.store import Store
from bot.wiring import Parts
from tests.webhooks.signed_calls import OPEN, parts_at


@pytest.fixture
def parts(store: Store, redis_url: str, tmp_path: Path) -> Parts:
    return parts_at(OPEN, tmp_path, redis_url)


@pytest.fixture
def client(parts: Parts) -> FlaskClient:
    return create_app(parts).test_client()
