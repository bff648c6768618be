"""However many conversations there are, a page reads its own rows: the databases' own plans say so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection, event

from bot.archive import case, listing, needs, search
from bot.archive.listing import Mark
from bot.archive.wanted import Wanted
from tests.staff.office import BEGUN, Office

MARK = Mark(BEGUN, "a")
READS: dict[str, tuple[Callable[[Connection], object], str]] = {
    "first page": (lambda c: listing.read(c, Wanted(), None, 30), "ix_sessions_last_at_id"),
    "next page": (lambda c: listing.read(c, Wanted(), MARK, 30), "ix_sessions_last_at_id"),
    "by town": (lambda c: listing.read(c, Wanted(town="Hartford"), MARK, 30), "ix_sessions_town_last_at_id"),
    "by language": (lambda c: listing.read(c, Wanted(language="es"), MARK, 30), "ix_sessions_language_last_at_id"),
    "open": (lambda c: listing.read(c, Wanted(state="open"), MARK, 30), "ix_sessions_status_last_at_id"),
    "by program": (lambda c: listing.read(c, Wanted(program="wic"), MARK, 30), "ix_sessions_last_at_id"),
    "those that wait for nobody": (lambda c: listing.read(c, Wanted(), MARK, 30, False), "ix_sessions_last_at_id"),
    "a person's": (lambda c: listing.read(c, Wanted(contact="a"), MARK, 30), "ix_sessions_contact_id_last_at"),
    "how many need a person": (lambda c: needs.count(c, 100), "ix_handoffs_open"),
    "anything new here": (needs.version, "ix_sessions_last_at_id"),
    "search": (lambda c: search.read(c, "pregnant", Wanted(), 10, 30), "turns_words|pk_turns"),
    "search far back": (lambda c: search._part(c, ["pregnant"], 10, first=False), "turns_words"),
    "turns of a case": (lambda c: case.turns_from(c, "a", 5), "uq_turns_session_id_first|sqlite_autoindex_turns"),
    "anything new": (lambda c: case.version(c, "a"), "pk_sessions|sqlite_autoindex_sessions"),
}

# What is sorted is at most the part that one page looks at.
SORTED = ("a person's", "by program", "those that wait for nobody")


def plans(connection: Connection, read: Callable[[Connection], object]) -> list[str]:
    """How the database means to run each statement of this read."""
    ran: list[tuple[str, Any]] = []
    event.listen(connection, "before_cursor_execute", lambda _c, _cur, statement, values, *_: ran.append((statement, values)))
    read(connection)
    is_sqlite = connection.dialect.name == "sqlite"
    how = "EXPLAIN QUERY PLAN" if is_sqlite else "EXPLAIN"
    told = [connection.exec_driver_sql(f"{how} {statement}", values).all() for statement, values in list(ran)]
    return ["\n".join(str(row[-1]) for row in rows) for rows in told]


@pytest.mark.parametrize("name", READS)
def test_a_page_is_read_by_its_index(office: Office, name: str) -> None:
    read, index = READS[name]
    with office.archive.reading() as connection:
        if not office.archive.is_sqlite:  # it would rather read a small table whole
            for what in ("seqscan", "indexscan") if name == "search far back" else ("seqscan", "bitmapscan", "sort"):
                connection.exec_driver_sql(f"SET LOCAL enable_{what} = off")
        found = plans(connection, read)
    assert found
    assert any(one in plan for plan in found for one in index.split("|")), found
    assert not any("SCAN sessions\n" in f"{plan}\n" or "Seq Scan on sessions" in plan for plan in found), found
    if office.archive.is_sqlite and name not in SORTED:
        assert not any("TEMP B-TREE" in plan for plan in found), found


def test_no_page_counts_or_skips_what_it_does_not_show(office: Office) -> None:
    """No statement has an OFFSET, and none counts without a limit."""
    ran: list[tuple[str, Any]] = []
    with office.archive.reading() as connection:
        event.listen(
            connection, "before_cursor_execute", lambda _c, _cur, statement, values, *_: ran.append((statement, values))
        )
        for read, _ in READS.values():
            read(connection)
        needs.read(connection, Wanted(), BEGUN, None, 30)
    # SQLite is always told an offset: 0.
    assert not [statement for statement, values in ran if "OFFSET" in statement and values[-1] != 0]
    assert all("LIMIT" in statement for statement, _ in ran if "count(" in statement)
