"""An open page tells of danger by itself: a banner with a link, a count in its title, a tone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.accounts.accounts import Role
from tests.e2e.console.console_people import Console
from tests.started_program import Line, form

RAISED = 15_000  # milliseconds; the alarm looks around every five seconds
TONES = """
window.tones = 0;
const made = AudioContext.prototype.createOscillator;
AudioContext.prototype.createOscillator = function () {
  window.tones += 1;
  return made.call(this);
};
"""


@pytest.fixture
def page(browser: Browser, console: Console) -> Iterator[Page]:
    context = browser.new_context(reduced_motion="reduce")
    context.add_init_script(TONES)
    page = context.new_page()
    console.sign_in(page, *console.colleague(Role.REVIEWER))
    yield page
    context.close()


def test_danger_shows_counts_and_sounds_on_an_open_page(page: Page, console: Console) -> None:
    page.goto(f"{console.staff}inbox")
    page.locator("h1").click()  # a browser lets a page sound once somebody has pressed in it
    before = page.locator("#alarm a").get_attribute("href")
    with Line(urlsplit(console.site).port or 0) as line:
        line.text(form("+18605550171", "i want to kill myself"))
    banner = page.locator("#alarm")
    expect(banner).to_contain_text("Danger: nobody has it yet", timeout=RAISED)
    expect(page).to_have_title(re.compile(r"^\(\d+\) "))
    assert page.evaluate("window.tones") == 3
    link = banner.get_by_role("link", name="Open it")
    assert link.get_attribute("href") != before
    link.click()
    page.get_by_role("button", name="I have it").click()
    expect(page.get_by_text("You have it: nobody else is told again.")).to_be_visible()
    expect(page.get_by_text("i want to kill myself").first).to_be_visible()
    expect(page.get_by_text("What to say, and whom to involve")).to_be_visible()
