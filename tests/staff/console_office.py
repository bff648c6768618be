"""The console as tests use it: people with a role, their browsers, and what was written down."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from html import unescape
from itertools import count
from typing import Any

from cryptography.fernet import Fernet
from flask import Flask
from sqlalchemy import insert, select
from werkzeug.test import TestResponse

from bot.accounts import passwords, sign_in
from bot.accounts import totp as codes
from bot.accounts.accounts import Account, Role, find
from bot.archive.database import Archive
from bot.archive.staff_tables import Audit, Staff
from bot.conversation.turns import Desk
from staff.guard import TOKEN

PASSWORD = "correct horse battery staple"
SECRETS = {
    "TWILIO_AUTH_TOKEN": "0123456789abcdef0123456789abcdef",
    "SECRET_KEY": "a-secret-key-that-is-only-for-tests-0",
    "DATA_KEYS": Fernet.generate_key().decode(),
    "CONTACT_KEY": "a-contact-key-that-is-only-for-tests",
}
BEGUN = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
_numbers = count(1)


@cache
def _hashed() -> str:
    return passwords.hashed(PASSWORD)


@dataclass
class Clock:
    now: datetime = BEGUN

    def __call__(self) -> datetime:
        return self.now

    def wait(self, **time: float) -> None:
        self.now += timedelta(**time)


@dataclass
class Browser:
    """One browser; it sends the token of its pages with every form."""

    app: Flask
    client: Any = field(init=False)

    def __post_init__(self) -> None:
        self.client = self.app.test_client()

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.client.get(path, **more)

    def post(self, path: str, **form: Any) -> TestResponse:
        return self.client.post(
            path,
            data={"csrf_token": self.csrf(), **form},
            headers={"Referer": "https://localhost/staff/"},
        )

    def csrf(self) -> str:
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.get("/staff/signin").text)
        assert found
        return found[1]

    def since(self, path: str, shown: str = "") -> TestResponse:
        """What an open page that shows this ETag is told."""
        return self.client.get(path, headers={"If-None-Match": shown})

    def shows(self, path: str) -> str:
        """The ETag that the page at this address begins with."""
        found = re.search(r'data-etag="([^"]*)"', self.get(path).text)
        assert found
        return unescape(found[1])

    @property
    def session(self) -> dict[str, Any]:
        with self.client.session_transaction("/staff/") as session:
            return dict(session)

    def put(self, **values: Any) -> None:
        """Into the cookie, as only the program itself can."""
        with self.client.session_transaction("/staff/") as session:
            session.update(values)

    def cookie(self) -> str:
        cookie = self.client.get_cookie("staff", path="/staff/")
        assert cookie
        return str(cookie.value)

    def sign_in(self, account: Account, password: str = PASSWORD, **more: str) -> TestResponse:
        return self.post("/staff/signin", email=account.email, password=password, **more)


@dataclass
class Office:
    app: Flask
    archive: Archive
    clock: Clock
    desk: Desk

    def person(self, role: Role = Role.READER, **changed: Any) -> Account:
        """An account that may work at once: an administrator has codes."""
        email = f"{role.value}{next(_numbers)}@example.org"
        row = {
            "email": email,
            "name": role.value.title(),
            "role": role.value,
            "password": _hashed(),
            "created": BEGUN,
        }
        if role is Role.ADMINISTRATOR:
            row |= {"totp": self.desk.cipher.encrypt(codes.new_secret()), "totp_on": True}
        with self.archive.writing() as connection:
            connection.execute(insert(Staff).values(**row | changed))
        return find(self.archive, str((row | changed)["email"]))

    def browser(self) -> Browser:
        return Browser(self.app)

    def signed_in(self, role: Role | Account = Role.READER) -> Browser:
        """A browser in which somebody with this role is at work."""
        account = role if isinstance(role, Account) else self.person(role)
        browser = self.browser()
        browser.put(**{TOKEN: sign_in.begin(self.archive, account, "127.0.0.1", self.clock())})
        return browser

    def audit(self) -> list[tuple[str, str, str, dict[str, Any]]]:
        """Who did what on what, with what more, since the test began; the log itself can never be
        emptied."""
        rows = select(Audit.email, Audit.action, Audit.target, Audit.detail).order_by(Audit.id)
        with self.archive.reading() as connection:
            return [tuple(row) for row in connection.execute(rows)][self._written_before :]

    def __post_init__(self) -> None:
        self._written_before = 0
        self._written_before = len(self.audit())

    def account(self, account: Account) -> Account:
        return find(self.archive, account.email)
