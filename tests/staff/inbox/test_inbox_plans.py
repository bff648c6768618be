"""However many conversations there are, a page reads its own rows: the databases' own plans say
so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import combinations
from typing import Any

import pytest
from sqlalchemy import Connection, event

from bot.archive.read import case
from bot.archive.read.lists import inbox_needs as needs
from bot.archive.read.lists import index_walk as walking
from bot.archive.read.lists import listing
from bot.archive.read.lists.filters import NOBODY, Wanted
from bot.archive.read.lists.index_walk import Mark, Window
from bot.archive.read.lists.need_queries import QUERIES
from bot.archive.read.searching import search
from tests.staff.console_office import BEGUN, Office

MARK = Mark(BEGUN, "a")
Read = Callable[[Connection], object]
# What each filter is read by, alone.
FILTERS = {
    Wanted(): "ix_sessions_last_at_id",
    Wanted(state="open"): "ix_sessions_status_last_at_id",
    Wanted(state="ended"): "ix_sessions_ended",
    Wanted(state="reviewed"): "ix_sessions_reviewed",
    Wanted(state="unreviewed"): "ix_sessions_unreviewed",
    Wanted(channel="sms"): "ix_sessions_texted",
    Wanted(channel="voice"): "ix_sessions_called",
    Wanted(language="es"): "ix_sessions_language_last_at_id",
    Wanted(town="Hartford"): "ix_sessions_town_last_at_id",
    Wanted(program="wic"): "ix_session_programs_program_last_at_session_id",
    Wanted(disposition="matched"): "ix_sessions_disposition_last_at_id",
    Wanted(assigned=7): "ix_sessions_assigned_to_last_at_id",
    Wanted(assigned=NOBODY): "ix_sessions_nobodys|ix_sessions_assigned_to_last_at_id",
    Wanted(contact="a"): "ix_sessions_contact_id_last_at",
    Wanted(practice="only"): "ix_sessions_simulated_last_at_id",
    Wanted(practice="without"): "ix_sessions_simulated_last_at_id",
    Wanted(since=BEGUN, until=BEGUN): "ix_sessions_last_at_id",
}
READS: dict[str, tuple[Read, str]] = {
    "those that wait for nobody": (
        lambda c: listing.read(c, Wanted(), MARK, 30, False),
        "ix_sessions_last_at_id",
    ),
    "safety first": (
        lambda c: c.execute(QUERIES["safety"](BEGUN).rows(None, None, ()).limit(30)),
        "ix_handoffs_safety",
    ),
    "promises": (
        lambda c: c.execute(QUERIES["promised"](BEGUN).rows(None, None, ()).limit(30)),
        "ix_handoffs_promised",
    ),
    "texts that did not arrive": (
        lambda c: c.execute(QUERIES["unreachable"](BEGUN).rows(None, None, ()).limit(30)),
        "ix_deliveries_lost",
    ),
    "texts while a person answers": (
        lambda c: c.execute(QUERIES["unanswered"](BEGUN).rows(None, None, ()).limit(30)),
        "ix_facts_kind_at",
    ),
    "those who asked": (
        lambda c: c.execute(QUERIES["asked"](BEGUN).rows(None, None, ()).limit(30)),
        "ix_handoffs_asked",
    ),
    "how many need a person": (lambda c: needs.count(c, 100), "ix_handoffs_open"),
    "how many cannot wait": (lambda c: needs.urgent(c, BEGUN), "ix_handoffs_safety"),
    "anything new here": (needs.version, "ix_sessions_acted_at"),
    "search": (lambda c: search.read(c, "pregnant", Wanted(), MARK, 30), "ix_sessions_last_at_id"),
    "search through a town": (
        lambda c: search.read(c, "pregnant", Wanted(town="a"), MARK, 30),
        "ix_sessions_town_last_at_id",
    ),
    "search by the index of words": (
        lambda c: search._by_index(c, ["pregnant"], Counter(), Wanted(), MARK, 30),
        "turns_words",
    ),
    "turns of a case": (
        lambda c: case.turns_from(c, "a", 5),
        "uq_turns_session_id_first|sqlite_autoindex_turns",
    ),
    "anything new": (lambda c: case.version(c, "a"), "pk_sessions|sqlite_autoindex_sessions"),
}
# What is sorted is at most what one page looks at, or the few of the last days.
SORTED = (
    "those that wait for nobody",
    "search",
    "search through a town",
    "texts while a person answers",
)


def plans(connection: Connection, read: Callable[[Connection], object]) -> list[str]:
    """How the database means to run each statement of this read."""
    ran: list[tuple[str, Any]] = []
    event.listen(
        connection,
        "before_cursor_execute",
        lambda _c, _cur, statement, values, *_: ran.append((statement, values)),
    )
    read(connection)
    is_sqlite = connection.dialect.name == "sqlite"
    how = "EXPLAIN QUERY PLAN" if is_sqlite else "EXPLAIN"
    asked = [
        (statement, values) for statement, values in ran if statement.startswith(("SELECT", "WITH"))
    ]
    told = [
        connection.exec_driver_sql(f"{how} {statement}", values).all()
        for statement, values in asked
    ]
    return ["\n".join(str(row[-1]) for row in rows) for rows in told]


def told(
    office: Office, read: Read, avoided: Sequence[str] = ("seqscan", "bitmapscan", "sort")
) -> list[str]:
    with office.archive.reading() as connection:
        if not office.archive.is_sqlite:  # it would rather read a small table whole
            for what in avoided:
                connection.exec_driver_sql(f"SET LOCAL enable_{what} = off")
        found = plans(connection, read)
    assert found
    assert not any(
        "SCAN sessions\n" in f"{plan}\n" or "Seq Scan on sessions" in plan for plan in found
    ), found
    return found


@pytest.mark.parametrize("wanted", FILTERS, ids=str)
@pytest.mark.parametrize("mark", [None, MARK], ids=["first page", "next page"])
def test_each_filter_alone_is_read_by_its_index(
    office: Office, wanted: Wanted, mark: Mark | None
) -> None:
    """So it costs no more where it lets through one of a million: there is nothing else to look
    at."""
    found = told(office, lambda c: listing.read(c, wanted, mark, 30))
    assert len(found) == 1
    assert any(index in found[0] for index in FILTERS[wanted].split("|")), found
    assert "TEMP B-TREE" not in found[0] or wanted.contact or wanted.program, found


@pytest.mark.parametrize("name", READS)
def test_a_page_is_read_by_its_index(office: Office, name: str) -> None:
    read, index = READS[name]
    by_words = name == "search by the index of words"
    found = told(
        office, read, ("seqscan", "indexscan") if by_words else ("seqscan", "bitmapscan", "sort")
    )
    assert any(one in plan for plan in found for one in index.split("|")), found
    if office.archive.is_sqlite and name not in SORTED:
        assert not any("TEMP B-TREE" in plan for plan in found), found


def test_of_two_filters_one_is_the_way_and_the_other_is_only_looked_at(office: Office) -> None:
    """Whichever the database would have taken: it does not know which of them finds fewer, and we
    have looked."""
    for first, second in combinations(FILTERS, 2):
        wanted = Wanted(
            **{
                name: getattr(second, name) or getattr(first, name)
                for name in Wanted.__struct_fields__
            }
        )
        for along in walking.ways(wanted):
            read = along.rows(Window(MARK, None), 30, listing.COLUMNS[0])
            (plan,) = told(office, lambda c, read=read: c.execute(read))
            used = {
                index
                for indexes in FILTERS.values()
                for index in indexes.split("|")
                if index in plan
            }
            assert len(used - {"ix_sessions_last_at_id"}) <= 1, plan


def test_no_page_counts_or_skips_what_it_does_not_show(office: Office) -> None:
    """No statement has an OFFSET, and none counts without a limit."""
    ran: list[tuple[str, Any]] = []
    with office.archive.reading() as connection:
        event.listen(
            connection,
            "before_cursor_execute",
            lambda _c, _cur, statement, values, *_: ran.append((statement, values)),
        )
        for read, _ in READS.values():
            read(connection)
        needs.read(connection, Wanted(), BEGUN, None, 30)
    # SQLite is always told an offset: 0.
    assert not [statement for statement, values in ran if "OFFSET" in statement and values[-1] != 0]
    assert all("LIMIT" in statement for statement, _ in ran if "count(" in statement)
