"""Who is signed in, codes that work once, and passwords that must be changed."""

from __future__ import annotations

from alembic import op
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKeyConstraint,
    PrimaryKeyConstraint,
    String,
    false,
    text,
)

from bot.archive.columns import NUMBERED, Utc

revision = "003"
down_revision = "002"


def upgrade() -> None:
    op.add_column("staff", Column("temporary", Boolean(), nullable=False, server_default=false()))
    op.add_column(
        "staff", Column("code_step", BigInteger(), nullable=False, server_default=text("0"))
    )
    op.create_table(
        "sign_ins",
        Column("token", String(length=64), nullable=False),
        Column("staff_id", NUMBERED, nullable=False),
        Column("begun", Utc(), nullable=False),
        Column("seen", Utc(), nullable=False),
        ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name="fk_sign_ins_staff_id", ondelete="CASCADE"
        ),
        PrimaryKeyConstraint("token", name="pk_sign_ins"),
    )
    op.create_index("ix_sign_ins_staff_id", "sign_ins", ["staff_id"])
