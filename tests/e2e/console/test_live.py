"""An open tab asks in one chain, says that it is live, and clears a parent's words when nobody is
signed in any more."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from bot.accounts.accounts import Role
from bot.archive.models import Session
from tests.e2e.console.console_people import Console

MINUTES = 2
MOST_REQUESTS = 100  # in two minutes, for a tab that is looked at
WATCHED = int(os.environ.get("WATCHED_SECONDS", str(60 * MINUTES)))


@pytest.fixture
def page(browser: Browser, console: Console) -> Iterator[Page]:
    """A reviewer of their own, who may be signed out."""
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    console.sign_in(page, *console.colleague(Role.REVIEWER))
    yield page
    context.close()


def a_case(console: Console) -> str:
    with console.parts.archive.reading() as connection:
        going_on = (
            select(Session.id)
            .where(Session.status == "waiting", Session.stage != "")
            .order_by(Session.last_at)
        )
        return f"{console.staff}case/{connection.execute(going_on.limit(1)).scalar_one()}"


def test_an_open_tab_asks_in_one_chain_for_two_minutes(page: Page, console: Console) -> None:
    """A conversation and the inbox side by side: the second half of the time has no more requests
    than the first."""
    other = page.context.new_page()
    page.goto(a_case(console))
    other.goto(f"{console.staff}inbox")
    counts: dict[Page, list[int]] = {page: [0, 0], other: [0, 0]}
    half = 0

    def count(tab: Page) -> None:
        tab.on("request", lambda _: counts[tab].__setitem__(half, counts[tab][half] + 1))

    for tab in counts:
        count(tab)
    for half in range(2):  # noqa: B007  # count() writes to this half
        page.wait_for_timeout(WATCHED * 1000 / 2)
    for tab, (first, second) in counts.items():
        print(f"{tab.url}: {first} + {second} requests in {WATCHED} s")
        assert 0 < first + second <= MOST_REQUESTS * WATCHED / (60 * MINUTES)
        assert second <= first + 3


def test_the_page_says_that_it_is_live_and_at_once_when_it_is_not(
    page: Page, console: Console
) -> None:
    page.goto(a_case(console))
    expect(page.locator("#live")).to_have_text("Live")
    page.context.set_offline(True)
    expect(page.locator("#live")).to_contain_text("Not live", timeout=3000)
    page.context.set_offline(False)
    expect(page.locator("#live")).to_have_text("Live")


def test_signing_out_clears_a_parents_words_in_every_tab(page: Page, console: Console) -> None:
    case, other = page, page.context.new_page()
    case.goto(a_case(console))
    expect(case.locator(".bubble-parent").first).to_be_visible()
    other.goto(f"{console.staff}account")
    other.get_by_role("button", name="Sign out").click()
    expect(case.get_by_role("heading", name="Sign in")).to_be_visible(timeout=3000)
    expect(case.locator(".bubble")).to_have_count(0)


def test_a_draft_survives_the_end_of_the_session_and_comes_back_with_its_page(
    page: Page, console: Console
) -> None:
    """Typed, signed out in the middle of it, sent: back after the sign-in with the words where they
    were."""
    email, address = page.locator(".who-name").inner_text(), a_case(console)
    page.goto(address)
    page.get_by_label("Note for colleagues").fill("Her sister Ana picks up")
    page.get_by_role("button", name="Assign", exact=True).click()
    expect(page.get_by_text("Assigned")).not_to_have_count(0)
    expect(page.get_by_label("Note for colleagues")).to_have_value("Her sister Ana picks up")
    page.reload()
    expect(page.get_by_label("Note for colleagues")).to_have_value("Her sister Ana picks up")
    expect(page.get_by_label("Note for colleagues")).not_to_be_focused()
    with console.parts.archive.writing() as connection:
        connection.exec_driver_sql("DELETE FROM sign_ins")
    page.get_by_role("button", name="Add note").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert page.locator("input[name=next]").get_attribute("value") == address.removeprefix(
        console.site
    )
    assert email


def test_a_note_that_was_taken_leaves_no_draft_and_the_focus_where_it_was(
    page: Page, console: Console
) -> None:
    page.goto(a_case(console))
    page.get_by_label("Note for colleagues").fill("Called, she is well")
    page.get_by_role("button", name="Add note").press("Enter")
    expect(page.get_by_text("Note added.")).to_be_visible()
    expect(page.get_by_label("Note for colleagues")).to_have_value("")
    expect(page.get_by_label("Note for colleagues")).to_be_focused()
    assert (
        page.evaluate("Object.keys(localStorage).filter((each) => each.startsWith('mch-draft:'))")
        == []
    )


def test_signing_out_erases_the_drafts_of_this_browser(page: Page, console: Console) -> None:
    page.goto(a_case(console))
    page.get_by_label("Note for colleagues").fill("private")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert "private" not in page.evaluate("JSON.stringify(localStorage)")


def test_the_reply_is_two_keys_away(page: Page, console: Console) -> None:
    page.goto(a_case(console))
    page.wait_for_load_state()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to the reply")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Text to this person")).to_be_focused()
