"""Where sign-ins are tried from: failures are counted for each place by itself, and each wait is
twice the last.

A place is a line of the internet, or a browser in which this person has signed in before. A
stranger who guesses keeps only the stranger waiting; the owner is told of it at the next sign-in.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import IPv4Address, ip_address, ip_network

from sqlalchemy import Connection, delete, func, select, update

from bot.accounts.accounts import ACCOUNT, Account, account_of, normal
from bot.archive.database import Archive
from bot.archive.staff_tables import KnownBrowser, SignInPlace, Staff
from bot.archive.write.upsert import put

FREE_TRIES = 5
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)
KNOWN_FOR = timedelta(days=180)
_LINE_BITS = 64


@dataclass(frozen=True)
class Attempt:
    """What is known before anything is checked; with a reason there is nothing to check."""

    reason: str
    account: Account | None = None
    password: str = ""
    secret: str = ""


@dataclass(frozen=True)
class Untold:
    """Failed sign-ins that the owner does not know of yet, and when the last was."""

    count: int
    last: datetime | None


def line_of(address: str) -> str:
    """What counts as one place. Who has a line of IPv6 has as many addresses as they like: these
    count as one."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv4Address) or found.ipv4_mapped:
        return address
    return str(ip_network((int(found), _LINE_BITS), strict=False))


def wait_after(failed: int) -> timedelta | None:
    """How long a place waits after so many failures in a row."""
    if failed < FREE_TRIES:
        return None
    doublings = min(failed - FREE_TRIES, 10)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


def count(
    archive: Archive, email: str, address: str, browser: str, now: datetime
) -> tuple[str, Attempt]:
    """The place, and what is known. Counts before anything is checked, so that a hundred attempts
    at once are a hundred."""
    with archive.writing() as connection:
        columns = (*ACCOUNT, Staff.password, Staff.totp)
        row = connection.execute(
            select(*columns).where(Staff.email == email).with_for_update()
        ).one_or_none()
        if row is None:
            return "", Attempt("no account")
        account = account_of(row)
        coded_out = (
            account.locked_until and now < account.locked_until
        )  # by wrong codes of whoever has the password
        if account.disabled or coded_out:
            return "", Attempt("disabled" if account.disabled else "waiting", account)
        known = browser and _knows(connection, account.id, browser, now)
        place = _hashed(f"browser {browser}" if known else f"line {line_of(address)}")
        here = (SignInPlace.staff_id == account.id, SignInPlace.place == place)
        seen = connection.execute(
            select(SignInPlace.failed, SignInPlace.locked_until).where(*here)
        ).one_or_none()
        if seen and seen.locked_until and now < seen.locked_until:
            return place, Attempt("waiting", account)
        failed = (seen.failed if seen else 0) + 1
        wait = wait_after(failed)
        values = {"staff_id": account.id, "place": place, "failed": failed, "seen": now}
        values |= {"locked_until": now + wait if wait else None, "untold": 0}
        put(connection, SignInPlace, [values], ["failed", "locked_until", "seen"])
        connection.execute(update(SignInPlace).where(*here).values(untold=SignInPlace.untold + 1))
    return place, Attempt("", account, row.password)


def give_back(archive: Archive, account: Account, place: str) -> None:
    """What was right is no failure; those before it are forgotten only by a whole sign-in."""
    here = (SignInPlace.staff_id == account.id, SignInPlace.place == place)
    right = {
        "failed": SignInPlace.failed - 1,
        "untold": SignInPlace.untold - 1,
        "locked_until": None,
    }
    with archive.writing() as connection:
        connection.execute(update(SignInPlace).where(*here).values(**right))


def come_in(
    archive: Archive, account: Account, address: str, browser: str, now: datetime
) -> tuple[Untold, str]:
    """After a whole sign-in: what the owner should be told, and the name by which this browser is
    known from now on."""
    with archive.writing() as connection:
        mine = SignInPlace.staff_id == account.id
        row = connection.execute(
            select(
                func.coalesce(func.sum(SignInPlace.untold), 0), func.max(SignInPlace.seen)
            ).where(mine, SignInPlace.untold > 0)
        ).one()
        connection.execute(update(SignInPlace).where(mine).values(untold=0))
        known = browser and _knows(connection, account.id, browser, now)
        places = [
            _hashed(f"line {line_of(address)}"),
            *([_hashed(f"browser {browser}")] if known else []),
        ]
        connection.execute(delete(SignInPlace).where(mine, SignInPlace.place.in_(places)))
        connection.execute(delete(KnownBrowser).where(KnownBrowser.seen < now - KNOWN_FOR))
        name = browser if known else secrets.token_urlsafe(32)
        put(
            connection,
            KnownBrowser,
            [{"token": _hashed(name), "staff_id": account.id, "seen": now}],
            ["seen"],
        )
    return Untold(int(row[0]), row[1]), name


def is_spared(archive: Archive, email: str, browser: str, now: datetime) -> bool:
    """Whether the limit for one place is not for them: a known browser, or an account that was just
    reset."""
    with archive.reading() as connection:
        row = connection.execute(
            select(Staff.id, Staff.temporary).where(Staff.email == normal(email))
        ).one_or_none()
        return row is not None and (
            row.temporary or bool(browser and _knows(connection, row.id, browser, now))
        )


def _knows(connection: Connection, staff_id: int, browser: str, now: datetime) -> bool:
    mine = (
        KnownBrowser.token == _hashed(browser),
        KnownBrowser.staff_id == staff_id,
        KnownBrowser.seen >= now - KNOWN_FOR,
    )
    return connection.execute(select(KnownBrowser.token).where(*mine)).first() is not None


def _hashed(name: str) -> str:
    return sha256(name.encode()).hexdigest()
