"""The audit page: everything that was written down, found again, and harmless to read."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import event

from bot.accounts import audit
from bot.accounts.accounts import Role
from bot.accounts.audit import Action, Actor, Filter
from tests.staff.console_office import Browser, Office

PAGE = "/staff/audit"
ROWS = [
    (
        Actor(7, "audit-ana@example.org", "192.0.2.1"),
        Action.SIGNED_IN,
        "",
        datetime(2024, 3, 1, 12, tzinfo=UTC),
    ),
    (
        Actor(7, "audit-ana@example.org"),
        Action.ROLE_CHANGED,
        "audit-luz@example.org",
        datetime(2024, 3, 2, 4, 59, tzinfo=UTC),
    ),
    (Actor(8, "audit-luz@example.org"), Action.SIGNED_OUT, "", datetime(2024, 3, 2, 5, tzinfo=UTC)),
    (
        Actor(None, "audit-who@example.org"),
        Action.SIGN_IN_FAILED,
        "",
        datetime(2024, 3, 9, 12, tzinfo=UTC),
    ),
]


def write(office: Office, rows) -> None:
    with office.archive.writing() as connection:
        for actor, action, target, at in rows:
            audit.record(connection, actor, action, target, {"more": "<b>&"}, at)


def found(browser: Browser, **asked: str) -> list[tuple[str, str]]:
    """Who and what, of those rows that these tests wrote."""
    page = browser.get(PAGE, query_string=asked).text
    rows = re.findall(r"<td>([^<]*)</td>\s*<td>([^<]*)</td>\s*<td>[^<]*</td>", page)
    return [(who, what) for who, what in rows if who.startswith("audit-")]


@pytest.mark.parametrize(
    ("asked", "which"),
    [
        ({"email": "audit-ana@example.org"}, [1, 0]),
        ({"email": " AUDIT-ANA@example.org"}, [1, 0]),
        ({"email": "audit-ana@example.org", "action": "signed in"}, [0]),
        ({"target": "audit-luz@example.org"}, [1]),
        ({"since": "2024-03-01", "until": "2024-03-01"}, [1, 0]),
        ({"since": "2024-03-02", "until": "2024-03-08"}, [2]),
        ({"since": "2024-03-09", "until": "2024-03-09"}, [3]),
        ({"since": "never", "until": "99999-01-01", "email": "audit-luz@example.org"}, [2]),
        ({"since": "0001-01-01", "email": "audit-luz@example.org"}, [2]),
        ({"email": "audit-ana@example.org' OR '1'='1"}, []),
    ],
)
def test_a_filter_finds_what_was_asked_in_hartfords_days(
    office: Office, asked: dict[str, str], which: list[int]
) -> None:
    browser = office.signed_in(Role.ADMINISTRATOR)
    if not found(browser, email="audit-who@example.org"):
        write(office, ROWS)
    assert found(browser, **asked) == [(ROWS[row][0].email, ROWS[row][1].value) for row in which]


def test_what_is_shown_can_never_become_html(office: Office) -> None:
    browser = office.signed_in(Role.ADMINISTRATOR)
    write(
        office,
        [
            (
                Actor(None, '"><script>@x'),
                Action.SIGN_IN_FAILED,
                "<i>",
                datetime(2025, 1, 1, 12, tzinfo=UTC),
            )
        ],
    )
    page = browser.get(PAGE, query_string={"since": "2025-01-01", "until": "2025-01-02"}).text
    assert "&lt;script&gt;@x" in page
    assert "more: &lt;b&gt;&amp;" in page
    assert "<script>@x" not in page


def test_pages_lead_through_everything_once(office: Office) -> None:
    browser = office.signed_in(Role.ADMINISTRATOR)
    name = f"audit-many{office.clock().timestamp()}-{len(office.audit())}@example.org"
    rows = [
        (Actor(9, name), Action.SETTINGS_SEEN, str(n), datetime(2023, 1, 1, tzinfo=UTC))
        for n in range(120)
    ]
    write(office, rows)
    page, seen = f"{PAGE}?email={name}", []
    while page:
        text = browser.get(page).text
        seen += re.findall(r"<td>settings seen</td>\s*<td>(\d+)</td>", text)
        older = re.search(r'href="([^"]+)">Older</a>', text)
        page = older[1].replace("&amp;", "&") if older else ""
    assert seen == [str(n) for n in reversed(range(120))]


@pytest.mark.parametrize("before", ["x", "-1", "0", "9" * 40])
def test_an_address_that_somebody_made_up_breaks_nothing(office: Office, before: str) -> None:
    assert (
        office.signed_in(Role.ADMINISTRATOR).get(PAGE, query_string={"before": before}).status_code
        == 200
    )


def test_an_empty_view_says_what_to_do(office: Office) -> None:
    page = office.signed_in(Role.ADMINISTRATOR).get(f"{PAGE}?email=nobody-at-all@example.org").text
    assert "Nothing like that was written down." in page
    assert "Show all" in page


@pytest.mark.parametrize(
    ("asked", "index"),
    [
        (Filter(action="export"), "ix_audit_action_id"),
        (Filter(email="a@example.org"), "ix_audit_email_id"),
    ],
)
def test_however_long_the_log_is_a_filter_reads_its_own_rows(
    office: Office, asked: Filter, index: str
) -> None:
    ran: list[tuple[str, Any]] = []

    def listen(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        ran.append((statement, values))

    event.listen(office.archive.engine, "before_cursor_execute", listen)
    audit.read(office.archive, asked, 10, 50)
    event.remove(office.archive.engine, "before_cursor_execute", listen)
    statement, values = next(each for each in ran if each[0].startswith("SELECT"))
    with office.archive.reading() as connection:
        if not office.archive.is_sqlite:  # it would rather read a small table whole
            for what in ("seqscan", "bitmapscan", "sort"):
                connection.exec_driver_sql(f"SET LOCAL enable_{what} = off")
        how = "EXPLAIN QUERY PLAN" if office.archive.is_sqlite else "EXPLAIN"
        plan = str(connection.exec_driver_sql(f"{how} {statement}", values).all())
    assert index in plan
    assert "TEMP B-TREE" not in plan
