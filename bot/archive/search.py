"""Full-text search over what was said, newest first, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, Select, bindparam, column, func, literal_column, select, table

from bot.archive.listing import COLUMNS, Row, row_of
from bot.archive.models import Contact, Session, Turn
from bot.archive.wanted import Wanted, every
from flows.words import Said

# One page looks at so many turns with these words at most, a part at a time.
PARTS, PART = 10, 300
# PostgreSQL finds rare words by its index, but for a frequent one it would read and sort every turn that has it: those
# are among the latest turns, which are looked at first.
NEAR = 1000
# Shorter ones stand for themselves: "no" is not the beginning of "november".
BEGINNING = 3
_SIMPLE: ColumnElement[str] = literal_column("'simple'")
_WORDS = table("turns_words", column("rowid"), column("turns_words"))


class Found(Struct, frozen=True):
    """A conversation in which the words were said, `times` in what was looked at, last in the turn `first`."""

    row: Row
    first: int
    times: int


class Hits(Struct, frozen=True):
    """`next` is the turn behind which the next page begins; `partial`: we stopped looking there."""

    found: Sequence[Found]
    next: int | None = None
    partial: bool = False


class Part(Struct, frozen=True):
    """Turns with the words, the newest first; what is older than `end` was not looked at, and there is nothing without it."""

    turns: Sequence[Any]
    end: int | None


def terms(text: str) -> tuple[str, ...]:
    """The words to look for, as the archive keeps them: letters and digits only, nothing that a database could read."""
    return tuple(dict.fromkeys(Said(text).tokens))


def read(connection: Connection, text: str, wanted: Wanted, before: int | None, most: int) -> Hits:
    """Conversations with all of the words in one turn; of longer words the beginning is enough.

    A conversation that was said the same in long ago may come again on a later page.
    """
    words, met = terms(text), dict[str, Found]()
    if not words:
        return Hits(())
    for i in range(PARTS):
        part = _part(connection, words, before, first=i == 0)
        rows = _rows(connection, {turn.session_id for turn in part.turns} - met.keys(), wanted)
        for turn in part.turns:
            name, known = turn.session_id, met.get(turn.session_id)
            if known is None and name in rows and len(met) == most:
                return Hits(tuple(met.values()), before)
            before = turn.id
            if known or name in rows:
                met[name] = Found(known.row, known.first, known.times + 1) if known else Found(rows[name], turn.first, 1)
        before = part.end
        if before is None:
            break
    return Hits(tuple(met.values()), before, partial=before is not None)


def _part(connection: Connection, words: Sequence[str], before: int | None, first: bool) -> Part:
    if connection.dialect.name == "sqlite":
        return _in_sqlite(connection, words, before)
    return (_near if first else _far)(connection, words, before)


def matching(words: Sequence[str], before: int | None, is_sqlite: bool) -> Select[int, str, int]:
    """The turns with these words, in no order."""
    found = select(Turn.id, Turn.session_id, Turn.first)
    if not is_sqlite:
        return found.where(_said(Turn.words, words), *([] if before is None else [Turn.id < before]))
    asked = " ".join(f'"{word}"{"*" if len(word) >= BEGINNING else ""}' for word in words)
    found = found.join_from(_WORDS, Turn, Turn.id == _WORDS.c.rowid)
    found = found.where(_WORDS.c.turns_words.op("MATCH")(bindparam("asked", asked)))
    return found if before is None else found.where(_WORDS.c.rowid < before)


def _in_sqlite(connection: Connection, words: Sequence[str], before: int | None) -> Part:
    """Its index is in the order of the turns, whatever the words."""
    found = matching(words, before, is_sqlite=True).order_by(_WORDS.c.rowid.desc()).limit(PART)
    turns = connection.execute(found).all()
    return Part(turns, turns[-1].id if len(turns) == PART else None)


def _near(connection: Connection, words: Sequence[str], before: int | None) -> Part:
    latest = select(Turn.id, Turn.session_id, Turn.first, Turn.words).order_by(Turn.id.desc()).limit(NEAR)
    near = (latest if before is None else latest.where(Turn.id < before)).subquery()
    found = select(near.c.id, near.c.session_id, near.c.first).where(_said(near.c.words, words)).order_by(near.c.id.desc())
    end = connection.execute(select(func.min(near.c.id), func.count(near.c.id))).one()
    return Part(connection.execute(found).all(), end[0] if end[1] == NEAR else None)


def _far(connection: Connection, words: Sequence[str], before: int | None) -> Part:
    # Apart from the order and the limit, for which it would rather read all turns backwards than use the index.
    each = matching(words, before, is_sqlite=False).cte("met").prefix_with("MATERIALIZED", dialect="postgresql")
    turns = connection.execute(select(each).order_by(each.c.id.desc()).limit(PART)).all()
    return Part(turns, turns[-1].id if len(turns) == PART else None)


def _said(kept: Any, words: Sequence[str]) -> ColumnElement[bool]:
    asked = " & ".join(f"'{word}'{':*' if len(word) >= BEGINNING else ''}" for word in words)
    found: ColumnElement[bool] = func.to_tsvector(_SIMPLE, kept).op("@@")(func.to_tsquery(_SIMPLE, bindparam("asked", asked)))
    return found


def _rows(connection: Connection, sessions: set[str], wanted: Wanted) -> dict[str, Row]:
    if not sessions:
        return {}
    found = select(*COLUMNS).join_from(Session, Contact, Contact.id == Session.contact_id)
    found = found.where(Session.id.in_(sessions), *every(wanted, connection.dialect.name == "sqlite"))
    return {row.id: row_of(row) for row in connection.execute(found)}
