"""SQL of one searched word, for FTS5 and tsvector: by the index of words, and of a turn at hand."""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    column,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    table,
)

from bot.archive.models import Session, Turn
from bot.archive.read.searching.search_lines import BEGINNING, Term

_SIMPLE: ColumnElement[str] = literal_column("'simple'")
_WORDS = table("turns_words", column("rowid"), column("turns_words"))
_SAID = table("turns_said", column("rowid"), column("turns_said"))


class Voice(Struct, frozen=True):
    """Whose words are looked into: the column that keeps them folded, the one that keeps them as
    they were, and the index."""

    folded: Any
    said: Any
    index: Any


PARENTS = Voice(Turn.words, Turn.heard, _WORDS.c.turns_words)
OURS = Voice(Turn.said_words, Turn.said, _SAID.c.turns_said)


def said_somewhere(connection: Connection, word: Term, voice: Voice) -> ColumnElement[bool]:
    """Whether any turn of the conversation says it."""
    return exists().where(Turn.session_id == Session.id, turn_says(connection, word, voice))


def has_many(connection: Connection, word: Term, voice: Voice, most: int) -> bool:
    """Whether more than `most` turns have just this word. SQLite tells them one by one, but all of
    them for the beginning of a word."""
    alone = " OR ".join(f'"{way}"' for way in word)
    turns = select(voice.index.table.c.rowid).where(_asked(voice, alone)).limit(most + 1).subquery()
    return connection.execute(select(func.count()).select_from(turns).limit(1)).scalar_one() > most


def matching(word: Term, is_sqlite: bool, *columns: Any, voice: Voice = PARENTS) -> Select[Any]:
    """These columns of the turns with this word, in no order."""
    if not is_sqlite:
        asked = " | ".join(f"'{way}'{':*' if len(way) >= BEGINNING else ''}" for way in word)
        said = func.to_tsvector(_SIMPLE, voice.folded).op("@@")(
            func.to_tsquery(_SIMPLE, literal(asked))
        )
        return select(*columns).where(said)
    asked = " OR ".join(f'"{way}"{"*" if len(way) >= BEGINNING else ""}' for way in word)
    index = voice.index.table
    return (
        select(*columns)
        .join_from(index, Turn, Turn.id == index.c.rowid)
        .where(_asked(voice, asked))
    )


def _asked(voice: Voice, what: str) -> ColumnElement[bool]:
    found: ColumnElement[bool] = voice.index.op("MATCH")(literal(what))
    return found


def turn_says(connection: Connection, word: Term, voice: Voice = PARENTS) -> ColumnElement[bool]:
    """The same, of a turn that was found otherwise: between its words is one space."""
    place = func.instr if connection.dialect.name == "sqlite" else func.strpos
    ways: list[ColumnElement[bool]] = []
    for each in word:
        kept, end = literal_column("' '").concat(voice.folded), ""
        if len(each) < BEGINNING:
            kept, end = kept.concat(literal_column("' '")), " "
        ways.append(place(kept, f" {each}{end}") > 0)
    return or_(*ways)
