"""Somebody of the staff takes a conversation over, goes on having it, and hands it back."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

from bot.accounts.audit import Actor
from bot.alerts.taking import take_all_of
from bot.archive.database import Archive, ArchiveAway
from bot.casework.conversations import OVER, NotDone, change, find, refuse_if_held
from bot.conversation.turns import Desk
from bot.stored_session import Record
from flows.dialogue import hold as holding
from flows.dialogue.turn import Turn
from flows.model.context import Context


def take_over(
    desk: Desk, archive: Archive, actor: Actor, session_id: str, minutes: int, once: str
) -> datetime:
    """From now on the bot keeps silent, until the time that comes back; who has it already has it
    longer.

    Raises NotDone (another has it, say), and ArchiveAway, StoreAway or Crowded, after which nothing
    has changed.
    """
    until = desk.clock() + timedelta(minutes=minutes)
    with archive.reading() as connection:
        conversation = find(connection, session_id)

    def think(before: Record, context: Context) -> Turn:
        if context.opted_out:
            raise NotDone("opted_out")
        if holding.is_over(before.session, context):
            raise NotDone(OVER)
        refuse_if_held(archive, before, context.now, actor.email)
        return holding.take(desk.flow, before.session, context, actor.email, until)

    change(desk, conversation, once, think, acted_from=actor.address)
    with suppress(ArchiveAway), archive.writing() as connection:
        take_all_of(connection, actor, session_id, desk.clock())
    return until


def hand_back(desk: Desk, archive: Archive, actor: Actor, session_id: str, once: str) -> None:
    """The bot asks what it waits for, by text where the person texts. Raises like take_over; also
    when nobody has it."""
    with archive.reading() as connection:
        conversation = find(connection, session_id)

    def think(before: Record, context: Context) -> Turn:
        if not holding.is_held(before.session, context.now):
            raise NotDone("not_held")
        refuse_if_held(archive, before, context.now, actor.email)
        return holding.give_back(
            desk.flow, before.session, context, actor.email, ask=conversation.texted
        )

    change(desk, conversation, once, think, acted_from=actor.address)
