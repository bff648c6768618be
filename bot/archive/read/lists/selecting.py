"""Builds the query of a filter of the inbox, for counting and for export."""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from sqlalchemy import Select, false, select

from bot.archive.database import Archive
from bot.archive.models import Session, Turn
from bot.archive.read.lists.filters import HANDED_OVER, Clause, Wanted, every
from bot.archive.read.searching.search import terms
from bot.archive.read.searching.search_clauses import OURS, PARENTS, matching


class Selection(Struct, frozen=True, omit_defaults=True):
    """The inbox's filter, and words that parents said, or we did (`ours`). Simulated conversations
    are never among them."""

    wanted: Wanted = Wanted()
    words: str = ""
    ours: bool = False


def selected(archive: Archive, selection: Selection, *columns: Any) -> Select[Any]:
    """These columns of the conversations, in no order yet."""
    clauses = every(selection.wanted)
    if selection.wanted.state == "needs":
        clauses.append(HANDED_OVER)
    if selection.words:
        clauses += _said(archive, selection)
    return select(*columns).where(~Session.simulated, *clauses)


def _said(archive: Archive, selection: Selection) -> list[Clause]:
    """Each of the words in any turn of the conversation."""
    voice = OURS if selection.ours else PARENTS
    words = terms(selection.words)
    return [
        Session.id.in_(matching(word, archive.is_sqlite, Turn.session_id, voice=voice))
        for word in words
    ] or [false()]
