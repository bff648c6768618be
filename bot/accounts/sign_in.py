"""Authentication and browser sessions of the console, with exponential backoff after failed
attempts."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, insert, or_, select, update

from bot.accounts import passwords
from bot.accounts import sign_in_places as places
from bot.accounts import totp as codes
from bot.accounts.accounts import ACCOUNT, Account, account_of, normal
from bot.accounts.audit import Action, Actor, record
from bot.accounts.sign_in_places import Attempt, wait_after
from bot.archive.database import Archive
from bot.archive.staff_tables import SignIn, Staff
from bot.contacts import Cipher

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
_NOTED_EVERY = timedelta(minutes=1)  # a page that is opened is not worth a write each time
_LONGEST_EMAIL = 254


def check_password(
    archive: Archive, email: str, password: str, address: str, now: datetime, browser: str = ""
) -> Account | None:
    """The account, if this is its password and it may sign in now; finding out takes as long either
    way. Raises Busy.

    Failures count for the place they come from, or for the known `browser` by itself: nobody
    elsewhere can keep the owner out.
    """
    email = normal(email)[:_LONGEST_EMAIL]
    place, attempt = places.count(archive, email, address, browser, now)
    try:
        right = passwords.matches(password, attempt.password)
    except passwords.Busy:  # nobody looked: that it was full here is not held against them
        if not attempt.reason and attempt.account:
            places.give_back(archive, attempt.account, place)
        raise
    if attempt.account and right and not attempt.reason:
        places.give_back(archive, attempt.account, place)
        return attempt.account
    with archive.writing() as connection:
        _note_failure(connection, attempt, email, attempt.reason or "wrong password", address, now)
    return None


def check_code(
    archive: Archive, cipher: Cipher, staff_id: int, code: str, address: str, now: datetime
) -> Account | None:
    """The account, if this code is right, was not used before, and it may sign in now. Whoever is
    asked for a code knew the password: failures count for the account, wherever they come from."""
    attempt = _count(archive, Staff.id == staff_id, now)
    step = codes.step_of(code, cipher.decrypt(attempt.secret), now) if attempt.secret else None
    with archive.writing() as connection:
        if attempt.account and step is not None and use_step(connection, attempt.account, step):
            _give_back(connection, attempt.account)
            return attempt.account
        reason = attempt.reason or ("wrong code" if step is None else "code used before")
        _note_failure(connection, attempt, "", reason, address, now)
    return None


def note_refused(archive: Archive, address: str, now: datetime) -> None:
    """An attempt was turned away before anything was looked at: there were too many from there, or
    for that address."""
    with archive.writing() as connection:
        record(
            connection,
            Actor(None, "", address),
            Action.SIGN_IN_FAILED,
            "",
            {"reason": "too many attempts"},
            now,
        )


def use_step(connection: Connection, account: Account, step: int) -> bool:
    """Whether this code counts: the first time, and none that is older than one that was used."""
    fresh = (
        update(Staff).where(Staff.id == account.id, Staff.code_step < step).values(code_step=step)
    )
    return connection.execute(fresh).rowcount == 1


def begin(archive: Archive, account: Account, address: str, now: datetime) -> str:
    """Signs them in, in one browser; the token that it shows from now on."""
    token = secrets.token_urlsafe(32)
    with archive.writing() as connection:
        connection.execute(
            delete(SignIn).where(or_(SignIn.seen <= now - IDLE, SignIn.begun <= now - LONGEST))
        )
        connection.execute(
            insert(SignIn).values(token=hashed(token), staff_id=account.id, begun=now, seen=now)
        )
        fresh = (
            update(Staff)
            .where(Staff.id == account.id)
            .values(failed=0, locked_until=None, last_seen=now)
        )
        connection.execute(fresh)
        record(connection, Actor(account.id, account.email, address), Action.SIGNED_IN, "", {}, now)
    return token


def whose(archive: Archive, token: str, now: datetime, present: bool) -> Account | None:
    """Who is signed in with this token, unless they were away for too long. Only what somebody does
    keeps them `present`."""
    found = (
        select(*ACCOUNT, SignIn.begun, SignIn.seen)
        .join(SignIn)
        .where(SignIn.token == hashed(token), ~Staff.disabled)
    )
    with archive.reading() as connection:
        row = connection.execute(found).one_or_none()
    if row is None or now - row.seen >= IDLE or now - row.begun >= LONGEST:
        return None
    if present and now - row.seen >= _NOTED_EVERY:
        with archive.writing() as connection:
            connection.execute(update(SignIn).where(SignIn.token == hashed(token)).values(seen=now))
            connection.execute(update(Staff).where(Staff.id == row.id).values(last_seen=now))
    return account_of(row)


def end(archive: Archive, actor: Actor, token: str, now: datetime) -> None:
    with archive.writing() as connection:
        connection.execute(delete(SignIn).where(SignIn.token == hashed(token)))
        record(connection, actor, Action.SIGNED_OUT, "", {}, now)


def hashed(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _count(archive: Archive, whom: ColumnElement[bool], now: datetime) -> Attempt:
    """Counts before anything is checked, so that a hundred attempts at the same moment are a
    hundred."""
    with archive.writing() as connection:
        columns = (*ACCOUNT, Staff.password, Staff.totp, Staff.failed)
        row = connection.execute(select(*columns).where(whom).with_for_update()).one_or_none()
        if row is None:
            return Attempt("no account")
        account = account_of(row)
        if account.disabled or (account.locked_until and now < account.locked_until):
            return Attempt("disabled" if account.disabled else "waiting", account)
        wait = wait_after(row.failed + 1)
        counted: dict[str, Any] = {
            "failed": row.failed + 1,
            "locked_until": now + wait if wait else None,
        }
        connection.execute(update(Staff).where(Staff.id == account.id).values(**counted))
    return Attempt("", account, row.password, (row.totp or "") if row.totp_on else "")


def _give_back(connection: Connection, account: Account) -> None:
    """What was right is no failure; those before it are forgotten only by a whole sign-in."""
    right = (
        update(Staff)
        .where(Staff.id == account.id)
        .values(failed=Staff.failed - 1, locked_until=None)
    )
    connection.execute(right)


def _note_failure(
    connection: Connection, attempt: Attempt, email: str, reason: str, address: str, now: datetime
) -> None:
    # Where there is no account it may be anything that was typed, a password too.
    typed = Actor(None, email if "@" in email else "", address)
    who = Actor(attempt.account.id, attempt.account.email, address) if attempt.account else typed
    record(connection, who, Action.SIGN_IN_FAILED, "", {"reason": reason}, now)
