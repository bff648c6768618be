"""What staff do about a conversation. Every form leads back to its page, or says why nothing was
done and keeps the words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from hashlib import blake2b
from urllib.parse import quote
from uuid import uuid4

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from msgspec.structs import replace

from bot.accounts.accounts import Role
from bot.casework import handoffs, holds, replies, reviews
from bot.casework.conversations import NotDone
from bot.casework.replies import Outlook
from bot.conversation.turns import Crowded
from bot.office import ZONE
from bot.privacy.erasing import ErasureRefused, approve_erasure
from bot.redis.store import StoreAway
from staff.case.action_forms import AWAY, doing
from staff.frame.console import Console, needs
from staff.frame.times import eastern

Act = Callable[[], str | None]

MOST_DIGITS = 18  # no number in the database is longer
ONE_HANDOFF = f"/case/<session_id>/handoffs/<int(max={10**MOST_DIGITS - 1}):handoff_id>"


def add_pages(routes: Blueprint, console: Console) -> None:
    _add_holds(routes, console)
    _add_text(routes, console)
    _add_handoffs(routes, console)
    _add_reviews(routes, console)


def _add_holds(routes: Blueprint, console: Console) -> None:
    @routes.post("/case/<session_id>/hold")
    @needs(Role.REVIEWER)
    def take_over(session_id: str) -> ResponseReturnValue:
        def act() -> str:
            minutes = console.settings.hold_minutes
            until = holds.take_over(
                console.desk, console.archive, console.actor(), session_id, minutes, uuid4().hex
            )
            return (
                f"You have this conversation until {eastern(until)}. The automatic helper keeps"
                " silent."
            )

        return done(session_id, act)

    @routes.post("/case/<session_id>/back")
    @needs(Role.REVIEWER)
    def hand_back(session_id: str) -> ResponseReturnValue:
        def act() -> str:
            holds.hand_back(console.desk, console.archive, console.actor(), session_id, uuid4().hex)
            return "Handed back: the automatic helper goes on."

        return done(session_id, act)


def _add_text(routes: Blueprint, console: Console) -> None:
    @routes.post("/case/<session_id>/text")
    @needs(Role.REVIEWER)
    def write_text(session_id: str) -> ResponseReturnValue:
        words, yes, minutes = (
            request.form.get("words", ""),
            request.form.get("yes", ""),
            console.settings.hold_minutes,
        )
        # The same form with other words is another text.
        once = blake2b(
            f"{request.form.get('once', '')} {words}".encode(), digest_size=16
        ).hexdigest()
        actor = console.actor()
        try:
            replies.answer(
                console.desk, console.archive, actor, session_id, words, minutes, once, yes
            )
        except NotDone as refusal:
            return _kept(console, session_id, str(refusal), words), _status(refusal)
        except (StoreAway, Crowded):
            return (
                _kept(
                    console,
                    session_id,
                    f"Your text was not sent. {AWAY}",
                    words,
                    Outlook(yes_needed=bool(yes)),
                ),
                503,
            )
        flash("Your text is on its way. The answer comes to you.", "success")
        return redirect(case_path(session_id, "text-words"))


def _kept(
    console: Console, session_id: str, why: str, words: str, now: Outlook | None = None
) -> str:
    """Nothing was sent, and what was written is not lost. `now` is taken for what cannot be
    asked."""
    again = doing(
        console, session_id, request.form.get("language", ""), words, request.form.get("once", "")
    )
    again = replace(again, now=now) if now else again
    return render_template(
        "staff/undone.html", why=why, back=case_path(session_id), doing=again, kept=words
    )


def _add_handoffs(routes: Blueprint, console: Console) -> None:
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
            return _undone(session_id, "Nothing was erased: tick the box first.", "", 409)
        try:
            approve_erasure(console.eraser(), session_id, handoff_id, console.actor())
        except ErasureRefused as refusal:
            return _undone(session_id, str(refusal), "", 409)
        except (StoreAway, Crowded):
            return _undone(
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


def _add_reviews(routes: Blueprint, console: Console) -> None:
    @routes.post("/case/<session_id>/notes")
    @needs(Role.REVIEWER)
    def add_note(session_id: str) -> ResponseReturnValue:
        text, place = request.form.get("note", ""), (console.archive, console.actor(), session_id)
        return done(
            session_id,
            lambda: reviews.add_note(*place, text, console.clock()),
            "Note added.",
            text,
            "note",
        )

    @routes.post("/case/<session_id>/assign")
    @needs(Role.REVIEWER)
    def assign(session_id: str) -> ResponseReturnValue:
        chosen = request.form.get("to", "")
        if chosen and not (chosen.isascii() and chosen.isdigit() and len(chosen) <= MOST_DIGITS):
            abort(400)
        place = (
            console.archive,
            console.actor(),
            session_id,
            int(chosen) if chosen else None,
            console.clock(),
        )
        told = "Assigned." if chosen else "Assigned to nobody."
        return done(session_id, lambda: reviews.assign(*place), told, place="assign-to")

    @routes.post("/case/<session_id>/reviewed")
    @needs(Role.REVIEWER)
    def mark_reviewed(session_id: str) -> ResponseReturnValue:
        place = (console.archive, console.actor(), session_id, console.clock())
        return done(session_id, lambda: reviews.mark_reviewed(*place), "Marked as reviewed.")

    @routes.post("/case/<session_id>/unreviewed")
    @needs(Role.REVIEWER)
    def reopen_review(session_id: str) -> ResponseReturnValue:
        place = (console.archive, console.actor(), session_id, console.clock())
        return done(session_id, lambda: reviews.reopen(*place), "Open for review again.")


def case_path(session_id: str, place: str = "") -> str:
    """The page of a conversation; `place` is the id of what has the focus there."""
    return f"{url_for('staff.home')}case/{quote(session_id)}{f'#{place}' if place else ''}"


def done(
    session_id: str, act: Act, words: str = "", written: str = "", place: str = "actions"
) -> ResponseReturnValue:
    """Back to where they were on the page, which says what was done, or why not; what somebody has
    `written` is not lost."""
    try:
        flash(act() or words, "success")
    except NotDone as refusal:
        return _undone(
            refusal.session or session_id,
            str(refusal),
            written,
            404 if refusal.why == "gone" else 409,
        )
    except (StoreAway, Crowded):
        return _undone(session_id, f"Nothing was changed. {AWAY}", written, 503)
    return redirect(case_path(session_id, place))


def _undone(session_id: str, why: str, written: str, status: int) -> ResponseReturnValue:
    return (
        render_template("staff/undone.html", why=why, back=case_path(session_id), kept=written),
        status,
    )


def _status(refusal: NotDone) -> int:
    return 404 if refusal.why == "gone" else 409
