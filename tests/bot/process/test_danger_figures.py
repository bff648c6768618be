"""Danger is counted the same for /metrics and for the console: certain, asked about and confirmed,
asked about and denied, by kind."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from bot.archive.migrating import migrate
from bot.archive.read import figures
from bot.archive.read.day_spans import Span
from bot.archive.read.figures import Danger
from bot.config.load_settings import load
from bot.office import ZONE
from bot.redis.store import Store
from bot.wiring import put_together
from tests.archive.archiving import archive_all
from tests.bot.process.test_figures_told import figures as told
from tests.bot.sending import Person

PERHAPS = "hes at it again and this time the kids seen it"


def test_certain_confirmed_and_denied_are_counted_by_kind(
    store: Store, redis_url: str, tmp_path: Path
) -> None:
    parts = put_together(load({"DATA_DIR": str(tmp_path), "REDIS_URL": redis_url}))
    migrate(parts.archive)
    before = told(parts)
    certain, confirms, denies = (
        Person(parts.desk, number) for number in ("+18605550191", "+18605550192", "+18605550193")
    )
    certain.says("my husband beats me")
    for person, answer in ((confirms, "1"), (denies, "2")):
        person.says(PERHAPS)
        person.says(answer)
    after = told(parts)

    def more(how: str) -> float:
        name = f'intake_dangers_total{{how="{how}",kind="violence"}}'
        return after.get(name, 0) - before.get(name, 0)

    assert [more(how) for how in ("certain", "asked_yes", "asked_no")] == [1, 1, 1]
    archive_all(parts.desk, parts.archive, redis_url)
    today = datetime.now(ZONE).date()  # figures count the office's days
    found = figures.dangers(parts.archive, Span(today, today))
    assert found == [Danger("violence", 2, 2, confirmed=1, denied=1)]
    assert found[0].certain == 1
