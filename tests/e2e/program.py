"""The whole program as `make run` starts it, the system's Chromium, and a person at the simulated phone."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from playwright.sync_api import Browser, Locator, Page, sync_playwright

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
START_SECONDS = 60
STOP_SECONDS = 30


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """`python -m bot run` on a free port with everything under `folder`; gives the address of `/try/`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environ = {name: value for name, value in os.environ.items() if name not in ("REDIS_URL", "PUBLIC_BASE_URL", "ENV")}
    with (folder / "program.log").open("wb") as log:
        program = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            env=environ | {"DATA_DIR": str(folder), "PORT": str(port)},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_until_ready(program, f"http://127.0.0.1:{port}/readyz", folder / "program.log")
            yield f"http://127.0.0.1:{port}/try/"
        finally:
            program.terminate()
            try:
                program.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                program.kill()
                program.wait()


def _wait_until_ready(program: subprocess.Popen[bytes], address: str, log: Path) -> None:
    straight = build_opener(ProxyHandler({}))
    deadline = time.monotonic() + START_SECONDS
    while program.poll() is None and time.monotonic() < deadline:
        try:
            with straight.open(address, timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"the program did not start:\n{log.read_text('utf-8', 'replace')}")


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium; CHROMIUM names another one."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not path:
        raise RuntimeError("Chromium is needed: install it (Debian: apt install chromium), or set CHROMIUM to its path.")
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
        return self.page.locator(".theirs")

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
