"""The fixtures of the console's tests, and a watch over them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.alerts.alert_office import Watch
from tests.archive.conftest import archive, database_url, migrated
from tests.staff.conftest import console_parts, office
from tests.staff.console_office import Office
from tests.stand_ins.smtp_stand_in import MailServer

__all__ = ["archive", "console_parts", "database_url", "migrated", "office"]


@pytest.fixture
def watch(office: Office, redis_url: str) -> Iterator[Watch]:
    with MailServer() as server:
        yield Watch(office, redis_url, server)
