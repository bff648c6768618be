"""An answer that somebody of the staff corrects or adds, as they heard it from the parent on the
telephone."""

from __future__ import annotations

from typing import Any

from bot.accounts.audit import Action, Actor, record
from bot.archive.database import Archive
from bot.archive.write.session_rows import acted
from bot.casework.conversations import NotDone, change, find
from bot.conversation.turns import Desk
from bot.stored_session import Record
from flows.dialogue import staff_corrections
from flows.dialogue.staff_corrections import NotHeard
from flows.dialogue.turn import Turn
from flows.model.context import Context


def correct(
    desk: Desk, archive: Archive, actor: Actor, session_id: str, slot: str, words: str, once: str
) -> Any:
    """The value that was understood from these words, put into the slot; None if they do not know
    or do not want to say.

    The bot goes on from it, and programs are matched anew. Raises NotDone (the words are no answer
    to that question, say), ArchiveAway, StoreAway or Crowded.
    """
    if slot not in staff_corrections.slots(desk.flow):
        raise NotDone("no_slot")
    now, today = desk.clock(), desk.office.today(desk.clock())
    try:
        answer = staff_corrections.hear(desk.flow, slot, words, today)
    except NotHeard:
        raise NotDone("not_heard") from None

    def think(before: Record, context: Context) -> Turn:
        return staff_corrections.correct(
            desk.flow, before.session, context, actor.email, slot, answer
        )

    with archive.reading() as connection:
        conversation = find(connection, session_id)
    change(desk, conversation, once, think, revive=True)
    with archive.writing() as connection:
        acted(connection, session_id, now)
        record(connection, actor, Action.CORRECTED, session_id, {"slot": slot}, now)
    return answer.value
