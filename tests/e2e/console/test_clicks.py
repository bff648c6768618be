"""The jobs of eight minutes between two visits, each with the clicks it takes; a nurse never needs
more."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from sqlalchemy import select

from bot.accounts.accounts import Role
from bot.archive.models import CLOSED, Handoff, Session
from tests.e2e.console.console_people import Console


class Nurse:
    """Somebody at the console, whose clicks are counted."""

    def __init__(self, page: Page, console: Console) -> None:
        self.page, self._console, self.clicks = page, console, 0
        page.goto(f"{console.staff}inbox")

    def clicks_on(self, what: Locator) -> None:
        self.clicks += 1
        what.click()

    def button(self, name: str) -> None:
        self.clicks_on(self.page.get_by_role("button", name=name, exact=True).first)


@pytest.fixture
def nurse(browser: Browser, console: Console) -> Iterator[Nurse]:
    context = browser.new_context(reduced_motion="reduce", viewport={"width": 390, "height": 844})
    page = context.new_page()
    console.sign_in(page, *console.colleague(Role.REVIEWER))
    yield Nurse(page, console)
    context.close()


def promised(console: Console) -> str:
    """A conversation in which a call is promised that nobody has made yet."""
    open_ = select(Session.id).join(Handoff, Handoff.session_id == Session.id)
    mine = open_.where(
        Handoff.reason == "callback", Handoff.state != CLOSED, Handoff.end.isnot(None)
    )
    with console.parts.archive.reading() as connection:
        return str(connection.execute(mine.order_by(Handoff.end).limit(1)).scalar_one())


def test_a_promised_call_is_found_made_and_recorded_in_four_clicks(
    nurse: Nurse, console: Console
) -> None:
    """The conversation, the number, how it went, close."""
    case = promised(console)
    nurse.clicks_on(nurse.page.locator(f'a[href*="/case/{case}"]').first)
    nurse.button("Show the number to call")
    expect(nurse.page.locator('a[href^="tel:"]').first).to_be_visible()
    nurse.clicks_on(nurse.page.get_by_label("Reached", exact=False).first)
    nurse.button("Close")
    expect(nurse.page.get_by_text("Closed", exact=False).first).to_be_visible()
    assert nurse.clicks == 4
    with console.parts.archive.reading() as connection:
        mine = select(Handoff.state, Handoff.outcome).where(Handoff.session_id == case)
        assert (CLOSED, "reached") in [tuple(row) for row in connection.execute(mine)]


def test_a_note_takes_two_clicks(nurse: Nurse, console: Console) -> None:
    nurse.clicks_on(nurse.page.locator(".item-link").first)
    nurse.page.get_by_label("Note for colleagues").wait_for()
    nurse.page.get_by_label("Note for colleagues").fill("Her mother picks up")
    nurse.button("Add note")
    expect(nurse.page.get_by_text("Note added.")).to_be_visible()
    assert nurse.clicks == 2


def test_taking_on_what_is_to_be_done_takes_two_clicks(nurse: Nurse, console: Console) -> None:
    nurse.clicks_on(nurse.page.locator(".item-link").first)
    nurse.button("I will do this")
    expect(nurse.page.get_by_role("button", name="Give it up").first).to_be_visible()
    assert nurse.clicks == 2


def test_a_search_leads_to_the_line_that_was_said_in_two_clicks(
    nurse: Nurse, console: Console
) -> None:
    nurse.page.get_by_role("searchbox").fill("pregnant")
    nurse.button("Show")
    nurse.clicks_on(nurse.page.locator(".item-link").first)
    expect(nurse.page.locator(".bubble-parent").first).to_be_visible()
    assert nurse.clicks == 2
