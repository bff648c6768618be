"""Makes the README's pictures again: `python -m tests.e2e.screenshot`. Nobody in them is real."""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import Browser
from sqlalchemy import select

from bot.accounts.accounts import Role
from bot.archive.models import CLOSED, Handoff
from tests.e2e.console.console_people import Console, staffed
from tests.e2e.served_program import Person, chromium

DOCS = Path(__file__).parents[2] / "docs"
TALK = ("im 5 months pregnant w my first in 06106", "food and breastfeeding", "yes")


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        chromium() as browser,
        staffed(Path(folder)) as console,
    ):
        take_the_telephone(console, browser)
        take_the_console(console, browser)


def take_the_telephone(console: Console, browser: Browser) -> None:
    """The simulator with a text and a call of one phone."""
    page = browser.new_page(
        viewport={"width": 1600, "height": 900}, reduced_motion="reduce", color_scheme="light"
    )
    person = Person(page, f"{console.site}/try/")
    for words in TALK:
        person.says(words)
    page.get_by_role("button", name="Call", exact=True).last.click()
    page.locator("#heard .theirs").first.wait_for()
    page.locator("#programs summary").first.click()
    page.mouse.move(0, 0)
    page.evaluate("document.activeElement.blur()")
    page.screenshot(path=DOCS / "try.png")
    page.close()


def take_the_console(console: Console, browser: Browser) -> None:
    """A conversation of the demo in which a call was promised."""
    promised = select(Handoff.session_id).where(
        Handoff.reason == "callback", Handoff.state != CLOSED, Handoff.name != ""
    )
    with console.parts.archive.reading() as connection:
        session = connection.execute(
            promised.order_by(Handoff.start.desc(), Handoff.id).limit(1)
        ).scalar_one()
    page = console.page(browser, Role.REVIEWER)
    page.set_viewport_size({"width": 1280, "height": 1000})
    page.goto(f"{console.staff}case/{session}")
    page.screenshot(path=DOCS / "staff.png")
    page.close()


if __name__ == "__main__":
    main()
