"""One story from end to end: a parent at the telephone of `/try/`, and a colleague at the console
in another browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bot.accounts.accounts import Role
from tests.e2e.console.console_people import Console
from tests.e2e.served_program import Person

AT_ONCE = 2000  # milliseconds: what staff are promised, without reloading
QUESTION = "When is your baby due?"


@pytest.fixture
def parent(browser: Browser, console: Console) -> Iterator[Person]:
    context = browser.new_context(viewport={"width": 360, "height": 740}, reduced_motion="reduce")
    yield Person(context.new_page(), f"{console.site}/try/")
    context.close()


@pytest.fixture
def colleague(browser: Browser, console: Console) -> Iterator[Page]:
    """A reviewer who has just signed in."""
    context: BrowserContext = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    console.sign_in(page, *console.colleague(Role.REVIEWER))
    yield page
    context.close()


def test_a_parent_asks_for_a_person_and_gets_one(parent: Person, colleague: Page) -> None:
    parent.says("hi")
    assert QUESTION in parent.says("1")
    parent.says("call me")
    parent.says("Marisol")
    assert "will call you" in parent.says("3")
    expect(colleague.get_by_role("list", name="Needs a person")).to_contain_text(
        "Marisol", timeout=AT_ONCE
    )
    assert QUESTION in parent.says("1")

    colleague.get_by_role("listitem").filter(has_text="Marisol").get_by_role("link").click()
    expect(colleague.get_by_role("heading", level=1)).to_contain_text("Marisol")
    colleague.get_by_role("button", name="Take over").click()
    expect(colleague.locator("#head")).to_contain_text("answers until")
    assert "person" in parent.says("Can I bring my mother?")
    bubbles = colleague.locator("#bubbles")
    expect(bubbles).to_contain_text("Can I bring my mother?", timeout=AT_ONCE)

    before = parent.replies.count()
    colleague.get_by_label("Text to this person").fill("Yes, of course. Bring her along.")
    colleague.get_by_role("button", name="Send text").click()
    assert "Yes, of course. Bring her along." in parent.next_reply(before)
    expect(parent.page.get_by_text("a person wrote this")).to_be_visible()
    expect(bubbles).to_contain_text("Bring her along.")
    expect(
        colleague.get_by_text("Something changed here.")
    ).to_be_hidden()  # what one did oneself is nothing new

    colleague.get_by_role("button", name="Hand back").click()
    assert QUESTION in parent.next_reply(before + 1)
    assert "first baby?" in parent.says("5 months")
    expect(bubbles).to_contain_text("5 months", timeout=AT_ONCE)
