"""The telephone of `/try/`: a whole call in each language, and what only a call can do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.served_program import Person
from tests.started_program import Program

PHONE, DESKTOP = (360, 740), (1200, 800)
OPEN = {"TRANSFER_NUMBER": "+18607574820", "OFFICE_HOURS": "mon-sun 00:00-23:59", "VOICEMAIL": "1"}

ENGLISH = [
    ("1", "pregnant"),
    ("1", "due"),
    ("5 months", "first"),
    ("1", "live"),
    ("06106", "Food"),
    ("1", "One more thing"),
    ("2", "food stamps"),
    ("1", "Wic"),
    ("1", "press 4"),
]
SPANISH = [
    ("2", "embarazada"),
    ("1", "bebé"),
    ("cinco meses", "primer"),
    ("1", "vive"),
    ("06106", "Comida"),
    ("1", "Otra más"),
    ("2", "cupones"),
    ("1", "Wic"),
    ("1", "el cuatro"),
]


class Caller:
    """Somebody at the telephone of the page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.locator("#see-call").click()

    @property
    def heard(self) -> Locator:
        return self.page.locator("#heard .theirs")

    def calls(self) -> None:
        self._then(lambda: self.page.get_by_role("button", name="Call", exact=True).last.click())

    def does(self, keys_or_words: str) -> str:
        """Presses the keys one by one, or says the words; gives what is heard then."""
        if re.fullmatch("[0-9*#]+", keys_or_words):
            return self._then(
                lambda: [self.page.locator(f'[data-key="{key}"]').click() for key in keys_or_words]
            )
        self.page.locator("#spoken").fill(keys_or_words)
        return self._then(lambda: self.page.keyboard.press("Enter"))

    def clicks(self, name: str) -> str:
        return self._then(lambda: self.page.get_by_role("button", name=name, exact=True).click())

    def _then(self, action: Callable[[], object]) -> str:
        before = self.heard.count()
        action()
        self.heard.nth(before).wait_for()
        expect(self.page.locator("#heard .warning")).to_have_count(0)
        return "\n".join(self.heard.all_inner_texts()[before:])


@pytest.fixture
def caller(person: Person) -> Caller:
    return Caller(person.page)


@pytest.mark.parametrize("talk", [ENGLISH, SPANISH], ids=["English", "Spanish"])
@pytest.mark.parametrize("person", [DESKTOP, PHONE], ids=["desktop", "phone"], indirect=True)
def test_a_newcomer_calls_and_hears_which_programs_fit(
    caller: Caller, talk: list[tuple[str, str]]
) -> None:
    caller.calls()
    for answer, expected in talk:
        assert expected in caller.does(answer)
    heard = [
        caller.clicks("Silence") for _ in range(3)
    ]  # the third program, the fourth with our number, goodbye
    assert "Healthy Start" in heard[1]
    assert heard[2].count("8 6 0, 7 5 7, 4 8 2 0") == 2
    expect(caller.page.locator("#line")).to_have_text("The call is over")


def test_each_prompt_is_marked_with_its_language_and_the_twiml_stands_beside_it(
    caller: Caller,
) -> None:
    caller.calls()
    assert {tag.get_attribute("lang") for tag in caller.heard.all()} == {"en-US", "es-US"}
    caller.does("1")
    newest = caller.page.locator("#wire > li").first
    expect(newest).to_contain_text("POST /voice/turn?n=1")
    expect(newest).to_contain_text("Digits=1")
    expect(newest.locator("pre")).to_contain_text("<Gather")
    expect(caller.page.locator("#now")).to_contain_text("stage")


def test_silence_and_a_callback_posted_twice(caller: Caller) -> None:
    caller.calls()
    caller.does("1")
    assert "I did not hear you" in caller.clicks("Silence")
    caller.page.get_by_label("More about the call").click()
    caller.page.get_by_role("button", name="Post the last callback again").click()
    expect(
        caller.page.get_by_text("Posted again: the same answer, and nothing moved.")
    ).to_be_visible()


def test_a_dropped_call_goes_on_where_it_was_by_text(person: Person, caller: Caller) -> None:
    caller.calls()
    caller.does("1")
    caller.does("1")
    caller.page.get_by_label("More about the call").click()
    caller.page.get_by_role("button", name="Drop the call").click()
    expect(caller.page.locator("#line")).to_have_text("The call is over")
    caller.page.locator("#see-text").click()
    assert person.says("hi")


def test_a_withheld_number_is_a_call_of_its_own(caller: Caller) -> None:
    caller.page.get_by_label("More about the call").click()
    caller.page.get_by_label("Withhold my number").check()
    caller.calls()
    expect(caller.page.locator("#now")).to_contain_text("waiting")


@pytest.mark.parametrize("person", [PHONE], ids=["phone"], indirect=True)
def test_a_phones_screen_never_scrolls_sideways_and_the_page_is_as_high_as_the_screen(
    caller: Caller,
) -> None:
    too_large = (
        "document.documentElement.scrollWidth > innerWidth || document.documentElement.scrollHeight"
        " > innerHeight"
    )
    caller.calls()
    caller.page.get_by_label("More about the call").click()
    assert not caller.page.evaluate(too_large)
    caller.page.get_by_role("button", name="Inside").click()
    assert not caller.page.evaluate(too_large)


def test_a_call_can_be_made_from_the_keyboard_alone(caller: Caller) -> None:
    """The digit keys press the keypad's, wherever in the telephone the focus is, but for where
    words are typed."""
    page = caller.page
    page.locator("#hook").focus()
    page.keyboard.press("Enter")
    caller.heard.first.wait_for()
    page.keyboard.press("1")
    expect(caller.heard.filter(has_text="What fits you?")).to_be_visible()
    page.locator("#spoken").focus()
    page.keyboard.type("2 kids")
    expect(page.locator("#spoken")).to_have_value("2 kids")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A program whose office is always open."""
    with Program(Path(tmp_path_factory.mktemp("office")), **OPEN) as program:
        yield f"http://127.0.0.1:{program.port}/try/"


def test_a_person_is_called_and_a_message_is_left(browser: Browser, office: str) -> None:
    page = browser.new_page(reduced_motion="reduce")
    caller = Caller(Person(page, office).page)
    caller.calls()
    caller.does("1")
    assert "I am calling a person for you" in caller.does("0")
    expect(page.get_by_role("button", name="They press 1")).to_be_focused()
    assert "To leave a recorded message" in caller.clicks("A machine answers")
    expect(page.get_by_text("The person called hears")).not_to_have_count(0)
    assert "After the tone" in caller.does("1")
    assert "Our staff will hear your message" in caller.clicks("press pound")
    page.close()
