"""The kinds of value a setting can have: text in, a typed value out, or a ValueError that says what
to write instead."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import time
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import phonenumbers
from cryptography.fernet import Fernet
from msgspec import Struct

Read = Callable[[str], Any]

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HOSTLESS = ("unix", "sqlite", "postgres", "postgresql", "postgresql+psycopg")
_OPENING = re.compile(r"([a-z]{3})(?:-([a-z]{3}))? (\d\d?:\d\d)-(\d\d?:\d\d)")


class Opening(Struct, frozen=True):
    """Open on these weekdays (Monday is 0) from `opens` to `closes`, New York time."""

    days: tuple[int, ...]
    opens: time
    closes: time


def one_of(*words: str) -> Read:
    def read(text: str) -> str:
        if text not in words:
            raise ValueError(f"must be one of: {', '.join(words)}")
        return text

    return read


def whole(least: int, most: int) -> Read:
    def read(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
            raise ValueError(f"must be a whole number from {least} to {most}")
        return int(text)

    return read


def switch(text: str) -> bool:
    if text not in ("0", "1"):
        raise ValueError("must be 1 (on) or 0 (off)")
    return text == "1"


def anything(text: str) -> str:
    return text


def url(*schemes: str) -> Read:
    def read(text: str) -> str:
        try:
            parts = urlsplit(text)
            right = (
                text.startswith(tuple(f"{scheme}://" for scheme in schemes))
                and (parts.port or 1) > 0
            )
        except ValueError:
            right = False
        if not right or not (parts.netloc or (parts.path.strip("/") and parts.scheme in _HOSTLESS)):
            raise ValueError(
                "must be an address that begins with"
                f" {' or '.join(f'{scheme}://' for scheme in schemes)}"
            )
        return text.rstrip("/")

    return read


_REDIS = (
    "redis",
    "rediss",
    "unix",
    "redis+sentinel",
    "rediss+sentinel",
    "redis+cluster",
    "rediss+cluster",
)
_SEVERAL = re.compile(
    r"rediss?\+(sentinel|cluster)://(?:[^@/]*@)?([\w.-]+|\[[0-9a-f:]+\])(:\d+)?(,([\w.-]+|\[[0-9a-f:]+\])(:\d+)?)*(/.*)?"
)


def redis_url(text: str) -> str:
    """One server, or several hosts behind Sentinel (which names its master in the path) or of a
    Cluster."""
    if "+" not in text.partition("://")[0]:
        return str(url(*_REDIS)(text))
    found = _SEVERAL.fullmatch(text)
    if not found or (found[1] == "sentinel" and not (found[7] or "").strip("/").partition("?")[0]):
        raise ValueError(
            "must be like redis+sentinel://host:26379,host:26379/master-name or"
            " redis+cluster://host:6379,host:6379"
        )
    return text.rstrip("/")


def sid(prefix: str) -> Read:
    def read(text: str) -> str:
        if not re.fullmatch(prefix + "[0-9a-fA-F]{32}", text):
            raise ValueError(
                f"must be {prefix} and 32 hexadecimal digits, as Twilio's console shows it"
            )
        return text

    return read


def phone(text: str) -> str:
    try:
        number = phonenumbers.parse(text, None)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise ValueError("must be a phone number like +18605550100")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def phone_or_none(text: str) -> str:
    """A number, or "none" where there is to be none."""
    return "" if text.lower() == "none" else phone(text)


def phone_or_short_code(text: str) -> str:
    if re.fullmatch(r"[0-9]{5,6}", text):
        return text
    try:
        return phone(text)
    except ValueError:
        raise ValueError(
            "must be a phone number like +18605550100 or a short code of 5 or 6 digits"
        ) from None


def mail_address(text: str) -> str:
    if not re.fullmatch(r"[^@\s<>\"',;:]{1,64}@[^@\s<>\"',;:]{1,189}", text):
        raise ValueError("must be an e-mail address like alerts@hartford.gov")
    return text


def secrets_in_turn(text: str) -> str:
    """One secret, or several with commas between them, the newest first."""
    return ",".join(secret(one.strip()) for one in text.split(","))


def secret(text: str) -> str:
    if not 32 <= len(text.encode()) <= 64:
        raise ValueError("must have 32 to 64 characters that nobody can guess")
    return text


def fernet_keys(text: str) -> tuple[str, ...]:
    keys = tuple(key.strip() for key in text.split(",") if key.strip())
    try:
        for key in keys:
            Fernet(key)
    except ValueError:
        keys = ()
    if not keys:
        raise ValueError(
            "must be one or more Fernet keys with commas between them (the first encrypts, all can"
            " read)"
        )
    return keys


def path(text: str) -> Path:
    return Path(text).expanduser().absolute()


PRIVATE_NETWORKS = (
    "127.0.0.0/8, 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10, ::1/128, fc00::/7"
)


def networks(text: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """ "10.1.0.0/16, 192.0.2.7"; "private" for every private network, "none" for no proxy."""
    if text.lower() == "none":
        return ()
    listed = PRIVATE_NETWORKS if text.lower() == "private" else text
    try:
        return tuple(ip_network(part.strip()) for part in listed.split(","))
    except ValueError:
        raise ValueError(
            'must name the proxies in front, like "10.1.0.0/16, 192.0.2.7", or be "private" or'
            ' "none"'
        ) from None


def openings(text: str) -> tuple[Opening, ...]:
    """ "Mon-Fri 08:00-17:00, Sat 09:00-12:00"; "none" when no time is promised."""
    if text.lower() == "none":
        return ()
    try:
        return tuple(_opening(part.strip().lower()) for part in text.split(","))
    except ValueError:
        raise ValueError(
            'must be like "Mon-Fri 08:00-17:00, Sat 09:00-12:00", or "none" to promise no time'
        ) from None


def _opening(text: str) -> Opening:
    found = _OPENING.fullmatch(text)
    if not found:
        raise ValueError(text)
    first = _DAYS.index(found[1])
    last = _DAYS.index(found[2] or found[1])
    opens, closes = _time(found[3]), _time(found[4])
    if last < first or closes <= opens:
        raise ValueError(text)
    return Opening(tuple(range(first, last + 1)), opens, closes)


def _time(text: str) -> time:
    hour, minute = text.split(":")
    return time(int(hour), int(minute))


def printed(number: str) -> str:
    """A number as people read it: (860) 757-4820; a short code as its digits."""
    if not number.startswith("+"):
        return number
    digits = number[-10:]
    return f"({digits[:3]}) {digits[3:6]}-{digits[6:]}"
