"""A conversation's short number: six digits that can be said on the telephone and typed into the
console."""

from __future__ import annotations

import re
from hashlib import blake2b

from sqlalchemy import Connection, select

from bot.archive.models import Session

DIGITS = 6
# Of the newest conversations so many are looked through: half a year of a busy line.
MOST = 20_000
_TYPED = re.compile(r"\s*#?\s*([0-9]{3})[ ,.-]?([0-9]{3})\s*")


def short_number(session_id: str) -> str:
    """Always the same for a conversation; two among thousands may share one, and then the newer one
    is meant."""
    digest = blake2b(session_id.encode(), digest_size=8).digest()
    return f"{int.from_bytes(digest) % 10**DIGITS:0{DIGITS}}"


def typed(text: str) -> str:
    """The short number that somebody typed, or nothing."""
    found = _TYPED.fullmatch(text)
    return found[1] + found[2] if found else ""


def find_by_short_number(connection: Connection, number: str) -> str:
    """The newest conversation of this short number, or nothing."""
    newest = select(Session.id).order_by(Session.last_at.desc()).limit(MOST)
    return next(
        (each for each in connection.execute(newest).scalars() if short_number(each) == number), ""
    )
