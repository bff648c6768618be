"""An archive of any size: real turns, archived as ever, and then copied inside the database under
other names."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from msgspec.structs import replace
from sqlalchemy import (
    Column,
    Connection,
    Integer,
    MetaData,
    String,
    Table,
    func,
    insert,
    select,
    type_coerce,
    update,
)

from bot.archive.columns import Utc
from bot.archive.database import Archive
from bot.archive.models import (
    CLOSED,
    Contact,
    Delivery,
    Fact,
    Handoff,
    Recording,
    Session,
    SessionProgram,
    Turn,
)
from bot.archive.write.turn_rows import read
from bot.archive.write.upsert import table_of
from bot.archive.write.writer import keep
from bot.redis.stored import Commit, Entry
from bot.stored_session import encode
from flows.model.events import DeliveryReported

# A conversation begins every five minutes, whatever the size: the larger archive reaches further
# back.
APART = timedelta(minutes=5)
# What is older than so many conversations has been dealt with.
LATELY = 200
# How often what was said only now and then was said.
SELDOM = 20
_SEEDS = ("contacts", "sessions")
_COPIES = Table(
    "bench_copies",
    MetaData(),
    Column("n", Integer, primary_key=True),
    Column("seed", String),
    Column("session_id", String),
    Column("contact_id", String),
    Column("shift", Integer),
)

Conversation = Sequence[Commit]


def conversations(commits: Sequence[Commit]) -> list[Conversation]:
    """The turns of each, in order."""
    found: dict[str, list[Commit]] = defaultdict(list)
    for commit in commits:
        found[commit.session_id].append(commit)
    return list(found.values())


def entries(conversation: Conversation, at: datetime | None = None) -> list[Entry]:
    """What the archiver would read of it, of somebody new in a session of its own."""
    contact, session_id = secrets.token_hex(12), uuid4().hex
    made = []
    for place, commit in enumerate(conversation):
        entry = Entry(
            f"{place + 1}-0", contact, f"SM{secrets.token_hex(16)}", 0, session_id, commit.payload
        )
        turn = read(entry).turn
        if turn.record:
            record = replace(turn.record, session=replace(turn.record.session, id=session_id))
            made.append(
                replace(entry, payload=encode(replace(turn, record=record, at=at or turn.at)))
            )
    return made


def fill(
    archive: Archive, told: Sequence[Conversation], seldom: Conversation, turns: int
) -> Sequence[str]:
    """About so many turns; the sessions. One text in a conversation of the first kind did not
    arrive."""
    seeds = [entries(conversation) for conversation in (*told, seldom)]
    seeds[0].append(_lost(seeds[0][-1]))
    with archive.writing() as connection:
        for seed in seeds:
            keep(connection, [read(entry) for entry in seed])
        copies = list(_copies(seeds[:-1], seeds[-1], turns))
        _COPIES.create(connection)
        connection.execute(_COPIES.insert(), copies)
        _copy_all(connection)
        _COPIES.drop(connection)
    # What either would do by itself, a while later.
    with archive.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.exec_driver_sql(
            "PRAGMA wal_checkpoint(TRUNCATE)" if archive.is_sqlite else "VACUUM ANALYZE"
        )
    return [copy["session_id"] for copy in copies]


def _lost(entry: Entry) -> Entry:
    told = read(entry)
    sid = f"SM{secrets.token_hex(16)}"
    report = DeliveryReported(sid, "undelivered", "30003")
    assert told.turn.record
    first = told.turn.first + len(told.turn.events)
    payload = encode(replace(told.turn, first=first, events=(report,)))
    return replace(entry, id="9999-0", delivery=f"{sid}undelivered", payload=payload)


def _copies(
    seeds: Sequence[Sequence[Entry]], seldom: Sequence[Entry], turns: int
) -> Iterator[dict[str, Any]]:
    """Oldest first, as they would have come in."""
    whole = sum(map(len, seeds))
    count = max(1, round(turns / whole * len(seeds)))
    every = max(1, count // SELDOM)
    for n in range(count):
        seed = seldom if n % every == 0 else seeds[n % len(seeds)]
        back = (count - n) * int(APART.total_seconds())
        yield {
            "n": n,
            "seed": seed[0].session_id,
            "session_id": uuid4().hex,
            "contact_id": secrets.token_hex(12),
            "shift": -back,
        }


def _copy_all(connection: Connection) -> None:
    copies, sessions, contacts = _COPIES, table_of(Session), table_of(Contact)
    lately = select(func.max(copies.c.n) - LATELY).scalar_subquery()
    own = sessions.c.id == copies.c.seed
    people = copies.join(sessions, own).join(contacts, contacts.c.id == sessions.c.contact_id)
    _copy(connection, contacts, people, {"id": copies.c.contact_id})
    _copy(
        connection,
        sessions,
        copies.join(sessions, own),
        {"id": copies.c.session_id, "contact_id": copies.c.contact_id},
    )
    for model in (SessionProgram, Turn, Fact, Handoff, Delivery, Recording):
        table = table_of(model)
        names = ("send_id", "sid", "reference", "delivery")
        new: dict[str, Any] = {
            name: copies.c.session_id + table.c[name] for name in names if name in table.c
        }
        new |= {"session_id": copies.c.session_id, "contact_id": copies.c.contact_id}
        _copy(connection, table, copies.join(table, table.c.session_id == copies.c.seed), new)
    old = select(copies.c.session_id).where(copies.c.n < lately)
    done = {"state": CLOSED, "closed_at": Handoff.due}
    connection.execute(update(Handoff).where(Handoff.session_id.in_(old)).values(done))
    connection.execute(
        update(Session).where(Session.id.in_(old)).values(reviewed_at=datetime.now(UTC))
    )


def _copy(connection: Connection, table: Table, source: Any, new: dict[str, Any]) -> None:
    """Rows of `source` once more, with the `new` values, and at the time of the copy."""
    counted = "id" in table.c and table.name not in _SEEDS
    columns = [column for column in table.c if not (counted and column.name == "id")]
    values = [new.get(column.name, _moved(connection, column)) for column in columns]
    rows = select(*values).select_from(source).order_by(_COPIES.c.n, *table.primary_key)
    connection.execute(insert(table).from_select([column.name for column in columns], rows))


def _moved(connection: Connection, column: Any) -> Any:
    if not isinstance(column.type, Utc):
        return column
    if connection.dialect.name == "sqlite":
        text = func.strftime(
            "%Y-%m-%d %H:%M:%f", column, func.printf("%+d seconds", _COPIES.c.shift)
        )
        return type_coerce(text + "000", column.type)
    return column + func.make_interval(0, 0, 0, 0, 0, 0, _COPIES.c.shift)
