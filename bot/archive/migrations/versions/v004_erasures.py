"""What is still to be erased outside of our own stores."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, Integer, PrimaryKeyConstraint, String, Text

from bot.archive.columns import NUMBERED, Utc

revision = "004"
down_revision = "003"


def upgrade() -> None:
    op.create_table(
        "erasures",
        Column("id", NUMBERED, nullable=False),
        Column("contact_id", String(length=24), nullable=False),
        Column("number", Text(), nullable=False),
        Column("reference", String(), nullable=False),
        Column("before", Utc(), nullable=False),
        Column("next_at", Utc(), nullable=False),
        Column("tries", Integer(), nullable=False),
        Column("error", String(), nullable=False),
        PrimaryKeyConstraint("id", name="pk_erasures"),
    )
    op.create_index("ix_erasures_next_at", "erasures", ["next_at"])
