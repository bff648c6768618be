"""One program and one browser for all; a fresh tab, and so a fresh phone, for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.e2e.console.console_people import Console, staffed
from tests.e2e.served_program import Person, chromium, running


@pytest.fixture(scope="package")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running(tmp_path_factory.mktemp("program")) as address:
        yield address


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="package")
def console(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Console]:
    """The console with the demo in it. The browser is closed after it."""
    with staffed(tmp_path_factory.mktemp("staffed")) as console:
        yield console


@pytest.fixture
def person(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Person]:
    """At a desktop, or at the size given as the fixture's parameter. The page must never complain
    in its console."""
    width, height = getattr(request, "param", (1200, 800))
    context = browser.new_context(
        viewport={"width": width, "height": height}, reduced_motion="reduce"
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda message: (
            complaints.append(message.text) if "Content Security" in message.text else None
        ),
    )
    yield Person(page, address)
    context.close()
    assert complaints == []
