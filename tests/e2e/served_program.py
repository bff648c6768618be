"""The whole program as `make run` starts it, the system's Chromium, and a person at the simulated
phone."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from tests.started_program import Program

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """The program on a free port with everything under `folder`; gives the address of `/try/`."""
    with Program(folder) as program:
        yield f"http://127.0.0.1:{program.port}/try/"


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium; CHROMIUM names another one."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not path:
        raise RuntimeError(
            "Chromium is needed: install it (Debian: apt install chromium), or set CHROMIUM to its"
            " path."
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


class Person:
    """Somebody at the page."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        page.goto(address)
        page.locator("#quick button").first.wait_for()

    @property
    def replies(self) -> Locator:
        return self.page.locator("#log .theirs")

    @property
    def turns(self) -> Locator:
        return self.page.locator("#turns > li")

    def says(self, words: str) -> str:
        """Types it, presses Enter, and reads the reply."""
        before = self.replies.count()
        self.page.locator("#words").fill(words)
        self.page.keyboard.press("Enter")
        return self.next_reply(before)

    def next_reply(self, before: int) -> str:
        reply = self.replies.nth(before)
        reply.wait_for()
        return reply.inner_text()
