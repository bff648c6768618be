"""While somebody writes a text, the browser counts what it costs as the program will."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

import staff
from flows.wording.sms_encoding import plain, segments
from tests.flows.counted_texts import COUNTED, MIXED

STATIC = Path(staff.__file__).parent / "static"
FORM = """<!doctype html><title>x</title>
<form class="acts-write" data-gsm7-only="" data-most="1600">
  <select id="text-language">
    <option value="en">English</option><option value="es">Spanish</option></select>
  <div class="acts-templates" hidden><select id="text-template"><option value="">Nothing</option>
    <option value="hello" data-en="Hi, it is Ana." data-es="Hola, soy Ana.">Hello</option>
  </select></div>
  <textarea id="text-words"></textarea><span id="text-cost"></span><span class="acts-length"></span>
</form><script type="module" src="/answer.js"></script>"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """The form with its two modules, as they are served."""
    context = browser.new_context()
    page = context.new_page()

    def serve(route: Route) -> None:
        name = route.request.url.rpartition("/")[2]
        if name:
            route.fulfill(body=(STATIC / name).read_text("utf-8"), content_type="text/javascript")
        else:
            route.fulfill(body=FORM, content_type="text/html; charset=utf-8")

    page.route("http://form.test/**", serve)
    page.goto("http://form.test/")
    yield page
    context.close()


@pytest.mark.parametrize("gsm7_only", [False, True], ids=["with accents", "without"])
def test_the_browser_counts_as_the_program_does(page: Page, gsm7_only: bool) -> None:
    texts = [text for text, _ in COUNTED] + MIXED
    script = """async ([texts, gsm7Only]) => {
      const { plain, segments } = await import("/segments.js");
      return texts.map((text) => {
        const clean = plain(text, gsm7Only); return [clean, segments(clean)]; });
    }"""
    expected = [(clean := plain(text, gsm7_only), segments(clean)) for text in texts]
    assert [tuple(each) for each in page.evaluate(script, [texts, gsm7_only])] == expected


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("", ""),
        ("Hi", "Costs 1 text."),
        ("á" * 71, "Costs 2 texts."),
        ("\u2026" * 600, "Too long to be sent."),
    ],
)
def test_it_says_so_while_one_writes(page: Page, words: str, told: str) -> None:
    page.fill("#text-words", words)
    assert page.text_content("#text-cost") == told


def test_words_to_begin_with_follow_the_language_and_never_take_away_what_was_written(
    page: Page,
) -> None:
    page.select_option("#text-template", "hello")
    assert page.input_value("#text-words") == "Hi, it is Ana."
    page.select_option("#text-language", "es")
    assert page.input_value("#text-words") == "Hola, soy Ana."
    page.fill("#text-words", "My own words.")
    page.select_option("#text-language", "en")
    assert page.input_value("#text-words") == "My own words."
    page.select_option("#text-template", "")
    page.select_option("#text-template", "hello")
    assert page.input_value("#text-words") == "My own words.\nHi, it is Ana."
