"""Conversations found by what was said in them: all of them, each once, newest first."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from bot.archive.database import Archive
from bot.archive.read.lists.filters import Wanted
from bot.archive.read.searching import search
from tests.staff.console_office import Office
from tests.staff.inbox.inbox_reading import ALL, found
from tests.staff.parents import FIRST_BABY, Parent, archived


@pytest.mark.parametrize(
    ("words", "finds"),
    [
        ("pregnant", True),
        ("PREGNANT", True),
        ("pregn", True),  # the beginning of a longer word is enough
        ("pregnant 06106", True),  # all of the words, in one turn
        ("pregnant manchester", False),
        ("w", True),
        ("embarazada", False),
        ("pre", True),
        ("pr", False),
        ("regnant", False),
        ("", False),
        ("\"pregnant' OR * : ^ NEAR( - <b>", False),
        ("' & | ! ( ) :* \\ pregnant", True),
        ("NEAR pregnant", False),
        ("\0pregnant", True),
    ],
)
def test_words_are_found_as_people_look_for_them(
    office: Office, redis_url: str, words: str, finds: bool
) -> None:
    """And nothing in them can be read by the database."""
    parent = Parent(office).texts(*FIRST_BABY)
    archived(office, redis_url)
    assert found(office, words) == ([parent.id] if finds else [])


def test_accents_do_not_matter(office: Office, redis_url: str) -> None:
    parent = Parent(office).texts("hola", "mi niña tiene 3 años")
    archived(office, redis_url)
    for words in ("nina", "niña", "NIÑA", "anos"):
        assert found(office, words) == [parent.id]


SIZES = [
    ((1, 1), (1,), 9),
    ((1, 1), (1,), 0),
    ((1, 2), (9,), 0),
    ((3, 2), (9,), 9),
    ((64, 256), (512,), 2000),
]


@pytest.mark.parametrize(("near", "far", "most"), SIZES)
def test_the_pages_of_a_search_follow_on_each_other(
    office: Office,
    redis_url: str,
    monkeypatch: pytest.MonkeyPatch,
    near: tuple[int, ...],
    far: tuple[int, ...],
    most: int,
) -> None:
    """However much is looked through, and whether the index of words may tell the rest or would
    tell too many."""
    for name, value in {"NEAR": near, "FAR": far, "MOST": most}.items():
        monkeypatch.setattr(search, name, value)
    parents = [Parent(office).texts("hi", "zanahoria") for _ in range(5)]
    parents[0].texts("zanahoria")
    Parent(office).texts("hi")
    archived(office, redis_url)
    seen: list[str] = []
    before, pages = None, 0
    with office.archive.reading() as connection:
        while before or not pages:
            hits = search.read(connection, "zanahoria", ALL, before, 2)
            seen += [hit.row.id for hit in hits.found]
            assert len(hits.found) == 2 or hits.partial or hits.next is None
            before, pages = hits.next, pages + 1
    assert seen == [parents[0].id, *(parent.id for parent in parents[:0:-1])]


@pytest.mark.parametrize("frequent", [1, 20])
@pytest.mark.parametrize("words", ["zanahoria pregnant", "pregn zanah", "zanahoria"])
def test_a_seldom_word_is_found_however_frequent_the_others_are(
    office: Office, redis_url: str, monkeypatch: pytest.MonkeyPatch, frequent: int, words: str
) -> None:
    monkeypatch.setattr(search, "NEAR", (1, 1))
    monkeypatch.setattr(search, "FAR", (1,))
    monkeypatch.setattr(search, "FREQUENT", frequent)
    rare = Parent(office).texts("hi", "pregnant zanahoria")
    Parent(office).texts("zanahoria")
    for _ in range(4):
        Parent(office).texts("pregnant")
    archived(office, redis_url)
    assert rare.id in found(office, words)
    assert (len(found(office, words)) == 1) == (words != "zanahoria")


def test_words_that_are_all_frequent_are_looked_for_among_the_latest_only(
    office: Office, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And it is said how far; the next press goes on from there."""
    for name, value in {"NEAR": (1, 1), "FAR": (1,), "FREQUENT": 1}.items():
        monkeypatch.setattr(search, name, value)
    together = Parent(office).texts("hi", "pregnant", "zanahoria")
    for _ in range(3):
        Parent(office).texts("pregnant")
        Parent(office).texts("hi", "zanahoria")
    archived(office, redis_url)
    presses: list[tuple[list[str], bool]] = []
    before = None
    with office.archive.reading() as connection:
        while not presses or presses[-1][1]:
            hits = search.read(connection, "pregnant zanahoria", ALL, before, 2)
            presses.append(([hit.row.id for hit in hits.found], hits.partial))
            before = hits.next
    assert presses == [([], True), ([], True), ([together.id], False)]


def test_a_search_can_be_narrowed_and_counts_what_it_met(office: Office, redis_url: str) -> None:
    texts = Parent(office).texts("hi", "zanahoria", "zanahoria")
    Parent(office, simulated=True).texts("hi", "zanahoria")
    archived(office, redis_url)
    with office.archive.reading() as connection:
        (hit,) = search.read(connection, "zanahoria", Wanted(practice="without"), None, 50).found
    assert (hit.row.id, hit.times) == (texts.id, 2)
    assert hit.first == max(
        turn for turn, heard in heard_by_turn(office.archive, texts.id) if heard == "zanahoria"
    )


def heard_by_turn(archive: Archive, session: str) -> list[tuple[int, str]]:
    with archive.reading() as connection:
        rows = connection.execute(
            text("SELECT first, heard FROM turns WHERE session_id = :id"), {"id": session}
        )
        return [(row.first, row.heard) for row in rows]
