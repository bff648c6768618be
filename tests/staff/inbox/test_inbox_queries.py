"""The inbox as the database finds it: the right conversations, in the right order, each once, by an
index."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace
from sqlalchemy import update

from bot.accounts.accounts import Role
from bot.accounts.audit import Actor
from bot.archive.models import Handoff, Session
from bot.archive.read.lists import inbox_needs as needs
from bot.archive.read.lists import index_walk as walking
from bot.archive.read.lists import listing, need_queries
from bot.archive.read.lists.filters import NOBODY, Wanted
from bot.casework.holds import hand_back, take_over
from tests.staff.console_office import Office
from tests.staff.inbox.inbox_reading import ALL, listed, needed
from tests.staff.parents import FIRST_BABY, PROMISED, Parent, archived


def test_what_needs_a_person_comes_in_the_order_of_what_matters(
    office: Office, redis_url: str
) -> None:
    """Safety, promised calls by due time, unreachable, asked for a person."""
    asked = Parent(office).texts("hi", "qwrtzp", "blorfo", "zimwak", "krunkt")
    late = Parent(office).texts(*PROMISED[:-1], "afternoon")
    soon = Parent(office).texts(*PROMISED)
    lost = Parent(office).texts("hola").report("undelivered", "30003")
    danger = Parent(office).texts("hi", "i want to kill myself")
    Parent(office).texts(*FIRST_BABY)
    archived(office, redis_url)
    wanted = [
        (danger.id, "safety"),
        (soon.id, "promised"),
        (late.id, "promised"),
        (lost.id, "unreachable"),
    ]
    assert needed(office) == [*wanted, (asked.id, "asked")]
    with office.archive.reading() as connection:
        assert needs.count(connection, 100) == 4
        assert needs.count(connection, 2) == 2
        assert needs.urgent(connection, office.clock(), 100) == 1
        assert needs.urgent(connection, office.clock() + timedelta(days=4), 100) == 3


def test_the_pages_of_what_needs_a_person_are_joined_without_gap_or_repetition(
    office: Office, redis_url: str
) -> None:
    for _ in range(4):
        Parent(office).texts(*PROMISED)
        Parent(office).texts("i want to kill myself")
    archived(office, redis_url)
    seen, after = [], None
    with office.archive.reading() as connection:
        for _ in range(3):
            page, after = needs.read(connection, ALL, office.clock(), after, 3)
            seen += [(need.row.id, need.kind) for need in page]
    assert after is None
    assert seen == needed(office)
    assert len(set(seen)) == 8


@pytest.mark.parametrize("then", ["reviewed", "closed"])
def test_what_was_done_is_no_longer_needed(office: Office, redis_url: str, then: str) -> None:
    """A text that did not arrive is dealt with when somebody has reviewed the conversation; a
    promise when it is closed."""
    parent = Parent(office).texts(*(PROMISED if then == "closed" else ["hola"]))
    if then == "reviewed":
        parent.report("failed", "30005")
    archived(office, redis_url)
    assert len(needed(office)) == 1
    done = (
        update(Session).values(reviewed_at=office.clock())
        if then == "reviewed"
        else update(Handoff).values(state="closed")
    )
    with office.archive.writing() as connection:
        connection.execute(done)
    assert needed(office) == []


def test_a_report_that_came_when_the_conversation_was_over_is_found_by_the_person(
    office: Office, redis_url: str
) -> None:
    parent = Parent(office).texts("hola")
    session = parent.id
    archived(office, redis_url)
    office.desk.store._link.call("FLUSHALL")
    office.desk.store.prepare()
    parent.report("undelivered", "30006")
    archived(office, redis_url)
    assert needed(office) == [(session, "unreachable")]


def test_a_text_while_a_person_answers_waits_for_them(office: Office, redis_url: str) -> None:
    """The bot kept silent, and nobody has answered yet."""
    parent = Parent(office).texts("hi")
    archived(office, redis_url)
    ana = office.person(Role.REVIEWER)
    actor = Actor(ana.id, ana.email)
    take_over(office.desk, office.archive, actor, parent.id, 30, "one")
    parent.texts("are you there?")
    archived(office, redis_url)
    assert needed(office) == [(parent.id, "unanswered")]
    hand_back(office.desk, office.archive, actor, parent.id, "two")
    archived(office, redis_url)
    assert needed(office) == []


def test_a_hold_that_runs_out_has_answered_nothing(office: Office, redis_url: str) -> None:
    parent = Parent(office).texts("hi")
    archived(office, redis_url)
    ana = office.person(Role.REVIEWER)
    take_over(office.desk, office.archive, Actor(ana.id, ana.email), parent.id, 30, "one")
    parent.texts("my baby is not drinking, what shall I do?")
    office.clock.wait(hours=3)
    parent.texts("1")
    archived(office, redis_url)
    assert needed(office) == [(parent.id, "unanswered")]


@pytest.mark.parametrize("most", [1, 2, 3, 7, 50])
def test_pages_follow_on_each_other(office: Office, redis_url: str, most: int) -> None:
    parents = [Parent(office).texts("hi") for _ in range(7)]
    archived(office, redis_url)
    seen, before = [], None
    for _ in range(8):
        page = listed(office, before=before, most=most)
        seen += [row.id for row in page.rows]
        assert not page.partial
        if (before := page.next) is None:
            break
    assert seen == [parent.id for parent in reversed(parents)]


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page looks at two conversations, if they are not what was looked for."""
    for module, name in ((listing, "NEAR"), (listing, "FAR"), (walking, "TRIED")):
        monkeypatch.setattr(module, name, 1)


def test_a_page_looks_no_farther_than_it_may_and_says_so(
    office: Office, redis_url: str, short: None
) -> None:
    """What is rare, though each filter alone lets many through, costs a page: the next press goes
    on from there."""
    rare = Parent(office, simulated=True).texts("hola")
    for _ in range(3):
        Parent(office, simulated=True).texts("hi")
        Parent(office).texts("hola")
    archived(office, redis_url)
    wanted, pages = Wanted(language="es", practice="only"), [listing.Page(())]
    while pages[-1].next or len(pages) == 1:
        pages.append(listed(office, wanted, pages[-1].next))
    assert (pages[1].rows, pages[1].partial) == ([], True)
    assert [row.id for page in pages for row in page.rows] == [rare.id]
    assert not pages[-1].partial


@pytest.mark.parametrize(
    "also",
    [Wanted(), Wanted(channel="sms"), Wanted(language="en", state="unreviewed", channel="sms")],
)
def test_a_rare_filter_is_found_at_once_whatever_else_is_asked(
    office: Office, redis_url: str, short: None, also: Wanted
) -> None:
    rare = Parent(office).texts(*FIRST_BABY)
    for _ in range(5):
        Parent(office).texts("hi")
    archived(office, redis_url)
    for each in (
        replace(also, town="Hartford"),
        replace(also, program="miop"),
        replace(also, town="Hartford", program="miop"),
    ):
        page = listed(office, each)
        assert ([row.id for row in page.rows], page.partial) == ([rare.id], False)
    assert listed(office, replace(also, program="iap")) == listing.Page([])


def test_each_filter_lets_through_what_it_says(office: Office, redis_url: str) -> None:
    first = Parent(office).texts(*FIRST_BABY)
    spanish = Parent(office, simulated=True).texts(
        "hola", "estoy embarazada", "abril", "no", "manchester"
    )
    call = Parent(office).does(call=True).does(press="1").does(hang_up=True)
    archived(office, redis_url)
    today = office.clock() - timedelta(hours=1)
    table = {
        Wanted(state="open"): {spanish, call},
        Wanted(state="ended"): {first},
        Wanted(state="unreviewed"): {first, spanish, call},
        Wanted(state="reviewed"): set(),
        Wanted(channel="sms"): {first, spanish},
        Wanted(channel="voice"): {call},
        Wanted(language="es"): {spanish},
        Wanted(language="es", channel="voice"): set(),
        Wanted(town="Manchester"): {spanish},
        Wanted(program="wic"): {first},
        Wanted(program="wi"): set(),
        Wanted(program='wic" OR 1=1 --'): set(),
        Wanted(disposition="matched"): {first},
        Wanted(assigned=NOBODY): {first, spanish, call},
        Wanted(assigned=12345): set(),
        Wanted(contact=call.contact): {call},
        Wanted(practice="only"): {spanish},
        Wanted(practice="without"): {first, call},
        Wanted(since=today): {first, spanish, call},
        Wanted(until=today): set(),
        Wanted(
            town="Hartford",
            language="en",
            disposition="matched",
            channel="sms",
            program="miop",
            state="ended",
        ): {first},
    }
    for wanted, parents in table.items():
        assert {row.id for row in listed(office, wanted).rows} == {
            parent.id for parent in parents
        }, wanted


def test_those_that_wait_for_a_person_can_be_left_out(office: Office, redis_url: str) -> None:
    Parent(office).texts(*PROMISED)
    other = Parent(office).texts("hi")
    archived(office, redis_url)
    assert [row.id for row in listed(office, handed_over=False).rows] == [other.id]


def test_the_pages_of_a_narrowed_list_of_what_needs_a_person_miss_nothing(
    office: Office, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where many wait, and one page looks at a few of them only."""
    monkeypatch.setattr(need_queries, "FAR", 2)
    spanish = [Parent(office).texts("hola", "quiero suicidarme")]
    for _ in range(5):
        Parent(office).texts("i want to kill myself")
        Parent(office).texts(*PROMISED)
    spanish.append(Parent(office).texts("hola", "quiero suicidarme"))
    archived(office, redis_url)
    seen, after, pages = [], None, 0
    with office.archive.reading() as connection:
        while after or not pages:
            page, after = needs.read(connection, Wanted(language="es"), office.clock(), after, 50)
            seen += [need.row.id for need in page]
            pages += 1
    assert seen == [parent.id for parent in reversed(spanish)]
    assert pages > 1
