"""Staff at work in the browser: a parent's text appears by itself within two seconds, and the keys
lead through the list."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.started_program import Line, Program, form

PASSWORD = "four other words here"
PARENTS = ("+18605550111", "+18605550112")
AT_ONCE = 2000  # milliseconds: what staff are promised


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    with Program(tmp_path_factory.mktemp("case")) as program:
        yield program


@pytest.fixture(scope="module")
def staff(browser: Browser, program: Program) -> Iterator[Page]:
    """Somebody signed in, on a phone."""
    found = re.search(r"console as (\S+) with the password (\S+)", program.said())
    assert found
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda message: (
            complaints.append(message.text) if "Content Security" in message.text else None
        ),
    )
    page.goto(address(program, ""))
    page.locator("[name=email]").fill(found[1])
    page.locator("[name=password]").fill(found[2])
    page.keyboard.press("Enter")
    page.get_by_label("Current password").focus()
    for words in (found[2], PASSWORD, PASSWORD):
        page.keyboard.type(words)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator(".secret span").first.wait_for()
    secret = "".join(page.locator(".secret span").all_inner_texts())
    page.get_by_label("Code", exact=True).fill(pyotp.TOTP(secret).now())
    page.keyboard.press("Enter")
    expect(page.get_by_role("navigation", name="Console")).to_be_visible()
    yield page
    context.close()
    assert complaints == []


def address(program: Program, path: str) -> str:
    return f"http://127.0.0.1:{program.port}/staff/{path}"


def text(program: Program, sender: str, *bodies: str) -> None:
    with Line(program.port) as line:
        for body in bodies:
            line.text(form(sender, body))


def test_a_text_appears_without_reloading(program: Program, staff: Page) -> None:
    text(program, PARENTS[0], "hi")
    staff.goto(address(program, "inbox"))
    expect(staff.locator(".item-link")).to_have_count(1)
    staff.locator(".item-link").click()
    expect(staff.locator(".bubble-parent")).to_have_count(1)
    staff.evaluate("window.sameAsBefore = true")
    text(program, PARENTS[0], "im 5 months pregnant w my first in 06106")
    expect(staff.locator(".bubble-parent .said").last).to_have_text(
        "im 5 months pregnant w my first in 06106", timeout=AT_ONCE
    )
    expect(staff.locator(".summary")).to_contain_text("lives in Hartford")
    expect(staff.locator("#news")).to_contain_text("new message")
    assert staff.evaluate("window.sameAsBefore")


def test_what_somebody_is_writing_is_kept_while_texts_come(program: Program, staff: Page) -> None:
    staff.goto(address(program, "inbox"))
    staff.locator(".item-link").first.click()
    staff.get_by_label("Note for colleagues").fill("asked about a car seat")
    text(program, PARENTS[0], "call me", "Ana", "morning")
    expect(staff.get_by_text("Something changed here.")).to_be_visible(timeout=AT_ONCE)
    expect(staff.get_by_label("Note for colleagues")).to_have_value("asked about a car seat")


def test_the_keys_lead_through_the_list_and_can_be_switched_off(
    program: Program, staff: Page
) -> None:
    text(program, PARENTS[1], "hola")
    staff.goto(address(program, "inbox"))
    expect(staff.locator(".item-link")).to_have_count(2)
    staff.keyboard.press("j")
    expect(staff.locator(".item-link").first).to_be_focused()
    first = staff.locator(".item-link").first.get_attribute("href") or ""
    second = staff.locator(".item-link").last.get_attribute("href") or ""
    staff.keyboard.press("Enter")
    staff.wait_for_url(f"**{first}")
    staff.keyboard.press("j")
    staff.wait_for_url(f"**{second}")
    staff.keyboard.press("e")
    expect(staff.get_by_text("Marked as reviewed.")).to_be_visible()
    staff.wait_for_load_state()  # the keys begin with the page's script
    staff.keyboard.press("k")
    staff.wait_for_url(f"**{first}")
    staff.get_by_label("Note for colleagues").press("j")
    expect(staff.get_by_label("Note for colleagues")).to_have_value(
        "asked about a car seatj"
    )  # the draft is kept
    staff.locator(".keys summary").click()
    staff.get_by_label("Use these keys").uncheck()
    staff.locator("h1").click()
    staff.keyboard.press("j")
    assert staff.url.endswith(first)
    staff.get_by_label("Use these keys").check()


@pytest.mark.parametrize(
    "width", [320, 360, 390, 600, 1280]
)  # 600 is 1200 at 200 %, 320 is 1280 at 400 %
def test_nobody_has_to_scroll_to_the_side(program: Program, staff: Page, width: int) -> None:
    staff.set_viewport_size({"width": width, "height": 740})
    staff.goto(address(program, "inbox"))
    case = staff.locator(".item-link").first.get_attribute("href") or ""
    for path in (
        "inbox",
        "inbox?q=pregnant&town=Hartford",
        f"case/{case.rpartition('/')[2]}",
        f"case/{case.rpartition('/')[2]}/print",
    ):
        staff.goto(address(program, path))
        assert not staff.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        ), path
