"""A search looks into what parents said; what we said has a column and an index of its own, for
when it is asked for."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, String, Text, bindparam, column, select, table

from bot.archive.columns import NUMBERED
from flows.understanding.text.utterance import Said

revision = "010"
down_revision = "009"

AT_ONCE = 1000
TURNS = table(
    "turns",
    column("id", NUMBERED),
    column("heard", Text()),
    column("said", Text()),
    column("words"),
    column("said_words"),
)
OURS = {
    "sqlite": (
        (
            "CREATE VIRTUAL TABLE turns_said USING fts5(said_words, content='turns',"
            " content_rowid='id')"
        ),
        "INSERT INTO turns_said (rowid, said_words) SELECT id, said_words FROM turns",
        (
            "CREATE TRIGGER turns_said_in AFTER INSERT ON turns BEGIN"
            " INSERT INTO turns_said (rowid, said_words) VALUES (new.id, new.said_words); END"
        ),
        (
            "CREATE TRIGGER turns_said_out AFTER DELETE ON turns BEGIN INSERT INTO turns_said"
            " (turns_said, rowid, said_words) VALUES ('delete', old.id, old.said_words); END"
        ),
        (
            "CREATE TRIGGER turns_said_new AFTER UPDATE OF said_words ON turns BEGIN INSERT INTO"
            " turns_said (turns_said, rowid, said_words) VALUES ('delete', old.id, old.said_words);"
            " INSERT INTO turns_said (rowid, said_words) VALUES (new.id, new.said_words); END"
        ),
    ),
    "postgresql": (
        "CREATE INDEX ix_turns_said ON turns USING gin (to_tsvector('simple', said_words))",
    ),
}


def upgrade() -> None:
    op.add_column("turns", Column("said_words", String(), nullable=False, server_default=""))
    _divide()
    for statement in OURS[op.get_bind().dialect.name]:
        op.execute(statement)


def _divide() -> None:
    connection, last = op.get_bind(), 0
    change = TURNS.update().where(TURNS.c.id == bindparam("turn"))
    change = change.values(words=bindparam("theirs"), said_words=bindparam("ours"))
    while rows := connection.execute(
        select(TURNS).where(TURNS.c.id > last).order_by(TURNS.c.id).limit(AT_ONCE)
    ).all():
        connection.execute(
            change,
            [{"turn": r.id, "theirs": Said(r.heard).bare, "ours": Said(r.said).bare} for r in rows],
        )
        last = rows[-1].id
