"""Numbers stay out of sight: hashed, encrypted, masked."""

from __future__ import annotations

from collections import Counter

import pytest
from cryptography.fernet import Fernet

from bot.contacts import PARTITIONS, Cipher, CipherError, contact_id, mask, partition

KEY = "a key for the tests, 32 characters"


def test_same_number_same_contact() -> None:
    """The id depends on the number and the key, and on nothing else."""
    assert contact_id("+18605550101", KEY) == contact_id("+18605550101", KEY)
    assert contact_id("+18605550101", KEY) != contact_id("+18605550102", KEY)
    assert contact_id("+18605550101", KEY) != contact_id("+18605550101", KEY[::-1])
    assert len(contact_id("+18605550101", KEY)) == 24


def test_contacts_spread_over_all_partitions() -> None:
    """16 partitions, none empty and none with more than its share."""
    spread = Counter(partition(contact_id(f"+1860555{number:04d}", KEY)) for number in range(1600))
    assert set(spread) == set(PARTITIONS)
    assert len(PARTITIONS) == 16
    assert max(spread.values()) < 200


def test_keys_can_be_rotated() -> None:
    """The first key encrypts, every key reads, and what no key has written is refused."""
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    written = Cipher([old]).encrypt("+18605550101")
    assert "5550101" not in written
    assert Cipher([new, old]).decrypt(written) == "+18605550101"
    assert Cipher([new]).decrypt(Cipher([new, old]).encrypt("ñ")) == "ñ"
    for broken in (written, "", "not a token", "ñ"):
        with pytest.raises(CipherError):
            Cipher([new]).decrypt(broken)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+18605550120", "(860) ***-**20"),
        ("+34600111222", "***22"),
        ("12345", "***45"),
        ("1234", "***"),
        ("", "***"),
    ],
)
def test_mask(number: str, shown: str) -> None:
    """A masked number tells a place and two digits, never enough to call."""
    assert mask(number) == shown
