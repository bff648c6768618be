"""Whatever a test has killed, its Redis does not outlive it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.redis.connection import server as redis_server


@pytest.fixture(autouse=True)
def no_redis_left(tmp_path: Path) -> Iterator[None]:
    yield
    redis_server.stop(tmp_path)
