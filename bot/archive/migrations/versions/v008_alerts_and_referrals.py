"""Who is told of what cannot wait, and what became of each program that somebody was told about."""

from __future__ import annotations

from typing import Any

from alembic import op
from sqlalchemy import (
    Boolean,
    Column,
    ForeignKeyConstraint,
    Integer,
    PrimaryKeyConstraint,
    String,
    Text,
    UniqueConstraint,
    text,
)

from bot.archive.columns import NUMBERED, Utc

revision = "008"
down_revision = "007"

OPEN = "taken_at IS NULL AND closed_at IS NULL"


def upgrade() -> None:
    _on_call()
    _alerts()
    _referrals()


def column(name: str, kind: Any, default: str | None = None) -> Column[Any]:
    return Column(name, kind, nullable=False, server_default=default)


def maybe(name: str, kind: Any) -> Column[Any]:
    return Column(name, kind, nullable=True)


def _on_call() -> None:
    op.create_table(
        "on_call",
        column("id", NUMBERED),
        column("position", Integer()),
        column("name", String()),
        column("email", String()),
        column("number", Text()),
        PrimaryKeyConstraint("id", name="pk_on_call"),
    )
    op.create_table(
        "alert_rules",
        column("id", Integer()),
        column("repeat_minutes", Integer()),
        column("climb_after", Integer()),
        column("quiet_from", String(length=5)),
        column("quiet_until", String(length=5)),
        column("on", Boolean()),
        PrimaryKeyConstraint("id", name="pk_alert_rules"),
    )


def _alerts() -> None:
    op.create_table(
        "alerts",
        column("id", NUMBERED),
        maybe("session_id", String(length=32)),
        column("kind", String()),
        column("subject", String()),
        maybe("handoff_id", NUMBERED),
        column("opened", Utc()),
        column("next_at", Utc()),
        column("rounds", Integer(), "0"),
        maybe("taken_by", NUMBERED),
        maybe("taken_at", Utc()),
        maybe("closed_at", Utc()),
        ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name="fk_alerts_session_id", ondelete="CASCADE"
        ),
        ForeignKeyConstraint(["taken_by"], ["staff.id"], name="fk_alerts_taken_by"),
        PrimaryKeyConstraint("id", name="pk_alerts"),
        UniqueConstraint("subject", name="uq_alerts_subject"),
    )
    op.create_index("ix_alerts_session_id", "alerts", ["session_id"])
    op.create_index(
        "ix_alerts_open",
        "alerts",
        ["next_at", "id"],
        sqlite_where=text(OPEN),
        postgresql_where=text(OPEN),
    )
    op.create_table(
        "alert_tells",
        column("id", NUMBERED),
        column("alert_id", NUMBERED),
        column("round", Integer()),
        column("channel", String()),
        column("name", String()),
        column("target", Text()),
        column("at", Utc()),
        column("try_at", Utc()),
        column("tries", Integer(), "0"),
        column("state", String()),
        column("error", String(), ""),
        ForeignKeyConstraint(
            ["alert_id"], ["alerts.id"], name="fk_alert_tells_alert_id", ondelete="CASCADE"
        ),
        PrimaryKeyConstraint("id", name="pk_alert_tells"),
    )
    op.create_index("ix_alert_tells_alert_id", "alert_tells", ["alert_id"])
    op.create_index("ix_alert_tells_state_try_at", "alert_tells", ["state", "try_at"])


def _referrals() -> None:
    op.create_table(
        "referrals",
        column("session_id", String(length=32)),
        column("program", String()),
        column("state", String()),
        column("at", Utc()),
        column("by", String()),
        column("told_at", Utc()),
        maybe("due", Utc()),
        ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name="fk_referrals_session_id", ondelete="CASCADE"
        ),
        PrimaryKeyConstraint("session_id", "program", name="pk_referrals"),
    )
    op.create_index("ix_referrals_due_session_id", "referrals", ["due", "session_id"])
    op.create_index("ix_referrals_told_at", "referrals", ["told_at"])
    op.create_table(
        "referral_steps",
        column("id", NUMBERED),
        column("session_id", String(length=32)),
        column("program", String()),
        column("seq", Integer()),
        column("state", String()),
        column("at", Utc()),
        column("by", String()),
        column("note", Text()),
        ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name="fk_referral_steps_session_id", ondelete="CASCADE"
        ),
        PrimaryKeyConstraint("id", name="pk_referral_steps"),
        UniqueConstraint(
            "session_id", "program", "seq", name="uq_referral_steps_session_id_program_seq"
        ),
    )
