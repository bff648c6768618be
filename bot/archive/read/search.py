"""Full-text search over what was said (FTS5 or tsvector), newest first, with keyset pagination.

Words that many conversations have are found on the way through the latest ones. Only for the others the index of words is
asked, since it reads all that it knows of a word before it tells the first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    case,
    column,
    func,
    literal,
    literal_column,
    or_,
    select,
    table,
    true,
    tuple_,
)

from bot.archive.columns import Utc
from bot.archive.models import Contact, Session, Turn
from bot.archive.read.filters import Wanted, every
from bot.archive.read.index_walk import Mark, Way, Window, way, windows
from bot.archive.read.listing import COLUMNS, Row, row_of
from flows.understanding.utterance import Said

# How many conversations one page looks through for the words: first the near ones, then others behind them.
NEAR = (64, 256)
FAR = (512,)
# A word is frequent that so many of the near conversations' turns have.
FREQUENT = 20
# The index of words tells all turns of a word if there are not more.
MOST = 2_000
# Shorter ones stand for themselves: "no" is not the beginning of "november".
BEGINNING = 3
_SIMPLE: ColumnElement[str] = literal_column("'simple'")
_WORDS = table("turns_words", column("rowid"), column("turns_words"))

Met = dict[str, tuple[int, int]]


class Found(Struct, frozen=True):
    """A conversation in which the words were said, `times`, last in the turn `first`."""

    row: Row
    first: int
    times: int


class Hits(Struct, frozen=True):
    """`next` is where the next page begins; `partial`: we stopped looking there, whatever may lie behind."""

    found: Sequence[Found]
    next: Mark | None = None
    partial: bool = False


def terms(text: str) -> tuple[str, ...]:
    """The words to look for, as the archive keeps them: letters and digits only, nothing that a database could read."""
    return tuple(dict.fromkeys(Said(text).tokens))


def read(connection: Connection, text: str, wanted: Wanted, before: Mark | None, most: int) -> Hits:
    """Conversations with all of the words in one turn; of longer words the beginning is enough."""
    words = terms(text)
    if not words:
        return Hits(())
    along, found, counted = way(connection, wanted, before), list[Found](), Counter[str]()
    window = Window(before, None)
    for n, window in enumerate(windows(connection, along, before, (*NEAR, *FAR)), 1):
        found += _on_the_way(connection, along, window, words, counted, most + 1 - len(found))
        if len(found) > most or window.end is None:
            return _page(found, most)
        if n == len(NEAR):
            rest = _by_index(connection, words, counted, wanted, window.end, most + 1 - len(found))
            if rest is not None:
                return _page([*found, *rest], most)
    return Hits(found, window.end, partial=True)


def _page(found: Sequence[Found], most: int) -> Hits:
    if len(found) <= most:
        return Hits(found)
    last = found[most - 1].row
    return Hits(found[:most], Mark(last.last_at, last.id))


def _on_the_way(
    connection: Connection, along: Way, window: Window, words: Sequence[str], counted: Counter[str], most: int
) -> list[Found]:
    """The first of those in the window, by what their turns say. Counts how many turns say each word."""
    # With its limit, which says how few there are, PostgreSQL goes the way that is meant.
    here = along.rows(window, max(NEAR + FAR), Session.id, Session.last_at).subquery()
    says = [_says(connection, word) for word in words]
    all_of_them, each_of_them = and_(*says), [func.count(case((said, 1))) for said in says]
    latest, times = func.max(case((all_of_them, Turn.first))), func.count(case((all_of_them, 1)))
    turns = select(here.c.id, latest, times, *each_of_them).join_from(here, Turn, Turn.session_id == here.c.id)
    turns = turns.where(or_(*says)).group_by(here.c.id, here.c.last_at)
    met: Met = {}
    for name, first, often, *counts in connection.execute(turns.order_by(here.c.last_at.desc(), here.c.id.desc())):
        counted.update(dict(zip(words, counts, strict=True)))
        if often and len(met) < most:
            met[name] = (first, often)
    return _rows(connection, met)


def _by_index(
    connection: Connection, words: Sequence[str], counted: Counter[str], wanted: Wanted, before: Mark, most: int
) -> list[Found] | None:
    """The first of all that lie behind, by the index of words; None if it would tell too many."""
    is_sqlite = connection.dialect.name == "sqlite"
    seldom = [word for word in words if counted[word] < FREQUENT and not (is_sqlite and _has_many(connection, word))]
    if not seldom:
        return None
    if not is_sqlite:  # without the index it would read all turns
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    others = [_says(connection, word) for word in words if word not in seldom]
    turns = matching(seldom, is_sqlite, Turn.session_id, Turn.first, and_(true(), *others)).limit(MOST + 1)
    met: Met = {}
    rows = connection.execute(turns).all()
    for name, first, all_of_them in rows:
        if all_of_them:
            latest, often = met.get(name, (first, 0))
            met[name] = (max(latest, first), often + 1)
    if len(rows) > MOST:
        return None
    behind = tuple_(Session.last_at, Session.id) < tuple_(literal(before.at, Utc()), literal(before.id))
    first = select(Session.id).where(Session.id.in_(met), behind, *every(wanted))
    first = first.order_by(Session.last_at.desc(), Session.id.desc()).limit(most)
    return _rows(connection, {name: met[name] for name in connection.execute(first).scalars()} if met else met)


def _has_many(connection: Connection, word: str) -> bool:
    """Whether many turns have just this word: SQLite tells them one by one, but all of them for the beginning of a word."""
    turns = select(_WORDS.c.rowid).where(_asked(f'"{word}"')).limit(MOST + 1).subquery()
    return connection.execute(select(func.count()).select_from(turns).limit(1)).scalar_one() > MOST


def matching(words: Sequence[str], is_sqlite: bool, *columns: Any) -> Select[Any]:
    """These columns of the turns with these words, in no order."""
    if not is_sqlite:
        asked = " & ".join(f"'{word}'{':*' if len(word) >= BEGINNING else ''}" for word in words)
        said = func.to_tsvector(_SIMPLE, Turn.words).op("@@")(func.to_tsquery(_SIMPLE, bindparam("asked", asked)))
        return select(*columns).where(said)
    asked = " ".join(f'"{word}"{"*" if len(word) >= BEGINNING else ""}' for word in words)
    return select(*columns).join_from(_WORDS, Turn, Turn.id == _WORDS.c.rowid).where(_asked(asked))


def _asked(what: str) -> ColumnElement[bool]:
    found: ColumnElement[bool] = _WORDS.c.turns_words.op("MATCH")(bindparam("asked", what))
    return found


def _says(connection: Connection, word: str) -> ColumnElement[bool]:
    """The same, of a turn that was found otherwise: between its words is one space."""
    place = func.instr if connection.dialect.name == "sqlite" else func.strpos
    kept, end = literal_column("' '").concat(Turn.words), ""
    if len(word) < BEGINNING:
        kept, end = kept.concat(literal_column("' '")), " "
    found: ColumnElement[bool] = place(kept, f" {word}{end}") > 0
    return found


def _rows(connection: Connection, met: Met) -> list[Found]:
    if not met:
        return []
    rows = select(*COLUMNS).join_from(Session, Contact, Contact.id == Session.contact_id).where(Session.id.in_(met))
    rows = rows.order_by(Session.last_at.desc(), Session.id.desc())
    return [Found(row_of(row), *met[row.id]) for row in connection.execute(rows)]
