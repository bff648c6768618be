"""The console's door, in the browser: by keyboard alone, dark or light, on a phone. A page left
alone shows nobody's words."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.started_program import Program

PASSWORD = "four other words here"


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str, str]]:
    """The console's address, and whom it lets in at first."""
    with Program(tmp_path_factory.mktemp("console")) as program:
        found = re.search(r"console as (\S+) with the password (\S+)", program.said())
        assert found
        yield f"http://127.0.0.1:{program.port}/staff/", found[1], found[2]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 740}, color_scheme="dark")
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda message: (
            complaints.append(message.text) if "Content Security" in message.text else None
        ),
    )
    yield page
    context.close()
    assert complaints == []


def wide(page: Page) -> bool:
    """Whether one must scroll to the side."""
    return bool(
        page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    )


def test_the_first_administrator_comes_in_by_keyboard(
    console: tuple[str, str, str], page: Page
) -> None:
    address, email, password = console
    page.goto(address)
    page.keyboard.type(email)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")
    page.get_by_label("Current password").focus()
    for words in (password, PASSWORD, PASSWORD):
        page.keyboard.type(words)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator(".secret span").first.wait_for()
    secret = "".join(page.locator(".secret span").all_inner_texts())
    assert not wide(page)
    page.get_by_label("Code", exact=True).fill(pyotp.TOTP(secret).now())
    page.keyboard.press("Enter")
    expect(page.get_by_role("navigation", name="Console")).to_be_visible()
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"
    page.emulate_media(color_scheme="light")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "light")
    for path in ("accounts", "audit", "settings", "account", "nothing"):
        page.goto(address + path)
        assert not wide(page), path
    _leave_alone(page, address)


def _leave_alone(page: Page, address: str) -> None:
    """Signed out in another tab, this one goes to the sign-in when its time is over, and comes back
    to where it was."""
    page.clock.install()
    page.goto(f"{address}audit?action=signed+in")
    other = page.context.new_page()
    other.goto(f"{address}account")
    page.clock.run_for("25:00")
    expect(page.get_by_role("heading", name="Audit log")).to_be_visible()
    other.get_by_role("button", name="Sign out").click()
    expect(other.get_by_role("heading", name="Sign in")).to_be_visible()
    page.clock.run_for("06:00")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert (
        page.locator("input[name=next]").get_attribute("value") == "/staff/audit?action=signed+in"
    )
