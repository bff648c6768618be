"""`/try/` as a newcomer meets it: the real program, a real browser, whole conversations."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.served_program import Person

PHONE, DESKTOP = (360, 740), (1200, 800)

ENGLISH = [
    ("hi", "Which fits you?"),
    ("1", "When is your baby due?"),
    ("5 months", "first baby?"),
    ("yes", "town"),
    ("Hartford", "1 Food"),
    ("1,4", "HUSKY"),
    ("yes", "these may help"),
]
SPANISH = [
    ("hola", "Embarazo"),
    ("1", "bebé"),
    ("5 meses", "primer bebé"),
    ("sí", "pueblo"),
    ("Hartford", "1 Comida"),
    ("1,4", "HUSKY"),
    ("sí", "WIC"),
]


@pytest.mark.parametrize("talk", [ENGLISH, SPANISH], ids=["English", "Spanish"])
@pytest.mark.parametrize("person", [DESKTOP, PHONE], ids=["desktop", "phone"], indirect=True)
def test_a_newcomer_texts_and_is_told_which_programs_fit(
    person: Person, talk: list[tuple[str, str]]
) -> None:
    for words, expected in talk:
        reply = person.says(words)
        assert expected in reply
    assert "WIC" in reply
    assert "(860) 757-4820" in reply
    assert "2-1-1" in reply


def test_inside_shows_the_step_the_answers_the_programs_and_the_turns(person: Person) -> None:
    for words, _ in ENGLISH:
        person.says(words)
    expect(person.page.locator("#now")).to_contain_text("matched")
    expect(person.page.locator("#answers")).to_contain_text("food, breastfeeding")
    expect(person.page.locator("#programs .badge.fits").first).to_have_text("Fits")
    expect(person.turns).to_have_count(len(ENGLISH))
    person.turns.first.locator("summary").first.click()
    expect(person.turns.first).to_contain_text("Programs matched")
    person.turns.first.get_by_text("The TwiML as sent").click()
    expect(person.turns.first).to_contain_text("<Response><Message>")


def test_the_same_text_twice_gets_the_same_reply_and_makes_no_new_turn(person: Person) -> None:
    first = person.says("hi")
    person.page.get_by_label("More ways to send").click()
    person.page.get_by_role("button", name="Send the last one again").click()
    assert person.next_reply(1) == first
    expect(person.page.get_by_text("sent again, same MessageSid")).to_be_visible()
    expect(person.turns).to_have_count(1)


def test_a_picture_is_answered(person: Person) -> None:
    person.says("hi")
    person.page.get_by_label("More ways to send").click()
    person.page.get_by_role("button", name="Send a picture").click()
    assert "picture" in person.next_reply(1)


def test_a_delayed_text_is_overtaken_by_the_next_one(person: Person) -> None:
    person.says("hi")
    person.page.get_by_label("More ways to send").click()
    person.page.get_by_label("Delay the next texts").select_option("2")
    person.page.locator("#words").fill("HELP")
    person.page.keyboard.press("Enter")
    person.page.get_by_label("Delay the next texts").select_option("0")
    person.says("1")
    person.next_reply(2)
    expect(person.turns.locator(".words")).to_have_text(["HELP", "1", "hi"])


def test_a_reload_keeps_the_phone_and_its_texts_and_a_new_phone_begins_anew(person: Person) -> None:
    reply = person.says("hi")
    number = person.page.locator("#own-number").inner_text()
    person.page.reload()
    assert person.next_reply(0) == reply
    assert person.page.locator("#own-number").inner_text() == number
    person.page.get_by_role("button", name="New phone").click()
    expect(person.page.locator("#own-number")).not_to_have_text(number)
    expect(person.page.get_by_text("as a parent would")).to_be_visible()
    expect(person.replies).to_have_count(0)


def test_when_the_server_is_gone_the_text_is_kept_and_can_be_sent_again(person: Person) -> None:
    person.page.route("**/try/send", lambda route: route.abort())
    person.page.locator("#words").fill("hi")
    person.page.keyboard.press("Enter")
    expect(person.page.get_by_role("alert")).to_contain_text("Your text is kept here")
    person.page.unroute("**/try/send")
    person.page.get_by_role("button", name="Try again").click()
    assert person.next_reply(0)
    expect(person.page.get_by_role("alert")).to_be_hidden()
    expect(person.page.locator(".mine")).to_have_count(1)


@pytest.mark.parametrize("person", [PHONE], ids=["phone"], indirect=True)
def test_a_phones_screen_never_scrolls_sideways_and_the_page_is_as_high_as_the_screen(
    person: Person,
) -> None:
    for words, _ in ENGLISH:
        person.says(words)
    person.page.get_by_label("More ways to send").click()
    too_large = (
        "document.documentElement.scrollWidth > innerWidth || document.documentElement.scrollHeight"
        " > innerHeight"
    )
    assert not person.page.evaluate(too_large)
    person.page.get_by_role("button", name="Inside").click()
    expect(person.page.locator("#answers")).to_be_visible()
    assert not person.page.evaluate(too_large)


def test_everything_can_be_done_from_the_keyboard(person: Person) -> None:
    """The skip link, the tools, a quick text, a turn's details: reached with Tab, used with Enter,
    focus always seen."""
    keyboard = person.page.keyboard
    person.page.evaluate("document.activeElement.blur()")
    _tab_to(person, "Skip to the text box")
    keyboard.press("Enter")
    keyboard.type("hi")
    keyboard.press("Enter")
    person.next_reply(0)
    keyboard.press("Shift+Tab")
    keyboard.press("Enter")
    assert person.page.locator("#more").get_attribute("aria-expanded") == "true"
    person.page.evaluate("document.activeElement.blur()")
    for name, replies in (("Send a picture", 2), ("HELP", 3)):
        _tab_to(person, name)
        keyboard.press("Enter")
        person.next_reply(replies - 1)
    _tab_to(person, "HELP", selector="#turns summary")
    keyboard.press("Enter")
    expect(person.turns.first.locator("details").first).to_have_attribute("open", "")


def _tab_to(person: Person, name: str, selector: str = "a, button") -> None:
    focused = "s => document.activeElement.matches(s) ? document.activeElement.innerText : ''"
    for _ in range(60):
        person.page.keyboard.press("Tab")
        if str(person.page.evaluate(focused, selector)).startswith(name):
            outline = person.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline == "solid", f"the focus on {name!r} cannot be seen"
            return
    raise AssertionError(f"{name!r} cannot be reached with Tab")
