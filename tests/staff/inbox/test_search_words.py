"""A search looks into the parents' words, in the whole conversation, in both languages, and shows
the line that matched."""

from __future__ import annotations

import pytest

from bot.accounts.accounts import Role
from bot.alike import load_alike, widened
from bot.archive.read.searching.search import terms
from bot.archive.read.searching.search_lines import line_of
from tests.staff.console_office import Office
from tests.staff.inbox.test_inbox_pages import links
from tests.staff.parents import Parent, archived


def test_what_we_said_is_found_only_when_it_is_asked_for(office: Office, redis_url: str) -> None:
    """The bot's question names asthma to everybody; one parent did."""
    said = Parent(office).texts(
        "i have a baby, 5 months old, its my first", "06106", "his asthma is bad"
    )
    heard = Parent(office).texts("i have a baby, 5 months old, its my first", "06106")
    archived(office, redis_url)
    browser = office.signed_in()
    assert links(browser, "/staff/inbox?q=asthma") == [said.id]
    assert links(browser, "/staff/inbox?q=asthma&words=ours") == [heard.id, said.id]


def test_all_of_the_words_are_looked_for_in_the_whole_conversation_in_both_languages(
    office: Office, redis_url: str
) -> None:
    spanish = Parent(office).texts("hola", "tengo gemelos de 2 años", "vivo en Bloomfield")
    Parent(office).texts("hola", "tengo gemelos")
    archived(office, redis_url)
    browser = office.signed_in()
    for words in ("gemelos+Bloomfield", "twins+bloomfield", "mellizos+bloomf"):
        assert links(browser, f"/staff/inbox?q={words}") == [spanish.id], words


def test_the_line_that_matched_is_shown_and_its_reading_is_written_down(
    office: Office, redis_url: str
) -> None:
    parent = Parent(office).texts("hi", "my landlord wants me out by friday")
    archived(office, redis_url)
    text = office.signed_in().get("/staff/inbox?q=eviction").text
    assert "<q>my landlord wants me out by friday</q>" in text
    assert ("transcript seen", parent.id, {"form": "a line"}) in [row[1:] for row in office.audit()]


def test_what_the_inbox_finds_is_what_a_file_has(office: Office, redis_url: str) -> None:
    Parent(office).texts("hola", "tengo gemelos", "Bloomfield")
    Parent(office).texts("hi")
    archived(office, redis_url)
    page = office.signed_in(Role.ADMINISTRATOR).get("/staff/exports?q=twins+bloomfield").text
    assert "<strong>1 conversation</strong>" in page


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("twins|gemelos bloomfield", (("twins", "gemelos"), ("bloomfield",))),
        ("| mid-may |", (("mid",), ("may",))),
        ("", ()),
    ],
)
def test_words_with_a_stroke_between_them_are_one(
    text: str, found: tuple[tuple[str, ...], ...]
) -> None:
    assert terms(text) == found


def test_every_language_has_words_for_the_same_things() -> None:
    alike = load_alike()
    assert {"twins", "gemelos"} <= set(alike["mellizos"])
    assert widened("Twins in Hartford", alike).split()[1:] == ["in", "hartford"]


def test_of_a_long_text_the_part_around_the_word_is_shown() -> None:
    words = " ".join(f"word{n}" for n in range(60))
    line = line_of(f"first line\n{words} zanahoria {words}", terms("zanah"))
    assert "zanahoria" in line
    assert len(line) < 170
