"""How much is open now that must not stay open: danger, and alerts that nobody has taken."""

from __future__ import annotations

from sqlalchemy import func, select, text

from bot.archive.alert_tables import UNTAKEN, Alert
from bot.archive.database import Archive, ArchiveAway
from bot.archive.models import OPEN, TASKS, Handoff, Session

# As the index of bot.archive.models has it, with its columns named in full.
_DANGER = TASKS["safety"].replace("state", "handoffs.state").replace("(reason", "(handoffs.reason")


def open_now(archive: Archive) -> dict[str, int] | None:
    """Open dangers as "danger", untaken alerts as "alert:<kind>"; None while the archive is
    away."""
    dangers = (
        select(func.count())
        .select_from(Handoff)
        .join(Session, Session.id == Handoff.session_id)
        .where(text(_DANGER), Handoff.state == OPEN, ~Session.simulated)
    )
    alerts = select(Alert.kind, func.count()).where(text(UNTAKEN)).group_by(Alert.kind)
    try:
        with archive.reading() as connection:
            counts = {"danger": connection.execute(dangers).scalar_one()}
            return counts | {f"alert:{kind}": many for kind, many in connection.execute(alerts)}
    except ArchiveAway:
        return None
