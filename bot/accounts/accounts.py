"""The accounts of the console: who may sign in, and what they may do."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.accounts import passwords
from bot.accounts.audit import Action, Actor, record
from bot.archive.database import Archive
from bot.archive.staff_tables import KnownBrowser, SignIn, SignInPlace, Staff

_EMAIL = re.compile(r"[^@\s<>\"',;:]{1,64}@[^@\s<>\"',;:]{1,189}")


class Role(StrEnum):
    """Each may do what those before it may."""

    READER = "reader"
    REVIEWER = "reviewer"
    ADMINISTRATOR = "administrator"

    def covers(self, needed: Role) -> bool:
        order = list(Role)
        return order.index(self) >= order.index(needed)


@dataclass(frozen=True)
class Account:
    """Somebody of the staff, without their secrets."""

    id: int
    email: str
    name: str
    role: Role
    codes_on: bool  # asked for a code when they sign in
    disabled: bool
    temporary: bool  # must change the password that was made for them
    created: datetime
    last_seen: datetime | None
    locked_until: datetime | None
    signs_as: str = ""

    @property
    def signature(self) -> str:
        """The name under a text: the one they set, else the first name; a parent needs no more."""
        return self.signs_as or self.name.split()[0]

    @property
    def must_use_codes(self) -> bool:
        return self.role is Role.ADMINISTRATOR


class AccountRefused(ValueError):
    """Cannot be done; the message says why, in words for whoever asked."""


ACCOUNT = (
    Staff.id,
    Staff.email,
    Staff.name,
    Staff.role,
    Staff.totp_on,
    Staff.disabled,
    Staff.temporary,
    Staff.created,
    Staff.last_seen,
    Staff.locked_until,
    Staff.signs_as,
)


def account_of(row: Sequence[Any]) -> Account:
    """From a row that begins with the columns of ACCOUNT."""
    number, email, name, role, *rest = row[: len(ACCOUNT)]
    return Account(number, email, name, Role(role), *rest)


def everybody(archive: Archive) -> list[Account]:
    with archive.reading() as connection:
        return [
            account_of(row)
            for row in connection.execute(select(*ACCOUNT).order_by(Staff.disabled, Staff.email))
        ]


def find(archive: Archive, email: str) -> Account:
    """Raises AccountRefused if there is none."""
    with archive.reading() as connection:
        row = connection.execute(select(*ACCOUNT).where(Staff.email == normal(email))).one_or_none()
    if row is None:
        raise AccountRefused(f"There is no account {normal(email)}.")
    return account_of(row)


def normal(email: str) -> str:
    return email.strip().lower()


def add(archive: Archive, actor: Actor, email: str, name: str, role: Role, now: datetime) -> str:
    """A new account; its password, which is kept nowhere in clear. Raises AccountRefused, Busy."""
    email, name, password = normal(email), " ".join(name.split()), passwords.make()
    if not _EMAIL.fullmatch(email):
        raise AccountRefused("The e-mail address must be like ana@hartford.gov.")
    check_name(name)
    kept = passwords.hashed(password)
    try:
        with archive.writing() as connection:
            row = insert(Staff).values(
                email=email, name=name, role=role.value, password=kept, temporary=True, created=now
            )
            connection.execute(row)
            record(connection, actor, Action.ACCOUNT_ADDED, email, {"role": role.value}, now)
    except IntegrityError:
        raise AccountRefused(f"There is an account {email} already.") from None
    return password


def check_name(name: str) -> None:
    """Raises AccountRefused for a name that could pass for another: one with letters that only look
    like those of the Latin alphabet, or with characters that are not seen and turn the order of the
    others around."""
    if not 1 <= len(name) <= 80:
        raise AccountRefused("The name must have 1 to 80 characters.")
    strange = [letter for letter in unicodedata.normalize("NFC", name) if not _is_plain(letter)]
    if strange:
        raise AccountRefused(
            "Write the name in Latin letters, with spaces, hyphens, periods and apostrophes only."
        )


def _is_plain(letter: str) -> bool:
    if letter in " .-'’,":
        return True
    latin = (
        unicodedata.name(letter, "").startswith("LATIN ")
        and unicodedata.normalize("NFKC", letter) == letter
    )
    return (latin and unicodedata.category(letter) in ("Lu", "Ll")) or letter in "0123456789()"


def change_role(
    archive: Archive, actor: Actor, account: Account, role: Role, now: datetime
) -> None:
    """Raises AccountRefused where nobody would be left to look after the accounts."""
    with archive.writing() as connection:
        if role is not Role.ADMINISTRATOR:
            _keep_an_administrator(connection, account)
        _change(connection, account, role=role.value)
        record(
            connection,
            actor,
            Action.ROLE_CHANGED,
            account.email,
            {"from": account.role.value, "to": role.value},
            now,
        )


def disable(archive: Archive, actor: Actor, account: Account, now: datetime) -> None:
    """From now on they cannot sign in, and are signed out everywhere. Raises AccountRefused as
    `change_role` does."""
    with archive.writing() as connection:
        _keep_an_administrator(connection, account)
        _change(connection, account, disabled=True)
        sign_out_everywhere(connection, account.id)
        record(connection, actor, Action.ACCOUNT_DISABLED, account.email, {}, now)


def enable(archive: Archive, actor: Actor, account: Account, now: datetime) -> None:
    with archive.writing() as connection:
        _change(connection, account, disabled=False)
        record(connection, actor, Action.ACCOUNT_ENABLED, account.email, {}, now)


def reset(archive: Archive, actor: Actor, account: Account, now: datetime) -> str:
    """For who lost the password or the phone: a new password, no codes, no waiting. Raises Busy."""
    password = passwords.make()
    kept = passwords.hashed(password)
    with archive.writing() as connection:
        _change(
            connection,
            account,
            password=kept,
            temporary=True,
            totp=None,
            totp_on=False,
            failed=0,
            locked_until=None,
        )
        sign_out_everywhere(connection, account.id)
        for kept_waiting in (SignInPlace, KnownBrowser):  # a reset opens, whatever was tried before
            connection.execute(delete(kept_waiting).where(kept_waiting.staff_id == account.id))
        record(connection, actor, Action.ACCOUNT_RESET, account.email, {}, now)
    return password


def sign_out_everywhere(connection: Connection, staff_id: int) -> None:
    connection.execute(delete(SignIn).where(SignIn.staff_id == staff_id))


def _change(connection: Connection, account: Account, **values: Any) -> None:
    connection.execute(update(Staff).where(Staff.id == account.id).values(**values))


def _keep_an_administrator(connection: Connection, without: Account) -> None:
    active = (
        select(Staff.id)
        .where(Staff.role == Role.ADMINISTRATOR.value, ~Staff.disabled)
        .order_by(Staff.id)
    )
    # Locked, so that two of them cannot send each other away at the same moment.
    if set(connection.execute(active.with_for_update()).scalars()) == {without.id}:
        raise AccountRefused("This is the last administrator: make somebody else one first.")
