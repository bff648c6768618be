"""Full-text search over what was said (FTS5 or tsvector), newest first, with keyset pagination.

Words that many conversations have are found on the way through the latest ones. Only for the others
the index of words is asked, since it reads all that it knows of a word before it tells the first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct
from sqlalchemy import (
    Connection,
    case,
    func,
    literal,
    or_,
    select,
    tuple_,
)

from bot.archive.columns import Utc
from bot.archive.models import Contact, Session, Turn
from bot.archive.read.lists.filters import Wanted, every
from bot.archive.read.lists.index_walk import Mark, Way, Window, way, windows
from bot.archive.read.lists.listing import COLUMNS, Row, row_of
from bot.archive.read.searching.search_clauses import (
    PARENTS,
    Voice,
    has_many,
    matching,
    said_somewhere,
    turn_says,
)
from bot.archive.read.searching.search_lines import Term, line_of
from flows.understanding.text.utterance import Said

# How many conversations one page looks through for the words: first the near ones, then others
# behind them.
NEAR = (64, 256)
FAR = (512,)
# A word is frequent that so many of the near conversations' turns have.
FREQUENT = 20
# The index of words tells all turns of a word if there are not more.
MOST = 2_000

Met = dict[str, tuple[int, int]]


class Found(Struct, frozen=True):
    """A conversation in which all of the words were said; `times` counts the turns with any of
    them, `first` is the latest of those, and `line` what was said there."""

    row: Row
    first: int
    times: int
    line: str = ""


class Hits(Struct, frozen=True):
    """`next` is where the next page begins; `partial`: we stopped looking there, whatever may lie
    behind."""

    found: Sequence[Found]
    next: Mark | None = None
    partial: bool = False


def terms(text: str) -> tuple[Term, ...]:
    """The words to look for, as the archive keeps them: letters and digits only, nothing that a
    database could read. Words with a stroke between them ("twins|gemelos") are one, in any of these
    ways."""
    found: dict[Term, None] = {}
    for part in text.split():
        ways = [Said(way).tokens for way in part.split("|")]
        alone = tuple(dict.fromkeys(way[0] for way in ways if len(way) == 1))
        found |= dict.fromkeys(
            [alone] if alone and "|" in part else [(token,) for way in ways for token in way]
        )
    return tuple(found)


def read(
    connection: Connection,
    text: str,
    wanted: Wanted,
    before: Mark | None,
    most: int,
    voice: Voice = PARENTS,
) -> Hits:
    """Conversations with all of the words, in whichever of their turns; of longer words the
    beginning is enough."""
    words = terms(text)
    if not words:
        return Hits(())
    along, found, counted = way(connection, wanted, before), list[Found](), Counter[Term]()
    window = Window(before, None)
    for n, window in enumerate(windows(connection, along, before, (*NEAR, *FAR)), 1):
        found += _on_the_way(
            connection, along, window, words, counted, most + 1 - len(found), voice
        )
        if len(found) > most or window.end is None:
            return _page(found, most)
        if n == len(NEAR):
            rest = _by_index(
                connection, words, counted, wanted, window.end, most + 1 - len(found), voice
            )
            if rest is not None:
                return _page([*found, *rest], most)
    return Hits(found, window.end, partial=True)


def _page(found: Sequence[Found], most: int) -> Hits:
    if len(found) <= most:
        return Hits(found)
    last = found[most - 1].row
    return Hits(found[:most], Mark(last.last_at, last.id))


def _on_the_way(
    connection: Connection,
    along: Way,
    window: Window,
    words: Sequence[Term],
    counted: Counter[Term],
    most: int,
    voice: Voice = PARENTS,
) -> list[Found]:
    """The first of those in the window, by what their turns say. Counts how many turns say each
    word."""
    # With its limit, which says how few there are, PostgreSQL goes the way that is meant.
    here = along.rows(window, max(NEAR + FAR), Session.id, Session.last_at).subquery()
    says = [turn_says(connection, word, voice) for word in words]
    each_of_them = [func.count(case((said, 1))) for said in says]
    turns = select(here.c.id, func.max(Turn.first), func.count(), *each_of_them)
    turns = (
        turns.join_from(here, Turn, Turn.session_id == here.c.id)
        .where(or_(*says))
        .group_by(here.c.id, here.c.last_at)
    )
    met: Met = {}
    for name, first, often, *counts in connection.execute(
        turns.order_by(here.c.last_at.desc(), here.c.id.desc())
    ):
        counted.update(dict(zip(words, counts, strict=True)))
        if all(counts) and len(met) < most:
            met[name] = (first, often)
    return _rows(connection, met, words, voice)


def _by_index(
    connection: Connection,
    words: Sequence[Term],
    counted: Counter[Term],
    wanted: Wanted,
    before: Mark,
    most: int,
    voice: Voice = PARENTS,
) -> list[Found] | None:
    """The first of all that lie behind, by the index of the word that fewest say; None if it would
    tell too many."""
    is_sqlite = connection.dialect.name == "sqlite"
    seldom = min(words, key=lambda word: counted[word])
    if counted[seldom] >= FREQUENT or (is_sqlite and has_many(connection, seldom, voice, MOST)):
        return None
    if not is_sqlite:  # without the index it would read all turns
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    rows = connection.execute(
        matching(seldom, is_sqlite, Turn.session_id, Turn.first, voice=voice).limit(MOST + 1)
    ).all()
    if len(rows) > MOST:
        return None
    met: Met = {}
    for name, first in rows:
        latest, often = met.get(name, (first, 0))
        met[name] = (max(latest, first), often + 1)
    behind = tuple_(Session.last_at, Session.id) < tuple_(
        literal(before.at, Utc()), literal(before.id)
    )
    others = [said_somewhere(connection, word, voice) for word in words if word != seldom]
    first_ones = select(Session.id).where(Session.id.in_(met), behind, *others, *every(wanted))
    first_ones = first_ones.order_by(Session.last_at.desc(), Session.id.desc()).limit(most)
    found = {name: met[name] for name in connection.execute(first_ones).scalars()} if met else met
    return _rows(connection, found, words, voice)


def _rows(connection: Connection, met: Met, words: Sequence[Term], voice: Voice) -> list[Found]:
    if not met:
        return []
    rows = (
        select(*COLUMNS)
        .join_from(Session, Contact, Contact.id == Session.contact_id)
        .where(Session.id.in_(met))
    )
    rows = rows.order_by(Session.last_at.desc(), Session.id.desc())
    said = select(Turn.session_id, voice.said).where(
        tuple_(Turn.session_id, Turn.first).in_([(n, f) for n, (f, _) in met.items()])
    )
    lines = {name: line_of(whole, words) for name, whole in connection.execute(said).all()}
    return [
        Found(row_of(row), *met[row.id], lines.get(row.id, "")) for row in connection.execute(rows)
    ]
