"""The audit log is read by what was done and by whom, however long it is."""

from __future__ import annotations

from alembic import op

revision = "006"
down_revision = "005"


def upgrade() -> None:
    op.create_index("ix_audit_action_id", "audit", ["action", "id"])
    op.create_index("ix_audit_email_id", "audit", ["email", "id"])
