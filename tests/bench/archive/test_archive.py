"""The bench of the archive runs; its copies are as good as what they were copied from; a page that
grows is told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from bot.archive.models import Handoff, Session, Turn
from bot.archive.read import case
from bot.archive.read.lists import inbox_needs as needs
from bot.archive.read.lists import listing
from bot.archive.read.lists.filters import Wanted
from bot.archive.read.searching import search
from bot.archive.read.stored_turns import events
from bot.redis.store import Store
from flows.model.events import Prompted
from tests.bench.__main__ import main
from tests.bench.archive.archive_bench import CALL_ME, HER_TEXTS, SELDOM
from tests.bench.archive.archive_databases import in_files
from tests.bench.archive.archive_fill import LATELY, conversations, fill
from tests.bench.archive.archive_report import Archives, Database, Page
from tests.bench.memory import listening, text_all
from tests.playing.desks import make_desk

TURNS = 3_000


def test_a_quick_bench_of_the_archive_runs_and_prints_the_ratios() -> None:
    ran = CliRunner().invoke(main, ["--quick", "--only", "archive"], catch_exceptions=False)
    assert ran.exit_code == 0
    assert re.search(r"a case .* \d+\.\d\d", ran.output)
    assert "PostgreSQL, 100 at once" in ran.output or "PostgreSQL was not measured" in ran.output


def test_an_archive_is_filled_with_whole_conversations(
    store: Store, redis_url: str, tmp_path: Path
) -> None:
    desk, commits = listening(make_desk(store, tmp_path), redis_url)
    text_all(desk, [CALL_ME, HER_TEXTS])
    called, seldom = conversations(commits)
    archive = in_files(tmp_path)("filled")
    sessions = fill(archive, [called], seldom, TURNS)
    with archive.reading() as connection:
        oldest, latest = case.read(connection, sessions[1]), case.read(connection, sessions[-1])
        assert oldest
        assert latest
        assert len(oldest.turns) == len(latest.turns) == len(called) + 1  # and the report of a text
        assert any(
            isinstance(event, Prompted) for turn in latest.turns for event in events(turn.events)
        )
        assert oldest.row.last_at < latest.row.last_at
        assert [task.state for case_ in (oldest, latest) for task in case_.handoffs] == [
            "closed",
            "open",
        ]
        assert connection.scalar(select(func.count()).select_from(Turn)) == pytest.approx(
            TURNS, rel=0.3
        )
        assert (
            connection.scalar(select(func.count(Session.contact_id.distinct())))
            == len(sessions) + 2
        )
        assert needs.count(connection, TURNS) <= LATELY + 2
        for found in (
            search.read(connection, SELDOM.word, Wanted(), None, 50).found,
            listing.read(connection, Wanted(program=SELDOM.program), None, 50).rows,
            listing.read(connection, Wanted(town=SELDOM.town), None, 50).rows,
        ):
            assert len(found) in range(15, 25)
        assert (
            connection.scalar(
                select(func.count()).where(Handoff.contact_id == latest.row.contact_id)
            )
            == 1
        )
    archive.close()


def test_a_page_that_takes_twice_as_long_is_told() -> None:
    pages = {"steady": Page(0.010, 0.019), "growing": Page(0.010, 0.030)}
    assert list(Archives((1, 2), {"SQLite": Database({}, pages, {}, {})}).slow) == [
        ("SQLite", "growing", pytest.approx(3.0))
    ]
