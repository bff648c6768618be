"""Every page can be used by everybody: axe-core finds nothing, in either colour scheme, on a desk
or on a telephone.

The pages are those of the console's map of addresses: a new one is in the table without anybody
thinking of it.
"""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import and_, select

from bot.accounts.accounts import Role
from bot.archive.models import Fact, Handoff, Session
from bot.archive.staff_tables import Note
from tests.e2e.console.console_people import Console
from tests.e2e.looks import violations
from tests.e2e.served_program import Person
from tests.staff.table import PAGES

ANY_CASE = "/staff/case/nothing"
READ = [
    page.path
    for page in PAGES
    if page.method == "GET" and not page.needs.polled and page.endpoint != "staff.home"
]
ASKED = [
    "/staff/inbox?state=needs",
    "/staff/inbox?state=ended&language=es&channel=voice&since=2026-01-01",
    "/staff/inbox?q=hartford",
    "/staff/inbox?q=nobodysaidthis",
    "/staff/audit?action=signed+in",
    "/staff/figures?since=2020-01-01&until=2020-01-31",
]
A_COLLEAGUE = Session.id.in_(select(Fact.session_id).where(Fact.kind == "HoldTaken"))
CASES: dict[str, Any] = {
    "going on": and_(Session.status == "waiting", Session.reviewed_at.is_(None), ~A_COLLEAGUE),
    "with a colleague": A_COLLEAGUE,
    "matched": Session.disposition == "matched",
    "a danger": Session.safety,
    "a call": Session.channels == "voice",
    "stopped": Session.status == "stopped",
    "a note": Session.id.in_(select(Note.session_id)),
    "a message": Session.id.in_(select(Handoff.session_id).where(Handoff.reason == "voicemail")),
    "a promise": Session.id.in_(
        select(Handoff.session_id).where(Handoff.reason == "callback", Handoff.state != "closed")
    ),
    "to be erased": Session.id.in_(select(Handoff.session_id).where(Handoff.reason == "erase")),
}


@pytest.fixture
def page(browser: Browser, console: Console) -> Page:
    return console.page(browser, Role.ADMINISTRATOR)


def of_a_case(console: Console, kind: str) -> str:
    """The latest conversation of this kind."""
    with console.parts.archive.reading() as connection:
        found = select(Session.id).where(CASES[kind]).order_by(Session.last_at.desc()).limit(1)
        return f"{console.staff}case/{connection.execute(found).scalar_one()}"


@pytest.mark.parametrize("path", READ + ASKED)
def test_every_page_of_the_console(console: Console, page: Page, path: str) -> None:
    """What is no page, but a file or an answer to a script, has nothing to look at."""
    address = console.site + path
    if path.startswith(ANY_CASE):
        address = of_a_case(console, "matched") + path.removeprefix(ANY_CASE)
    kind = page.request.get(address).headers.get("content-type", "")
    if kind.startswith("text/html"):
        page.goto(address)
        assert violations(page) == []
    page.close()


@pytest.mark.parametrize("kind", [kind for kind in CASES if kind != "matched"])
def test_every_kind_of_conversation(console: Console, page: Page, kind: str) -> None:
    page.goto(of_a_case(console, kind))
    assert violations(page) == []
    page.close()


def test_a_conversation_that_somebody_has_and_what_is_refused(console: Console, page: Page) -> None:
    address = of_a_case(console, "going on")
    page.goto(address)
    page.get_by_role("button", name="Take over").click()
    expect(page.get_by_role("button", name="Hand back")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Mark reviewed").click()
    page.get_by_text("Show the number").first.click()
    page.get_by_label("In your words").fill("to call them back")
    page.get_by_role("button", name="Show the number").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("555")
    assert violations(page) == []
    page.goto(address)
    page.get_by_role("button", name="Hand back").click()
    page.get_by_role("button", name="Take over").wait_for()
    page.evaluate(
        "document.querySelector('form[action$=hold]').action = location.pathname + '/back'"
    )
    page.get_by_role("button", name="Take over").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing was changed")
    assert violations(page) == []
    page.close()


def test_the_door(browser: Browser, console: Console) -> None:
    """Signing in, with a wrong password and then with the right one, up to the code."""
    page = browser.new_page(reduced_motion="reduce")
    page.goto(console.staff)
    assert violations(page) == []
    email, _ = console.colleague(Role.ADMINISTRATOR)
    for password, heading in (("wrong", "Sign in"), (console.password, "Code from your phone")):
        page.get_by_label("E-mail address").fill(email)
        page.get_by_label("Password").fill(password)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        assert violations(page) == []
    page.close()


def test_the_telephone_to_try(browser: Browser, console: Console) -> None:
    """Before the first text, after an answer with all that is inside, and in a call."""
    page = browser.new_page(reduced_motion="reduce")
    person = Person(page, f"{console.site}/try/")
    assert violations(page) == []
    for words in ("im 5 months pregnant w my first in 06106", "food", "yes"):
        person.says(words)
    expect(person.turns).to_have_count(3)
    assert violations(page) == []
    page.locator("#see-call").click()
    page.get_by_role("button", name="Call", exact=True).last.click()
    page.locator("#heard .theirs").first.wait_for()
    assert violations(page) == []
    page.close()
