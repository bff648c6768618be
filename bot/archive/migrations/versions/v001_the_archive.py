"""The archive: conversations, what came of them, and the people who work with them."""

from __future__ import annotations

from typing import Any

from alembic import op
from sqlalchemy import (
    JSON,
    BigInteger,
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

from bot.archive.columns import LOOKED_INTO, NUMBERED, Utc

revision = "001"
down_revision = None

NOT_CLOSED = text("state != 'closed'")


def upgrade() -> None:
    _people()
    _conversations()
    _outcomes()


def column(name: str, kind: Any) -> Column[Any]:
    return Column(name, kind, nullable=False)


def maybe(name: str, kind: Any) -> Column[Any]:
    return Column(name, kind, nullable=True)


def _of_session(table: str) -> ForeignKeyConstraint:
    name = f"fk_{table}_session_id"
    return ForeignKeyConstraint(["session_id"], ["sessions.id"], name=name, ondelete="CASCADE")


def _people() -> None:
    op.create_table(
        "audit",
        column("id", NUMBERED),
        column("at", Utc()),
        maybe("staff_id", Integer()),
        column("email", String()),
        column("action", String()),
        column("target", String()),
        column("detail", LOOKED_INTO),
        column("address", String()),
        PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_at", "audit", ["at"])
    op.create_index("ix_audit_staff_id_at", "audit", ["staff_id", "at"])
    op.create_index("ix_audit_target_at", "audit", ["target", "at"])
    op.create_table(
        "staff",
        column("id", NUMBERED),
        column("email", String()),
        column("name", String()),
        column("role", String()),
        column("password", String()),
        maybe("totp", String()),
        column("totp_on", Boolean()),
        column("disabled", Boolean()),
        column("created", Utc()),
        maybe("last_seen", Utc()),
        column("failed", Integer()),
        maybe("locked_until", Utc()),
        PrimaryKeyConstraint("id", name="pk_staff"),
        UniqueConstraint("email", name="uq_staff_email"),
    )


def _conversations() -> None:
    op.create_table(
        "contacts",
        column("id", String(length=24)),
        column("number", Text()),
        column("epoch", Integer()),
        maybe("erased_at", Utc()),
        column("opted_out", Boolean()),
        maybe("opted_at", Utc()),
        column("opted_entry", BigInteger()),
        column("legal_hold", Boolean()),
        column("created", Utc()),
        PrimaryKeyConstraint("id", name="pk_contacts"),
    )
    op.create_table(
        "sessions",
        column("id", String(length=32)),
        column("contact_id", String(length=24)),
        column("epoch", Integer()),
        column("simulated", Boolean()),
        column("opened", Utc()),
        column("last_at", Utc()),
        maybe("ended_at", Utc()),
        column("channels", String()),
        column("language", String()),
        column("town", String()),
        column("stage", String()),
        column("step", String()),
        column("status", String()),
        column("disposition", String()),
        column("keyword", String()),
        column("flow_version", Integer()),
        column("seq", Integer()),
        column("programs", LOOKED_INTO),
        column("programs_seq", Integer()),
        column("safety", Boolean()),
        column("record", JSON()),
        maybe("assigned_to", NUMBERED),
        maybe("reviewed_at", Utc()),
        maybe("reviewed_by", NUMBERED),
        column("legal_hold", Boolean()),
        ForeignKeyConstraint(["assigned_to"], ["staff.id"], name="fk_sessions_assigned_to"),
        ForeignKeyConstraint(["contact_id"], ["contacts.id"], name="fk_sessions_contact_id"),
        ForeignKeyConstraint(["reviewed_by"], ["staff.id"], name="fk_sessions_reviewed_by"),
        PrimaryKeyConstraint("id", name="pk_sessions"),
    )
    op.create_index("ix_sessions_contact_id_last_at", "sessions", ["contact_id", "last_at"])
    for name in ("assigned_to", "disposition", "language", "status", "town"):
        op.create_index(f"ix_sessions_{name}_last_at_id", "sessions", [name, "last_at", "id"])
    op.create_index("ix_sessions_last_at_id", "sessions", ["last_at", "id"])
    op.create_table(
        "turns",
        column("id", NUMBERED),
        column("session_id", String(length=32)),
        column("first", Integer()),
        column("entry", BigInteger()),
        column("delivery", String()),
        column("at", Utc()),
        column("channel", String()),
        column("step", String()),
        column("language", String()),
        column("events", JSON()),
        column("heard", Text()),
        column("said", Text()),
        column("words", Text()),
        _of_session("turns"),
        PrimaryKeyConstraint("id", name="pk_turns"),
        UniqueConstraint("session_id", "first", name="uq_turns_session_id_first"),
    )
    op.create_index("ix_turns_at", "turns", ["at"])
    op.create_table(
        "facts",
        column("session_id", String(length=32)),
        column("seq", Integer()),
        column("turn", Integer()),
        column("at", Utc()),
        column("channel", String()),
        column("kind", String()),
        column("step", String()),
        column("key", String()),
        column("simulated", Boolean()),
        _of_session("facts"),
        PrimaryKeyConstraint("session_id", "seq", name="pk_facts"),
    )
    op.create_index("ix_facts_kind_at", "facts", ["kind", "at"])


def _outcomes() -> None:
    op.create_table(
        "handoffs",
        column("id", NUMBERED),
        column("session_id", String(length=32)),
        column("contact_id", String(length=24)),
        column("seq", Integer()),
        column("reason", String()),
        column("opened", Utc()),
        maybe("start", Utc()),
        maybe("end", Utc()),
        column("due", Utc()),
        column("name", String()),
        column("state", String()),
        maybe("claimed_by", NUMBERED),
        maybe("claimed_at", Utc()),
        maybe("closed_by", NUMBERED),
        maybe("closed_at", Utc()),
        column("outcome", String()),
        column("note", Text()),
        ForeignKeyConstraint(["claimed_by"], ["staff.id"], name="fk_handoffs_claimed_by"),
        ForeignKeyConstraint(["closed_by"], ["staff.id"], name="fk_handoffs_closed_by"),
        ForeignKeyConstraint(["contact_id"], ["contacts.id"], name="fk_handoffs_contact_id"),
        _of_session("handoffs"),
        PrimaryKeyConstraint("id", name="pk_handoffs"),
        UniqueConstraint("session_id", "seq", name="uq_handoffs_session_id_seq"),
    )
    op.create_index("ix_handoffs_contact_id", "handoffs", ["contact_id"])
    only: Any = {"sqlite_where": NOT_CLOSED, "postgresql_where": NOT_CLOSED}
    op.create_index("ix_handoffs_open", "handoffs", ["due", "id"], **only)
    op.create_table(
        "deliveries",
        column("id", NUMBERED),
        maybe("session_id", String(length=32)),
        column("contact_id", String(length=24)),
        maybe("send_id", String()),
        maybe("sid", String()),
        column("at", Utc()),
        column("status", String()),
        column("error", String()),
        maybe("text_of", Integer()),
        ForeignKeyConstraint(["contact_id"], ["contacts.id"], name="fk_deliveries_contact_id"),
        _of_session("deliveries"),
        PrimaryKeyConstraint("id", name="pk_deliveries"),
        UniqueConstraint("send_id", name="uq_deliveries_send_id"),
        UniqueConstraint("sid", name="uq_deliveries_sid"),
    )
    op.create_index("ix_deliveries_contact_id_at", "deliveries", ["contact_id", "at"])
    op.create_index("ix_deliveries_session_id", "deliveries", ["session_id"])
    op.create_index("ix_deliveries_status_at", "deliveries", ["status", "at"])
    op.create_table(
        "recordings",
        column("reference", String()),
        maybe("session_id", String(length=32)),
        column("contact_id", String(length=24)),
        column("at", Utc()),
        column("seconds", Integer()),
        column("state", String()),
        ForeignKeyConstraint(["contact_id"], ["contacts.id"], name="fk_recordings_contact_id"),
        _of_session("recordings"),
        PrimaryKeyConstraint("reference", name="pk_recordings"),
    )
    op.create_index("ix_recordings_contact_id", "recordings", ["contact_id"])
    op.create_index("ix_recordings_session_id", "recordings", ["session_id"])
    op.create_table(
        "notes",
        column("id", NUMBERED),
        column("session_id", String(length=32)),
        column("staff_id", NUMBERED),
        column("at", Utc()),
        column("text", Text()),
        _of_session("notes"),
        ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_notes_staff_id"),
        PrimaryKeyConstraint("id", name="pk_notes"),
    )
    op.create_index("ix_notes_session_id_at", "notes", ["session_id", "at"])
