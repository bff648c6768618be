"""What began, the parent's last word, staff's last act and the end are four dates, and all that
counts by them agrees."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.accounts.accounts import Role
from bot.archive.models import Session
from bot.archive.read.day_spans import Span
from bot.archive.read.figures import volumes
from bot.conversation.turns import end_quiet
from bot.office import ZONE
from tests.staff.console_office import BEGUN, Office
from tests.staff.inbox.test_inbox_pages import pages
from tests.staff.parents import PROMISED, Parent, archived

DATES = ("opened", "last_at", "acted_at", "ended_at")


def dates(office: Office, session: str) -> dict[str, Any]:
    columns = [getattr(Session, name) for name in DATES]
    with office.archive.reading() as connection:
        return dict(
            connection.execute(select(*columns).where(Session.id == session)).one()._mapping
        )


def test_only_a_persons_word_moves_the_last_word(office: Office, redis_url: str) -> None:
    """Neither what staff do, nor the end that nobody spoke; and what was reviewed stays
    reviewed."""
    parent = Parent(office).texts(*PROMISED)
    archived(office, redis_url)
    last, browser = office.clock(), office.signed_in(Role.REVIEWER)
    path = f"/staff/case/{parent.id}"
    office.clock.wait(minutes=10)
    browser.post(f"{path}/reviewed")
    for act, form in (
        ("hold", {}),
        ("back", {}),
        ("text", {"words": "Hi", "once": "1"}),
        ("notes", {"note": "well"}),
    ):
        office.clock.wait(minutes=10)
        assert browser.post(f"{path}/{act}", **form).status_code == 302, act
        archived(office, redis_url)
        found = dates(office, parent.id)
        assert [found[name] for name in DATES[:3]] == [
            BEGUN + timedelta(seconds=20),
            last,
            office.clock(),
        ], act
    office.clock.wait(days=40)
    session = parent.id
    end_quiet(office.desk, parent.contact, office.clock().timestamp())
    archived(office, redis_url)
    found = dates(office, session)
    assert (found["last_at"], found["ended_at"]) == (last, office.clock())
    assert session in pages(office.signed_in(), "/staff/inbox?state=reviewed", "Older")
    assert session not in pages(office.signed_in(), "/staff/inbox?state=unreviewed", "Older")


def test_figures_lists_and_exports_of_a_month_agree(office: Office, redis_url: str) -> None:
    """By the day they began: a conversation of October whose last word came in November is
    October's everywhere."""
    office.clock.now = datetime(2026, 10, 30, 15, 0, tzinfo=UTC)
    october = [
        Parent(office).texts("hi"),
        Parent(office).texts(*PROMISED),
        Parent(office).texts("hola"),
    ]
    office.clock.now = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)
    october[0].texts("1")
    november = [Parent(office).texts("hi")]
    archived(office, redis_url)
    began, spoke = {each.id for each in october}, {each.id for each in (october[0], *november)}
    office.clock.wait(days=40)
    for parent in (*october, *november):
        end_quiet(office.desk, parent.contact, office.clock().timestamp())
    archived(office, redis_url)
    first, last = (
        datetime(2026, 10, 1, tzinfo=ZONE).date(),
        datetime(2026, 10, 31, tzinfo=ZONE).date(),
    )
    browser = office.signed_in(Role.ADMINISTRATOR)
    assert sum(each.count for each in volumes(office.archive, Span(first, last))) == 3
    days = "since=2026-10-01&until=2026-10-31"
    assert set(pages(browser, f"/staff/inbox?{days}&by=began", "Older")) == began
    assert "<strong>3 conversations</strong>" in browser.get(f"/staff/exports?{days}").text
    file = browser.post(
        f"/staff/exports?{days}", rows="conversations", shape="csv", numbers="masked"
    ).text
    rows = list(csv.DictReader(io.StringIO(file.removeprefix("\ufeff"))))
    assert {row["conversation"] for row in rows} == began
    assert {row["ended"][:7] for row in rows} == {"2026-12"}
    november_days = "since=2026-11-01&until=2026-11-30&by=last"
    assert set(pages(browser, f"/staff/inbox?{november_days}", "Older")) == spoke
    assert "<strong>2 conversations</strong>" in browser.get(f"/staff/exports?{november_days}").text
    assert set(pages(browser, "/staff/inbox?since=2026-12-01&by=ended", "Older")) == began | {
        november[0].id
    }


@pytest.mark.parametrize("kind", ["since", "until"])
def test_a_file_of_what_the_inbox_shows_has_the_same_conversations(
    office: Office, redis_url: str, kind: str
) -> None:
    Parent(office).texts("hi")
    archived(office, redis_url)
    page = office.signed_in(Role.ADMINISTRATOR).get(f"/staff/inbox?{kind}=2026-11-23").text
    assert f"/staff/exports?{kind}=2026-11-23&amp;by=last" in page
