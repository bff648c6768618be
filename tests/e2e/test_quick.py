"""The inbox and a conversation are quick and still, by the measures that Lighthouse takes: what its
command says of them is in docs/for-maintainers.md."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser
from sqlalchemy import select

from bot.accounts.accounts import Role
from bot.archive.models import Session
from tests.e2e.console.console_people import Console

# Lighthouse's limits for a good page: https://web.dev/articles/vitals
LARGEST_PAINT, BLOCKED = 2500, 200  # milliseconds
SHIFT = 0.1
MOST_BYTES = 150 * 1024  # at first; then nearly all of it is kept
MEASURE = """() => new Promise((done) => {
  const found = { paint: 0, shift: 0, blocked: 0 };
  const watch = (type, take) => new PerformanceObserver((list) => list.getEntries().forEach(take))
    .observe({ type, buffered: true });
  watch('largest-contentful-paint', (each) => { found.paint = each.startTime; });
  watch('layout-shift', (each) => { found.shift += each.hadRecentInput ? 0 : each.value; });
  watch('longtask', (each) => { found.blocked += Math.max(0, each.duration - 50); });
  setTimeout(() => done(found), 500);
})"""
BYTES = """['navigation', 'resource'].flatMap((kind) => performance.getEntriesByType(kind))
  .reduce((sum, each) => sum + each.transferSize, 0)"""


@pytest.mark.parametrize("what", ["inbox", "case"])
@pytest.mark.parametrize("width", [390, 1280])
def test_a_page_paints_soon_stands_still_and_is_light(
    browser: Browser, console: Console, what: str, width: int
) -> None:
    with console.parts.archive.reading() as connection:
        matched = select(Session.id).where(Session.disposition == "matched").limit(1)
        case = connection.execute(matched).scalar_one()
    context = browser.new_context(viewport={"width": width, "height": 844})
    page = context.new_page()
    console.sign_in(page, *console.colleague(Role.REVIEWER))
    page.context.new_cdp_session(page).send("Network.clearBrowserCache")
    page.goto(console.staff + (f"case/{case}" if what == "case" else "inbox"))
    found, first = page.evaluate(MEASURE), page.evaluate(BYTES)
    page.reload()
    again = page.evaluate(BYTES)
    context.close()
    assert 0 < found["paint"] <= LARGEST_PAINT
    assert found["shift"] <= SHIFT
    assert found["blocked"] <= BLOCKED
    assert again < first <= MOST_BYTES
