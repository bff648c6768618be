"""A notification while no page of the console is open: the browser's service worker is woken by an
empty push and shows the kind of what cannot wait."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.accounts.accounts import Role
from tests.e2e.console.console_people import Console

REGISTERED = """async () => {
  const registered = await navigator.serviceWorker.register('/staff/push.js');
  await navigator.serviceWorker.ready;
  return registered.scope;
}"""
SHOWN = """async () => {
  const registered = await navigator.serviceWorker.getRegistration('/staff/');
  const shown = await registered.getNotifications();
  return shown.map(({ title, body, data }) => ({ title, body, data }));
}"""


@pytest.fixture
def page(browser: Browser, console: Console) -> Iterator[Page]:
    context = browser.new_context(reduced_motion="reduce")
    context.grant_permissions(["notifications"], origin=console.site)
    page = context.new_page()
    console.sign_in(page, *console.colleague(Role.REVIEWER))
    yield page
    context.close()


def woken(elsewhere: Page, site: str, registration: str) -> None:
    """The browser gets an empty push for the console's worker."""
    line = elsewhere.context.new_cdp_session(elsewhere)
    line.send("ServiceWorker.enable")
    told = {"origin": site, "registrationId": registration, "data": ""}
    line.send("ServiceWorker.deliverPushMessage", told)


def test_with_all_pages_closed_a_push_shows_a_notification(page: Page, console: Console) -> None:
    context = page.context
    line = context.new_cdp_session(page)
    found: list[str] = []
    line.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: found.extend(each["registrationId"] for each in told["registrations"]),
    )
    line.send("ServiceWorker.enable")
    assert page.evaluate(REGISTERED) == f"{console.site}/staff/"
    page.wait_for_timeout(300)
    elsewhere = context.new_page()
    page.close()
    assert not [each.url for each in context.pages if "/staff/" in each.url]
    woken(elsewhere, console.site, found[-1])
    elsewhere.wait_for_timeout(1500)
    elsewhere.goto(f"{console.site}/staff/account")
    [shown] = elsewhere.evaluate(SHOWN)
    assert shown["title"] == "MCH alert"
    assert shown["data"].startswith("/staff/alerts")
    assert shown["body"]


def test_the_page_offers_it_where_the_browser_can(page: Page, console: Console) -> None:
    page.goto(f"{console.staff}alerts")
    key = page.locator("#alarm-settings").get_attribute("data-key")
    assert key
    assert len(key) == 87  # the 65 bytes of an uncompressed point
    page.get_by_role("button", name="Allow notifications").click()
    expect(page.locator("#alarm-told")).not_to_be_empty(timeout=10_000)
