"""Taking conversations along from the console: who may, what comes, and that it is written down
first."""

from __future__ import annotations

import csv
import io
from typing import Any

import msgspec
import pytest
from sqlalchemy import select

from bot.accounts.accounts import Role
from bot.archive.export.csv_cells import BOM
from bot.archive.models import Session
from tests.archive.stories import WEEK
from tests.staff.console_office import Office

ALL = {"rows": "conversations", "shape": "csv", "numbers": "masked"}


def taken(office: Office, address: str = "", **form: str) -> Any:
    return office.signed_in(Role.ADMINISTRATOR).post(f"/staff/exports{address}", **(ALL | form))


def rows(answer: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix(BOM))))


def a_session(office: Office) -> str:
    with office.archive.reading() as connection:
        return (
            connection.execute(select(Session.id).where(Session.step == "promised")).scalars().one()
        )


def test_the_page_counts_before_anything_is_taken_along(week: Office) -> None:
    page = week.signed_in(Role.ADMINISTRATOR).get("/staff/exports?language=es").text
    assert "<strong>1 conversation</strong>" in page
    assert 'action="/staff/exports?language=es&amp;by=began"' in page


def test_where_there_is_nothing_nothing_is_offered(week: Office) -> None:
    page = week.signed_in(Role.ADMINISTRATOR).get("/staff/exports?q=nobody+ever+said+that").text
    assert "No conversation is like that." in page
    assert 'name="rows"' not in page


def test_all_conversations_come_as_a_file_without_a_length(week: Office) -> None:
    answer = taken(week)
    assert len(rows(answer)) == len(WEEK)
    assert answer.mimetype == "text/csv"
    assert (
        answer.headers["Content-Disposition"]
        == 'attachment; filename="mch-conversations-2026-11-28-1000.csv"'
    )
    assert "Content-Length" not in answer.headers
    assert answer.headers["X-Rows"] == str(len(WEEK))


@pytest.mark.parametrize(
    ("address", "count"),
    [
        ("?language=es", 1),
        ("?channel=voice", 1),
        ("?q=14+months", 2),
        ("?since=2026-11-27", 1),
        ("?practice=only", 6),
    ],
)
def test_the_filter_of_the_address_counts(week: Office, address: str, count: int) -> None:
    """Conversations of the simulator are never taken along, so there is nothing to choose about
    them."""
    assert len(rows(taken(week, address))) == count


def test_turns_come_as_json_lines(week: Office) -> None:
    lines = taken(week, "?q=call+me", rows="turns", shape="jsonl").text.splitlines()
    assert "call me" in [msgspec.json.decode(line)["heard"] for line in lines]


def test_an_export_is_written_down_with_its_filter_and_its_count_but_not_the_words(
    week: Office,
) -> None:
    taken(week, "?language=en&q=call+me")
    _who, action, target, detail = week.audit()[-1]
    assert (action, target) == ("exported", "conversations")
    assert detail == {"by": "began", "count": 1, "format": "csv", "language": "en", "words": 2}


def test_numbers_come_in_full_only_with_a_reason_which_is_written_down(week: Office) -> None:
    refused = taken(week, numbers="full", reason="  ")
    assert refused.status_code == 400
    assert "Say why the numbers are needed" in refused.text
    assert week.audit()[-1][1] == "signed in"
    answer = taken(week, numbers="full", reason="mailing for the program")
    assert all("*" not in row["number"] for row in rows(answer))
    assert week.audit()[-1][3]["reason"] == "mailing for the program"
    assert all("***" in row["number"] for row in rows(taken(week)))


@pytest.mark.parametrize("wrong", [{"rows": "people"}, {"shape": "xls"}])
def test_what_there_is_not_is_refused(week: Office, wrong: dict[str, str]) -> None:
    assert taken(week, **wrong).status_code == 400


@pytest.mark.parametrize(
    ("kind", "mimetype"), [("txt", "text/plain"), ("json", "application/json")]
)
def test_an_administrator_takes_one_conversation_along(
    week: Office, kind: str, mimetype: str
) -> None:
    name = a_session(week)
    answer = week.signed_in(Role.ADMINISTRATOR).get(f"/staff/exports/conversation/{name}.{kind}")
    assert answer.mimetype == mimetype
    assert "call me" in answer.text
    assert "(860) ***-**" in answer.text
    _who, *written = week.audit()[-1]
    assert written == ["exported", name, {"format": kind}]


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        (Role.READER, "/staff/exports", 403),
        (Role.REVIEWER, "/staff/exports", 403),
        (Role.READER, "/staff/exports/conversation/nothing.txt", 403),
        (Role.REVIEWER, "/staff/exports/conversation/nothing.txt", 403),
        (Role.ADMINISTRATOR, "/staff/exports/conversation/nothing.txt", 404),
        (Role.ADMINISTRATOR, "/staff/exports/conversation/nothing.pdf", 404),
    ],
)
def test_who_may_take_what_along(week: Office, role: Role, path: str, status: int) -> None:
    assert week.signed_in(role).get(path).status_code == status
