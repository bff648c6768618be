"""The full-text search over what was said, and an audit log that only grows."""

from __future__ import annotations

from alembic import op

revision = "002"
down_revision = "001"

SEARCH = {
    "sqlite": (
        "CREATE VIRTUAL TABLE turns_words USING fts5(words, content='turns', content_rowid='id')",
        (
            "CREATE TRIGGER turns_words_in AFTER INSERT ON turns BEGIN"
            " INSERT INTO turns_words (rowid, words) VALUES (new.id, new.words); END"
        ),
        (
            "CREATE TRIGGER turns_words_out AFTER DELETE ON turns BEGIN INSERT INTO turns_words"
            " (turns_words, rowid, words) VALUES ('delete', old.id, old.words); END"
        ),
        (
            "CREATE TRIGGER turns_words_new AFTER UPDATE OF words ON turns BEGIN INSERT INTO"
            " turns_words (turns_words, rowid, words) VALUES ('delete', old.id, old.words); INSERT"
            " INTO turns_words (rowid, words) VALUES (new.id, new.words); END"
        ),
    ),
    "postgresql": (
        "CREATE INDEX ix_turns_words ON turns USING gin (to_tsvector('simple', words))",
    ),
}
APPEND_ONLY = {
    "sqlite": tuple(
        f"CREATE TRIGGER audit_no_{what.lower()} BEFORE {what} ON audit BEGIN"
        " SELECT RAISE(ABORT, 'the audit log only grows'); END"
        for what in ("UPDATE", "DELETE")
    ),
    "postgresql": (
        (
            "CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE"
            " EXCEPTION 'the audit log only grows' USING ERRCODE ="
            " 'integrity_constraint_violation'; END $$"
        ),
        (
            "CREATE TRIGGER audit_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON audit"
            " FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows()"
        ),
    ),
}


def upgrade() -> None:
    database = op.get_bind().dialect.name
    for statement in (*SEARCH[database], *APPEND_ONLY[database]):
        op.execute(statement)
