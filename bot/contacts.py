"""Contact ids: the keyed hash of a phone number, its partition; encryption and masking of
numbers."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

PARTITIONS = tuple(
    f"p{number:02d}" for number in range(16)
)  # as many as one hexadecimal digit can tell apart

_ID_BYTES = (
    12  # 96 bits: no two of a billion numbers meet, and short, since every key in Redis carries it
)


def contact_id(number: str, key: str) -> str:
    """The contact's name everywhere outside the session: 24 hexadecimal digits, the same for the
    same number and key.

    Of a key that was changed, "newer,older", the id under the older one is hashed again under the
    newer: so the ids of people whose number is not kept can be renewed too, and whoever knows only
    the older key finds nobody.
    """
    newer, comma, older = key.partition(",")
    within = contact_id(number, older) if comma else number
    return _hash(within, newer)


def once_more(contact: str, key: str) -> str:
    """An id from before the first of these keys, under it too."""
    return _hash(contact, key.partition(",")[0])


def key_name(key: str) -> str:
    """A name for a key, from which nobody gets to it."""
    return blake2b(key.encode(), digest_size=4, person=b"contact-key").hexdigest()


def _hash(text: str, key: str) -> str:
    return blake2b(text.encode(), key=key.encode(), digest_size=_ID_BYTES).hexdigest()


def partition(contact: str) -> str:
    """The one of the 16 fixed partitions that holds all of this contact's keys."""
    return PARTITIONS[int(contact[0], 16)]


def mask(number: str) -> str:
    """A number as a person may see it in a log: "(860) ***-**20"; of any other number only the last
    two digits."""
    if len(number) == 12 and number.startswith("+1"):
        return f"({number[2:5]}) ***-**{number[-2:]}"
    return f"***{number[-2:]}" if len(number) > 4 else "***"


class CipherError(ValueError):
    """Not encrypted by any of the keys at hand."""


class Cipher:
    """Encrypts small strings with the first key and reads what any of the keys has written."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._fernet = MultiFernet([Fernet(key) for key in keys])

    def encrypt(self, plain: str) -> str:
        return self._fernet.encrypt(plain.encode()).decode()

    def renew(self, token: str) -> str:
        """The same under the first key. Raises CipherError."""
        try:
            return self._fernet.rotate(token).decode()
        except (InvalidToken, ValueError):
            raise CipherError(
                "This was encrypted with a key that is not among DATA_KEYS, or it was changed."
            ) from None

    def decrypt(self, token: str) -> str:
        """Raises CipherError."""
        try:
            return self._fernet.decrypt(token).decode()
        except (InvalidToken, ValueError):
            raise CipherError(
                "This was encrypted with a key that is not among DATA_KEYS, or it was changed."
            ) from None
