"""Builds the query of a filter of the inbox, for counting and for export."""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from sqlalchemy import Select, false, select

from bot.archive.database import Archive
from bot.archive.models import Session, Turn
from bot.archive.read.filters import HANDED_OVER, Clause, Wanted, every
from bot.archive.read.search import matching, terms


class Selection(Struct, frozen=True, omit_defaults=True):
    """The inbox's filter, and words that were said in one turn. Simulated conversations are never among them."""

    wanted: Wanted = Wanted()
    words: str = ""


def selected(archive: Archive, selection: Selection, *columns: Any) -> Select[Any]:
    """These columns of the conversations, in no order yet."""
    clauses = every(selection.wanted)
    if selection.wanted.state == "needs":
        clauses.append(HANDED_OVER)
    if selection.words:
        clauses.append(_said(archive, selection.words))
    return select(*columns).where(~Session.simulated, *clauses)


def _said(archive: Archive, text: str) -> Clause:
    words = terms(text)
    if not words:
        return false()
    return Session.id.in_(matching(words, archive.is_sqlite, Turn.session_id))
