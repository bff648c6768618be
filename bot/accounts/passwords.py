"""Passwords: hashed with argon2, made at random, and refused when they are weak."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 12, 200
_LOOKED_AT = 72  # of a long one the beginning is enough to tell
_STRONG = 3  # of 4: safely unguessable, says zxcvbn
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another when read from paper
# A hash takes 64 MB and a core for a moment: parents' turns are answered by the same process.
_AT_ONCE = BoundedSemaphore(2)
_PATIENCE_SECONDS = 2.0

_hasher = PasswordHasher()
# What is compared when there is no account, so that the answer takes as long.
_NOBODY = (
    "$argon2id$v=19$m=65536,t=3,p=4"
    "$8WOkxKaK8a7r97q0TsLrDA$uKZHouix+sYKKCPfUluk0KMSwc5XcS7oNexRKTQ6N0U"
)


class Busy(Exception):
    """Too many passwords are being checked at this moment."""


@contextmanager
def _a_place() -> Iterator[None]:
    if not _AT_ONCE.acquire(timeout=_PATIENCE_SECONDS):
        raise Busy
    try:
        yield
    finally:
        _AT_ONCE.release()


def make() -> str:
    """A password nobody can guess, to be told once: four groups of four."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


def hashed(password: str) -> str:
    """Raises Busy."""
    with _a_place():
        return _hasher.hash(password)


def matches(password: str, kept: str) -> bool:
    """Whether it is the one; `kept` is empty where there is no account, which takes as long to find
    out. Raises Busy."""
    try:
        with _a_place():
            return _hasher.verify(kept or _NOBODY, password) and bool(kept)
    except (VerificationError, InvalidHashError):
        return False


def weakness(password: str, email: str) -> str:
    """What is wrong with it as a new password, in words; nothing when it will do."""
    if len(password) < SHORTEST:
        return f"Use at least {SHORTEST} characters. A few words in a row are easy to remember."
    if len(password) > LONGEST:
        return f"Use at most {LONGEST} characters."
    if len(set(password.casefold())) < 5:
        return "Use more different characters."
    if email.partition("@")[0].casefold() in password.casefold():
        return "Leave your e-mail address out of it."
    if _is_guessed(password, email):
        return (
            "That is among the first that anybody guesses. Take a few words that have nothing to do"
            " with each other."
        )
    return ""


def _is_guessed(password: str, email: str) -> bool:
    """Whether it is common, was in a breach, or is made of such: by the lists of zxcvbn, with our
    own words added."""
    from zxcvbn import zxcvbn  # twelve megabytes of words, for the few who choose a password

    theirs = [*email.replace("@", ".").split("."), "hartford", "mch", "maternal", "intake"]
    return bool(
        zxcvbn(password[:_LOOKED_AT], user_inputs=theirs, max_length=_LOOKED_AT)["score"] < _STRONG
    )
