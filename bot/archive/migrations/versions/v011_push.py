"""The browsers that are told of an alert also while no page of the console is open."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, ForeignKeyConstraint, PrimaryKeyConstraint, String

from bot.archive.columns import NUMBERED, Utc

revision = "011"
down_revision = "010"


def upgrade() -> None:
    op.create_table(
        "push_browsers",
        Column("endpoint", String(), nullable=False),
        Column("staff_id", NUMBERED, nullable=False),
        Column("added", Utc(), nullable=False),
        PrimaryKeyConstraint("endpoint", name="pk_push_browsers"),
        ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name="fk_push_browsers_staff_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_push_browsers_staff_id", "push_browsers", ["staff_id"])
