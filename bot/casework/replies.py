"""A text that somebody of the staff writes to a parent."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import datetime, timedelta

from msgspec import Struct
from sqlalchemy import Connection

from bot.accounts.audit import Actor
from bot.alerts.taking import take_all_of
from bot.archive.database import Archive, ArchiveAway
from bot.casework.conversations import (
    Conversation,
    NotDone,
    change,
    find,
    name_of,
    present,
    refuse_if_held,
)
from bot.contacts import Cipher, CipherError
from bot.conversation.turns import Desk
from bot.stored_session import Record
from flows.dialogue import hold as holding
from flows.dialogue.hold import Yes
from flows.dialogue.turn import Turn
from flows.model.context import Context
from flows.model.inputs import Channel
from flows.wording.sms_encoding import MAX_LENGTH, plain

_NUMBER = re.compile(r"\+[0-9]{7,15}")


def answer(
    desk: Desk,
    archive: Archive,
    actor: Actor,
    session_id: str,
    words: str,
    minutes: int,
    once: str,
    yes: str = "",
) -> None:
    """Queues the text; whoever wrote it has the conversation for so many minutes. The same `once`
    is sent once.

    `yes` is the language in which this person allowed it when they were asked (flow.templates.yes):
    needed where they have not texted us in this conversation, or it is over. The line in the audit
    log comes out of the same commit as the text (bot.archive.write.staff_lines): there is never one
    without the other.

    Raises NotDone, ArchiveAway, StoreAway or Crowded: nothing was sent then.
    """
    _check(desk, words)
    until = desk.clock() + timedelta(minutes=minutes)
    with archive.reading() as connection:
        conversation = find(connection, session_id)

    def think(before: Record, context: Context) -> Turn:
        _refuse(desk.cipher, before, context)
        refuse_if_held(archive, before, context.now, actor.email)
        agreed = Yes(desk.flow.templates.yes[yes], yes) if yes in desk.flow.templates.yes else None
        if not agreed and _needs_yes(conversation, before, context):
            raise NotDone("no_yes")
        return holding.write(desk.flow, before.session, context, actor.email, until, words, agreed)

    if change(desk, conversation, once, think, revive=True, acted_from=actor.address):
        _has_its_alerts(archive, actor, session_id, desk.clock())


def _has_its_alerts(archive: Archive, actor: Actor, session_id: str, now: datetime) -> None:
    """Who writes has what was told about. The text is on its way already, also if this cannot be
    written down now."""
    with suppress(ArchiveAway), archive.writing() as connection:
        take_all_of(connection, actor, session_id, now)


def _check(desk: Desk, words: str) -> None:
    text = plain(words, desk.policy.gsm7_only)
    if not text:
        raise NotDone("empty")
    if len(text) > MAX_LENGTH:
        raise NotDone("long", most=f"{MAX_LENGTH:,}")


def _refuse(cipher: Cipher, before: Record, context: Context) -> None:
    """Whom no text may or can reach."""
    if context.opted_out:
        raise NotDone("opted_out")
    if before.session.textless:
        raise NotDone("textless")
    try:
        number = cipher.decrypt(before.number)
    except CipherError:
        raise NotDone("unreadable") from None
    if not _NUMBER.fullmatch(number):
        raise NotDone("withheld")


def _needs_yes(conversation: Conversation, before: Record, context: Context) -> bool:
    """A text they sent is a yes to its answer, as long as that conversation goes on; else somebody
    must have asked."""
    going_on = conversation.texted and not holding.is_over(before.session, context)
    return not (going_on or before.session.agreed)


class Outlook(Struct, frozen=True):
    """What can be done about a conversation now. `held_by` is the name of who has it, `mine` that
    it is whoever asks; `refusal` says why no text can be sent, `yes_needed` that it takes a yes;
    `over`: there is nothing to take over."""

    held_by: str = ""
    held_until: datetime | None = None
    mine: bool = False
    refusal: str = ""
    newer: str = ""
    yes_needed: bool = False
    over: bool = False


def outlook(desk: Desk, connection: Connection, session_id: str, by: str) -> Outlook:
    """As it is in Redis now, for the page. Raises NotDone where there is no conversation,
    StoreAway."""
    conversation = find(connection, session_id)
    loaded = desk.store.read(conversation.contact, "outlook")
    context = desk.context(Channel.SMS, loaded.opted_out is not None)
    try:
        before = present(conversation, loaded, revive=True)
        _refuse(desk.cipher, before, context)
    except NotDone as refusal:
        return Outlook(refusal=str(refusal), newer=refusal.session, over=True)
    session, held = before.session, holding.is_held(before.session, context.now)
    return Outlook(
        held_by=name_of(connection, session.held_by) if held else "",
        held_until=session.held_until if held else None,
        mine=held and session.held_by == by,
        yes_needed=_needs_yes(conversation, before, context),
        over=loaded.session is None or holding.is_over(session, context),
    )
