"""Full-text search over what was said, newest first, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, Select, bindparam, column, func, literal_column, select, table

from bot.archive.listing import COLUMNS, Row, row_of
from bot.archive.models import Contact, Session, Turn
from bot.archive.wanted import Wanted, every
from flows.words import Said

# One page looks at so many turns at most, a part at a time.
PARTS, PART = 10, 300
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


def terms(text: str) -> tuple[str, ...]:
    """The words to look for, as the archive keeps them: letters and digits only, nothing that a database could read."""
    return tuple(dict.fromkeys(Said(text).tokens))


def read(connection: Connection, text: str, wanted: Wanted, before: int | None, most: int) -> Hits:
    """Conversations with all of the words in one turn; of longer words the beginning is enough.

    A conversation that was said the same in long ago may come again on a later page.
    """
    words = terms(text)
    if not words:
        return Hits(())
    met: dict[str, Found] = {}
    for _ in range(PARTS):
        hits = connection.execute(matching(words, before, connection.dialect.name == "sqlite")).all()
        rows = _rows(connection, {hit.session_id for hit in hits} - met.keys(), wanted)
        for hit in hits:
            known = met.get(hit.session_id)
            if known is None and hit.session_id in rows and len(met) == most:
                return Hits(tuple(met.values()), before)
            before = hit.id
            if known:
                met[hit.session_id] = Found(known.row, known.first, known.times + 1)
            elif hit.session_id in rows:
                met[hit.session_id] = Found(rows[hit.session_id], hit.first, 1)
        if len(hits) < PART:
            return Hits(tuple(met.values()))
    return Hits(tuple(met.values()), before, partial=True)


def matching(words: Sequence[str], before: int | None, is_sqlite: bool) -> Select[int, str, int]:
    """The newest turns with these words."""
    found = _in_sqlite(words, before) if is_sqlite else _in_postgresql(words)
    if before is not None:
        found = found.where(Turn.id < before)
    return found.limit(PART)


def _in_sqlite(words: Sequence[str], before: int | None) -> Select[int, str, int]:
    asked = " ".join(f'"{word}"{"*" if len(word) >= BEGINNING else ""}' for word in words)
    found = select(Turn.id, Turn.session_id, Turn.first).join_from(_WORDS, Turn, Turn.id == _WORDS.c.rowid)
    found = found.where(_WORDS.c.turns_words.op("MATCH")(bindparam("asked", asked)))
    return (found if before is None else found.where(_WORDS.c.rowid < before)).order_by(_WORDS.c.rowid.desc())


def _in_postgresql(words: Sequence[str]) -> Select[int, str, int]:
    asked = " & ".join(f"'{word}'{':*' if len(word) >= BEGINNING else ''}" for word in words)
    query = func.to_tsquery(_SIMPLE, bindparam("asked", asked))
    found = select(Turn.id, Turn.session_id, Turn.first).where(func.to_tsvector(_SIMPLE, Turn.words).op("@@")(query))
    return found.order_by(Turn.id.desc())


def _rows(connection: Connection, sessions: set[str], wanted: Wanted) -> dict[str, Row]:
    if not sessions:
        return {}
    found = select(*COLUMNS).join_from(Session, Contact, Contact.id == Session.contact_id)
    found = found.where(Session.id.in_(sessions), *every(wanted, connection.dialect.name == "sqlite"))
    return {row.id: row_of(row) for row in connection.execute(found)}
