"""What it meant that a session went quiet."""

from __future__ import annotations

from flows.model.session import Disposition, Session


def meaning(session: Session) -> Disposition:
    if session.disposition:
        return session.disposition
    handed = (*session.handoffs, *session.closed)
    if "callback" in handed:
        return Disposition.CALLBACK
    if session.dangers and session.aside and session.aside.kind in ("safety", "safety_connect"):
        return Disposition.SAFETY
    return Disposition.HANDED_OFF if handed else Disposition.ABANDONED
