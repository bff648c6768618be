"""What staff do about a handoff: claim, release, try again, close, reopen, approve an erasing."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from uuid import uuid4

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from bot.accounts.accounts import Role
from bot.casework import handoffs
from bot.conversation.turns import Crowded
from bot.office import ZONE
from bot.privacy.erasing import ErasureRefused, approve_erasure
from bot.redis.store import StoreAway
from staff.case.acting.action_forms import AWAY
from staff.case.acting.action_outcome import MOST_DIGITS, done, undone
from staff.frame.console import Console, needs

ONE_HANDOFF = f"/case/<session_id>/handoffs/<int(max={10**MOST_DIGITS - 1}):handoff_id>"


def add_handoffs(routes: Blueprint, console: Console) -> None:
    @routes.post(f"{ONE_HANDOFF}/claim")
    @needs(Role.REVIEWER)
    def claim_handoff(session_id: str, handoff_id: int) -> ResponseReturnValue:
        place = (console.archive, console.actor(), session_id, handoff_id, console.clock())
        return done(session_id, lambda: handoffs.claim(*place), "This is yours now.")

    @routes.post(f"{ONE_HANDOFF}/release")
    @needs(Role.REVIEWER)
    def release_handoff(session_id: str, handoff_id: int) -> ResponseReturnValue:
        place = (console.archive, console.actor(), session_id, handoff_id, console.clock())
        anybodys = console.person().role.covers(Role.ADMINISTRATOR)
        return done(
            session_id,
            lambda: handoffs.release(*place, anybodys),
            "Somebody else can see to it now.",
        )

    @routes.post(f"{ONE_HANDOFF}/close")
    @needs(Role.REVIEWER)
    def close_handoff(session_id: str, handoff_id: int) -> ResponseReturnValue:
        outcome, note = request.form.get("outcome", ""), request.form.get("note", "")
        if request.form.get("then") == "try":
            tried = (
                console.archive,
                console.actor(),
                session_id,
                handoff_id,
                outcome,
                note,
                _again(),
                console.clock(),
            )
            return done(
                session_id,
                lambda: handoffs.try_again(*tried),
                "Noted. It moves down the inbox until then.",
                note,
            )
        place = (console.desk, console.archive, console.actor(), session_id, handoff_id)
        decides = console.person().role.covers(Role.ADMINISTRATOR)
        return done(
            session_id,
            lambda: handoffs.close(*place, outcome, note, uuid4().hex, decides),
            "Closed.",
            note,
        )

    @routes.post(f"{ONE_HANDOFF}/reopen")
    @needs(Role.REVIEWER)
    def reopen_handoff(session_id: str, handoff_id: int) -> ResponseReturnValue:
        place = (console.desk, console.archive, console.actor(), session_id, handoff_id)
        return done(session_id, lambda: handoffs.reopen(*place, uuid4().hex), "Open again.")

    @routes.post(f"{ONE_HANDOFF}/erase")
    @needs(Role.ADMINISTRATOR)
    def approve_erasing(session_id: str, handoff_id: int) -> ResponseReturnValue:
        if request.form.get("sure") != "1":
            return undone(session_id, "Nothing was erased: tick the box first.", "", 409)
        try:
            approve_erasure(console.eraser(), session_id, handoff_id, console.actor())
        except ErasureRefused as refusal:
            return undone(session_id, str(refusal), "", 409)
        except (StoreAway, Crowded):
            return undone(
                session_id, f"Not everything was erased. Do it again in a minute. {AWAY}", "", 503
            )
        flash(
            "This person is erased here. What Twilio holds is erased in the next minutes.",
            "success",
        )
        return redirect(url_for("staff.home"))


def _again() -> datetime:
    """The day and the hour in Hartford at which it is to be tried again; long ago if that makes no
    sense."""
    try:
        day, hour = (
            date.fromisoformat(request.form.get("day", "")),
            time.fromisoformat(request.form.get("hour", "")),
        )
        return datetime.combine(day, hour, ZONE).astimezone(UTC)
    except (ValueError, OverflowError):
        return datetime.min.replace(tzinfo=UTC)
