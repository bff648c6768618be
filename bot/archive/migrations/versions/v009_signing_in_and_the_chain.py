"""Failures count for each place from where somebody signs in; each line of the audit log carries
the hash of the one before."""

from __future__ import annotations

from alembic import op
from sqlalchemy import (
    Column,
    ForeignKeyConstraint,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    select,
    text,
    update,
)

from bot.archive.audit_chain import START, hash_of
from bot.archive.columns import NUMBERED, Utc
from bot.archive.database import AUDIT_KEY
from bot.archive.staff_tables import Audit

revision = "009"
down_revision = "008"

AT_ONCE = 1000
LET_GO = {
    "sqlite": ("DROP TRIGGER audit_no_update",),
    "postgresql": ("ALTER TABLE audit DISABLE TRIGGER audit_only_grows",),
}
HOLD_AGAIN = {
    "sqlite": (
        (
            "CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the"
            " audit log only grows'); END"
        ),
    ),
    "postgresql": ("ALTER TABLE audit ENABLE TRIGGER audit_only_grows",),
}


def upgrade() -> None:
    op.create_table(
        "sign_in_places",
        Column("staff_id", NUMBERED, nullable=False),
        Column("place", String(length=64), nullable=False),
        Column("failed", Integer(), nullable=False),
        Column("untold", Integer(), nullable=False),
        Column("locked_until", Utc(), nullable=True),
        Column("seen", Utc(), nullable=False),
        ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name="fk_sign_in_places_staff_id", ondelete="CASCADE"
        ),
        PrimaryKeyConstraint("staff_id", "place", name="pk_sign_in_places"),
    )
    op.execute("UPDATE staff SET failed = 0, locked_until = NULL")
    op.add_column("audit", Column("hash", String(length=64), nullable=False, server_default=""))
    op.add_column("audit", Column("origin", String(), nullable=True))
    _chain()
    op.create_index("ix_audit_origin", "audit", ["origin"], unique=True)


def _chain() -> None:
    """What stands in the log already is chained as it is."""
    connection = op.get_bind()
    for statement in LET_GO[connection.dialect.name]:
        op.execute(text(statement))
    key, before, last = connection.get_execution_options().get(AUDIT_KEY, b""), START, 0
    table = Audit.__table__
    assert isinstance(table, Table)
    while rows := connection.execute(
        select(table).where(table.c.id > last).order_by(table.c.id).limit(AT_ONCE)
    ).all():
        for row in rows:
            before, last = hash_of(key, before, dict(row._mapping)), row.id
            connection.execute(update(table).where(table.c.id == row.id).values(hash=before))
    for statement in HOLD_AGAIN[connection.dialect.name]:
        op.execute(text(statement))
