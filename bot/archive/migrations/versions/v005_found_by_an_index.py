"""Each filter of the inbox has its index, and each kind of task: programs a table of their own."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, ForeignKeyConstraint, PrimaryKeyConstraint, String, text

from bot.archive.columns import Utc

revision = "005"
down_revision = "004"

_REASON = "substr(reason, 1, 6)"
_LOST = "coalesce(status, '') IN ('failed', 'undelivered', 'not_sent', 'unknown')"
PARTLY = (
    ("ix_sessions_texted", "sessions", ["last_at", "id"], "channels IN ('sms', 'both')"),
    ("ix_sessions_called", "sessions", ["last_at", "id"], "channels IN ('voice', 'both')"),
    ("ix_sessions_nobodys", "sessions", ["last_at", "id"], "assigned_to IS NULL"),
    ("ix_sessions_ended", "sessions", ["last_at", "id"], "status != 'waiting'"),
    ("ix_sessions_reviewed", "sessions", ["last_at", "id"], "reviewed_at >= last_at"),
    (
        "ix_sessions_unreviewed",
        "sessions",
        ["last_at", "id"],
        "reviewed_at IS NULL OR reviewed_at < last_at",
    ),
    (
        "ix_handoffs_safety",
        "handoffs",
        ["due", "id"],
        f"state != 'closed' AND {_REASON} = 'safety'",
    ),
    (
        "ix_handoffs_promised",
        "handoffs",
        ["due", "id"],
        f"state != 'closed' AND {_REASON} != 'safety' AND start IS NOT NULL",
    ),
    (
        "ix_handoffs_asked",
        "handoffs",
        ["due", "id"],
        f"state != 'closed' AND {_REASON} != 'safety' AND start IS NULL",
    ),
    ("ix_deliveries_lost", "deliveries", ["at", "id"], _LOST),
)
FILL = {
    "sqlite": (
        "INSERT INTO session_programs (session_id, program, last_at)"
        " SELECT DISTINCT sessions.id, value, last_at FROM sessions, json_each(programs)"
    ),
    "postgresql": (
        "INSERT INTO session_programs (session_id, program, last_at) SELECT DISTINCT sessions.id,"
        " value, last_at FROM sessions, jsonb_array_elements_text(programs)"
    ),
}


def upgrade() -> None:
    op.create_table(
        "session_programs",
        Column("session_id", String(length=32), nullable=False),
        Column("program", String(), nullable=False),
        Column("last_at", Utc(), nullable=False),
        ForeignKeyConstraint(
            ["session_id"],
            ["sessions.id"],
            name="fk_session_programs_session_id",
            ondelete="CASCADE",
        ),
        PrimaryKeyConstraint("session_id", "program", name="pk_session_programs"),
    )
    op.execute(FILL[op.get_bind().dialect.name])
    op.create_index(
        "ix_session_programs_program_last_at_session_id",
        "session_programs",
        ["program", "last_at", "session_id"],
    )
    op.create_index("ix_sessions_simulated_last_at_id", "sessions", ["simulated", "last_at", "id"])
    for name, table, columns, which in PARTLY:
        op.create_index(
            name, table, columns, sqlite_where=text(which), postgresql_where=text(which)
        )
