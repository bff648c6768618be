"""Resolves a phone number or a contact id given at the command line."""

from __future__ import annotations

import phonenumbers

from bot.contacts import contact_id
from bot.privacy.legal_holds import NoSuchRecord

_CONTACT_LENGTH = 24


def contact_of(whom: str, key: str) -> str:
    """The contact id of a telephone number, as people write one, or of a contact id. Raises
    NoSuchRecord."""
    if len(whom) == _CONTACT_LENGTH and set(whom) <= set("0123456789abcdef"):
        return whom
    try:
        number = phonenumbers.parse(whom, "US")
    except phonenumbers.NumberParseException:
        raise NoSuchRecord("This is neither a telephone number nor a contact id.") from None
    return contact_id(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), key)
