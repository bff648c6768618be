"""The last word is a person's: what began, their last word, the last act of staff and the end are
four dates.

What stands in the archive is worked out again from its facts. Calls that are tried again have a
next time and a count; an account has a name to sign texts with; a browser in which somebody signed
in before is known again.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, ForeignKeyConstraint, Integer, PrimaryKeyConstraint, String, text

from bot.archive.columns import NUMBERED, Utc

revision = "007"
down_revision = "006"

# A silent line and the end of a call are told by the network, not by the person.
SPOKE = "kind = 'InputReceived' AND key NOT IN ('silence', 'hangup', 'dialled')"
ACTED = (
    "kind IN ('HoldTaken', 'StaffWrote', 'HandoffClosed', 'HandoffReopened') OR (kind = 'HoldEnded'"
    " AND key = 'person')"
)
WHEN_ACTED = (
    f"SELECT session_id, at FROM facts WHERE {ACTED}",
    "SELECT session_id, at FROM notes",
    "SELECT session_id, closed_at FROM handoffs WHERE closed_by IS NOT NULL",
    "SELECT session_id, claimed_at FROM handoffs WHERE claimed_by IS NOT NULL",
    "SELECT id, reviewed_at FROM sessions WHERE reviewed_at IS NOT NULL",
)


def upgrade() -> None:
    op.add_column("sessions", Column("acted_at", Utc(), nullable=True))
    op.add_column("handoffs", Column("tries", Integer(), nullable=False, server_default=text("0")))
    op.add_column("handoffs", Column("again_at", Utc(), nullable=True))
    op.add_column("staff", Column("signs_as", String(), nullable=False, server_default=""))
    op.create_table(
        "known_browsers",
        Column("token", String(length=64), nullable=False),
        Column("staff_id", NUMBERED, nullable=False),
        Column("seen", Utc(), nullable=False),
        ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name="fk_known_browsers_staff_id", ondelete="CASCADE"
        ),
        PrimaryKeyConstraint("token", name="pk_known_browsers"),
    )
    op.create_index("ix_known_browsers_staff_id", "known_browsers", ["staff_id"])
    _mend()
    op.create_index("ix_sessions_acted_at", "sessions", ["acted_at"])
    op.create_index("ix_sessions_opened", "sessions", ["opened"])


def _mend() -> None:
    spoke = f"SELECT max(at) FROM facts WHERE facts.session_id = sessions.id AND {SPOKE}"
    op.execute(f"UPDATE sessions SET last_at = coalesce(({spoke}), opened)")
    own = "SELECT last_at FROM sessions WHERE sessions.id = session_programs.session_id"
    op.execute(f"UPDATE session_programs SET last_at = ({own})")
    op.execute(f"CREATE TEMPORARY TABLE acts AS {' UNION ALL '.join(WHEN_ACTED)}")
    op.execute("CREATE INDEX ix_acts ON acts (session_id)")
    op.execute(
        "UPDATE sessions SET acted_at = (SELECT max(acts.at) FROM acts WHERE acts.session_id ="
        " sessions.id)"
    )
    op.execute("DROP TABLE acts")
