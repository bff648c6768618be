"""The console by keyboard alone: in, to the first conversation, and taking it over."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from bot.accounts.accounts import Role
from tests.e2e.console.console_people import Console


def test_a_conversation_is_taken_over_by_keyboard_alone(browser: Browser, console: Console) -> None:
    page = browser.new_page(reduced_motion="reduce")
    keyboard = page.keyboard
    email, _ = console.colleague(Role.REVIEWER)
    page.goto(console.staff)
    expect(page.get_by_label("E-mail address")).to_be_focused()
    keyboard.type(email)
    keyboard.press("Tab")
    keyboard.type(console.password)
    keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Inbox")
    page.wait_for_load_state()  # the keys begin with the page's script
    keyboard.press("j")
    first = page.locator(".item-link").first
    expect(first).to_be_focused()
    _is_seen(page)
    address = first.get_attribute("href")
    keyboard.press("Enter")
    expect(page.get_by_role("heading", name="To do")).to_be_visible()
    _tab_to(page, "Take over")
    keyboard.press("Enter")
    expect(page.get_by_role("button", name="Hand back")).to_be_visible()
    _tab_to(page, "Hand back")
    keyboard.press("Enter")
    expect(page.get_by_role("button", name="Take over")).to_be_visible()
    page.wait_for_load_state()
    page.locator("body").press("j")
    expect(page).not_to_have_url(f"{console.site}{address}")
    page.close()


def _tab_to(page: Page, name: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        _is_seen(page)
        if page.evaluate("document.activeElement.innerText") == name:
            return
    raise AssertionError(f"{name!r} cannot be reached with Tab")


def _is_seen(page: Page) -> None:
    """Whatever has the focus shows it, and nothing covers it."""
    shown = """() => {
      const at = document.activeElement, style = getComputedStyle(at);
      return style.outlineStyle !== 'none' || style.boxShadow !== 'none';
    }"""
    assert page.evaluate(shown), page.evaluate("document.activeElement.outerHTML")
