"""A running program with people of the demo in its console, and colleagues who sign in to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pyotp
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import insert

from bot.accounts import passwords
from bot.accounts import totp as codes
from bot.accounts.accounts import Role
from bot.archive.staff_tables import Staff
from bot.config.load_settings import load
from bot.demo.playing import Stage, play
from bot.wiring import Parts, put_together, redis_url
from tests.started_program import Program
from webhooks.spoken import Speaker

PEOPLE = 80  # with fewer, some kinds of conversations would be missing


@dataclass
class Console:
    """The console of one running program; `site` is the program's address."""

    site: str
    parts: Parts
    password: str = "correct horse battery staple"
    _signed_in: dict[Role, BrowserContext] = field(default_factory=dict)

    @property
    def staff(self) -> str:
        return f"{self.site}/staff/"

    def colleague(self, role: Role) -> tuple[str, str]:
        """Somebody who may work at once: their address, and the secret of their codes if they need
        any."""
        email, secret = f"{role.value}.{datetime.now(UTC):%H%M%S%f}@example.org", ""
        row = {
            "email": email,
            "name": f"Ana {role.value}",
            "role": role.value,
            "created": datetime.now(UTC),
        }
        if role is Role.ADMINISTRATOR:
            secret = codes.new_secret()
            row |= {"totp": self.parts.desk.cipher.encrypt(secret), "totp_on": True}
        with self.parts.archive.writing() as connection:
            connection.execute(
                insert(Staff).values(password=passwords.hashed(self.password), **row)
            )
        return email, secret

    def page(self, browser: Browser, role: Role) -> Page:
        """A new page of somebody with this role, who signed in once for all tests."""
        if role not in self._signed_in:
            context = self._signed_in[role] = browser.new_context(reduced_motion="reduce")
            page = context.new_page()
            self.sign_in(page, *self.colleague(role))
            page.close()
        return self._signed_in[role].new_page()

    def sign_in(self, page: Page, email: str, secret: str = "") -> None:
        page.goto(self.staff)
        page.get_by_label("E-mail address").fill(email)
        page.get_by_label("Password").fill(self.password)
        page.keyboard.press("Enter")
        if secret:
            page.get_by_label("Code").fill(pyotp.TOTP(secret).now())
            page.keyboard.press("Enter")
        expect(page.get_by_role("navigation", name="Console")).to_be_visible()

    def leave(self) -> None:
        for context in self._signed_in.values():
            context.close()
        self.parts.archive.close()


@contextmanager
def staffed(folder: Path) -> Iterator[Console]:
    """The program with the demo played on it while it runs."""
    with Program(folder) as program:
        settings = load({"DATA_DIR": str(folder)})
        parts = put_together(settings)
        speaker = Speaker(
            parts.desk.flow.languages, settings.transfer_number, settings.voice_number, ""
        )
        play(
            Stage(parts.desk, parts.archive, redis_url(settings), speaker, settings.sms_number),
            PEOPLE,
            lambda _: None,
        )
        console = Console(f"http://127.0.0.1:{program.port}", parts)
        yield console
        console.leave()
