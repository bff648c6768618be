"""The inbox in the browser and as JSON: what waits first, everything in the address, nothing that
was said."""

from __future__ import annotations

import re
import time
from html import unescape

import pytest
import redis

from bot.accounts.accounts import Role
from bot.archive.read.lists import index_walk as walking
from bot.archive.read.lists import listing
from bot.archive.read.searching import search
from bot.contacts import PARTITIONS, partition
from tests.staff.console_office import Browser, Office
from tests.staff.parents import FIRST_BABY, PROMISED, Parent, archived


def links(browser: Browser, path: str) -> list[str]:
    """The conversations of the list, in its order."""
    return re.findall(r'class="item-link" href="/staff/case/(\w+)', browser.get(path).text)


def pages(browser: Browser, path: str, word: str) -> list[str]:
    """The conversations of this page and of those behind it."""
    found: list[str] = []
    for _ in range(20):
        text = browser.get(path).text
        found += re.findall(r'class="item-link" href="/staff/case/(\w+)', text)
        more = re.search(rf'<a href="([^"]+)">{word}</a>', text)
        if not more:
            return found
        path = unescape(more[1])
    raise AssertionError("the pages never end")


def test_what_needs_a_person_comes_first_and_each_conversation_once(
    office: Office, redis_url: str
) -> None:
    quiet = Parent(office).texts("hi")
    both = Parent(office).texts(*PROMISED, "i want to kill myself")
    promised = Parent(office).texts(*PROMISED)
    archived(office, redis_url)
    text = office.signed_in().get("/staff/inbox").text
    assert links(office.signed_in(), "/staff/inbox") == [both.id, promised.id, quiet.id]
    assert "3 open" in text
    assert "suicide" in text
    assert "Mon Nov 23, 10:30 AM to 12:00 PM" in text
    assert "begins in 2" in text


def test_a_number_is_masked_and_no_word_of_a_parent_is_shown_but_the_line_that_was_looked_for(
    office: Office, redis_url: str
) -> None:
    """Words are where looking is written down: on the page of the conversation, and in what a
    search found."""
    parent = Parent(office).texts("hi", "zanahoria")
    archived(office, redis_url)
    for path in (
        "/staff/inbox",
        "/staff/inbox.json",
        "/staff/inbox?q=zanahoria",
        "/staff/inbox.json?q=zanahoria",
    ):
        text = office.signed_in().get(path).text
        assert f"({parent.number[2:5]}) ***-**{parent.number[-2:]}" in text
        assert parent.number[-7:] not in text
        shown = {
            "/staff/inbox?q=zanahoria": 2,
            "/staff/inbox.json?q=zanahoria": 1,
        }  # what staff looked for, and the line
        assert text.count("zanahoria") == shown.get(path, 0)


@pytest.mark.parametrize(
    "narrowed", ["language=es&practice=only", "q=ingles+espanol+zanahoria&practice=only"]
)
def test_a_page_that_stopped_looking_says_how_far_back_and_leads_on(
    office: Office, redis_url: str, monkeypatch: pytest.MonkeyPatch, narrowed: str
) -> None:
    for module, name, value in ((listing, "NEAR", 1), (listing, "FAR", 1), (walking, "TRIED", 1)):
        monkeypatch.setattr(module, name, value)
    for name in ("NEAR", "FAR"):
        monkeypatch.setattr(search, name, (1,))
    monkeypatch.setattr(search, "MOST", -1)
    rare = Parent(office, simulated=True).texts("hola", "ingles espanol zanahoria")
    for _ in range(3):
        Parent(office, simulated=True).texts("hi")
        Parent(office).texts("hola")
    archived(office, redis_url)
    browser, path = office.signed_in(), f"/staff/inbox?{narrowed}"
    first = browser.get(path).text
    assert re.search(r"Nothing like that back to <time [^>]+>Mon Nov 23", first)
    assert pages(browser, path, "Look further back") == [rare.id]


def test_the_pages_follow_on_each_other(office: Office, redis_url: str) -> None:
    parents = [Parent(office).texts("hi") for _ in range(65)]
    archived(office, redis_url)
    assert pages(office.signed_in(), "/staff/inbox", "Older") == [
        parent.id for parent in reversed(parents)
    ]


def test_all_that_needs_a_person_can_be_paged_through(office: Office, redis_url: str) -> None:
    parents = [Parent(office).texts("i want to kill myself") for _ in range(35)]
    archived(office, redis_url)
    browser = office.signed_in()
    assert len(links(browser, "/staff/inbox")) == 15
    assert pages(browser, "/staff/inbox?state=needs", "Next") == [
        parent.id for parent in reversed(parents)
    ]


def test_a_view_can_be_shared(office: Office, redis_url: str) -> None:
    """Every filter stands in the address, and in the links to further pages."""
    wanted = [Parent(office).texts("hola") for _ in range(32)]
    Parent(office).texts("hi")
    archived(office, redis_url)
    browser = office.signed_in()
    text = browser.get("/staff/inbox?language=es&channel=sms&since=2026-11-01").text
    assert '<option value="es" selected>' in text
    assert 'value="2026-11-01"' in text
    assert "language=es&amp;since=2026-11-01" in text
    found = pages(browser, "/staff/inbox?language=es&channel=sms&since=2026-11-01", "Older")
    assert set(found) == {parent.id for parent in wanted}


@pytest.mark.parametrize(
    "asked",
    [
        "before=x",
        "before=9999999999999999.a",
        "before=-1.x",
        "after=safety.1.2",
        "after=nobody.1700000000000000.2",
        "after=safety.1700000000000000.99999999999999999999999",
        "state=needs&after=safety.9999999999999999.1",
        "state=nonsense&language=xx&channel=fax",
        "since=yesterday&until=9999-99-99",
        "until=2999-12-31",
        "assigned=99999999999999999999",
        "assigned=-1",
        "q=%01&before=99999999999999999999",
        "q='%22%5C)(&before=12",
        "town=%27%3B+DROP+TABLE+sessions",
        "program=%25",
        "contact=%3Cscript%3E",
    ],
)
def test_an_address_that_makes_no_sense_is_answered(
    office: Office, redis_url: str, asked: str
) -> None:
    Parent(office).texts("hi")
    archived(office, redis_url)
    for path in ("/staff/inbox", "/staff/inbox.json"):
        answer = office.signed_in().get(f"{path}?{asked}")
        assert answer.status_code == 200
        assert "<script>" not in answer.text


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("", "Nobody has texted or called yet"),
        ("?language=es", "No conversation is like that"),
        ("?q=zanahoria", "Nobody said that"),
        ("?state=needs", "Nobody is waiting for a person right now"),
    ],
)
def test_an_empty_inbox_says_what_to_do(office: Office, asked: str, says: str) -> None:
    assert says in office.signed_in().get(f"/staff/inbox{asked}").text


def test_a_search_is_written_down_without_its_words(office: Office) -> None:
    office.signed_in().get("/staff/inbox?q=zanahoria+azul")
    assert [(action, target, detail) for _, action, target, detail in office.audit()[1:]] == [
        ("searched", "", {"words": 2, "found": 0})
    ]


def test_a_search_leads_to_the_very_turn(office: Office, redis_url: str) -> None:
    parent = Parent(office).texts("hi", "zanahoria")
    archived(office, redis_url)
    text = office.signed_in().get("/staff/inbox?q=zanahoria").text
    turn = re.search(rf"/staff/case/{parent.id}#(t\d+)", text)
    assert turn
    assert f'id="{turn[1]}"' in office.signed_in().get(f"/staff/case/{parent.id}").text


def test_a_person_is_found_by_number_which_stands_in_no_address(
    office: Office, redis_url: str
) -> None:
    parent = Parent(office).texts("hi")
    Parent(office).texts("hi")
    archived(office, redis_url)
    browser = office.signed_in(Role.REVIEWER)
    answer = browser.post(
        "/staff/find", number=f"({parent.number[2:5]}) {parent.number[5:8]}-{parent.number[8:]}"
    )
    assert answer.status_code == 302
    assert parent.number[5:] not in answer.location
    assert links(browser, answer.location) == [parent.id]
    assert [(action, target) for _, action, target, _ in office.audit()[1:]] == [
        ("number looked up", parent.contact)
    ]
    wrong = browser.post("/staff/find", number="hello")
    assert "not a telephone number" in browser.get(wrong.location).text


def test_a_conversation_of_the_simulator_is_marked(office: Office, redis_url: str) -> None:
    Parent(office, simulated=True).texts("hi")
    archived(office, redis_url)
    assert '<span class="tag">Practice</span>' in office.signed_in().get("/staff/inbox").text


def test_records_that_are_more_than_a_minute_behind_say_so(
    office: Office, raw_redis: redis.Redis
) -> None:
    """Also by a turn that nobody can read."""
    parent = Parent(office).texts(*FIRST_BABY)
    assert "behind" not in office.signed_in().get("/staff/inbox").text
    elsewhere = next(name for name in PARTITIONS if name != partition(parent.contact))
    raw_redis.xadd(
        f"{{{elsewhere}}}:outbox", {"any": "thing"}, id=f"{int((time.time() - 150) * 1000)}-0"
    )
    assert "The records are 2 min behind" in office.signed_in().get("/staff/inbox").text


def test_the_badge_counts_what_cannot_wait(office: Office, redis_url: str) -> None:
    Parent(office).texts("i want to kill myself")
    Parent(office).texts(*PROMISED)
    archived(office, redis_url)
    browser = office.signed_in()
    assert re.search(
        r"Inbox <span id=\"urgent\"[^>]*><span>1<",
        browser.get("/staff/own").text or browser.get("/staff/inbox").text,
    )
    office.clock.wait(days=1)
    assert re.search(
        r"Inbox <span id=\"urgent\"[^>]*><span>2<", office.signed_in().get("/staff/inbox").text
    )


def test_the_json_twin_says_the_same(office: Office, redis_url: str) -> None:
    parent = Parent(office).texts(*PROMISED)
    archived(office, redis_url)
    twin = office.signed_in().get("/staff/inbox.json").get_json()
    (item,) = twin["needs"]
    assert (item["id"], item["why"][0]["kind"], item["words"]) == (
        parent.id,
        "promised",
        "Pregnant, Hartford",
    )
    assert (twin["open"], twin["next"], twin["behind"]) == (1, "", "")


def test_what_comes_appears_without_reloading(office: Office, redis_url: str) -> None:
    browser = office.signed_in()
    shown = browser.shows("/staff/inbox")
    assert browser.since("/staff/inbox/since", shown).status_code == 304
    parent = Parent(office).texts(*PROMISED)
    archived(office, redis_url)
    fresh = browser.since("/staff/inbox/since", shown)
    assert parent.id in fresh.get_json()["lists"]
    assert browser.since("/staff/inbox/since", fresh.headers["ETag"]).status_code == 304
    assert parent.id not in browser.get("/staff/inbox/since?language=es").get_json()["lists"]
