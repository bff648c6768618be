"""A call to a parent from the console: the staff member's own phone rings, then the two are
connected."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import phonenumbers
from phonenumbers import NumberParseException

from bot.accounts.audit import Action, Actor, record
from bot.archive.database import Archive
from bot.casework.conversations import NotDone, find
from bot.contacts import CipherError
from bot.conversation.staff_call_facts import StaffCall, place
from bot.conversation.turns import Desk
from bot.twilio.place_call import NotRung

Ring = Callable[[str, str], None]
"""Rings this phone, for the call of this token. Raises NotRung."""

# What Twilio reports, as the outcome that is proposed (bot.casework.handoffs.OUTCOMES).
PROPOSED: Mapping[str, str] = {
    "completed": "reached",
    "busy": "no_answer",
    "no-answer": "no_answer",
    "canceled": "no_answer",
    "failed": "wrong_number",
}


def call_parent(
    desk: Desk,
    archive: Archive,
    actor: Actor,
    session_id: str,
    phone: str,
    ours: frozenset[str],
    ring: Ring,
    once: str,
) -> str:
    """Rings `phone`, which is given back as E.164; who takes it is connected with the parent of
    this conversation.

    `ours` are the numbers of this program. Raises NotDone, ArchiveAway, StoreAway.
    """
    own = _phone(phone)
    if own in ours:
        raise NotDone("own_line")
    with archive.writing() as connection:
        conversation = find(connection, session_id)
        try:
            number = desk.cipher.decrypt(conversation.record.number)
        except CipherError:
            raise NotDone("unreadable") from None
        if not number.startswith("+"):
            raise NotDone("call_withheld")
        call = StaffCall(conversation.contact, number, actor.email, once)
        try:
            place(desk, call, lambda token: ring(own, token), desk.store.now())
        except NotRung as error:
            raise NotDone("not_rung", reason=str(error)) from None
        record(connection, actor, Action.CALLED, session_id, {}, desk.clock())
    return own


def _phone(text: str) -> str:
    try:
        parsed = phonenumbers.parse(text, "US")
    except NumberParseException:
        raise NotDone("no_phone") from None
    if not phonenumbers.is_possible_number(parsed):
        raise NotDone("no_phone")
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
