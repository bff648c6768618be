"""What staff do about a conversation: take it over, write to the parent, note, assign, review."""

from __future__ import annotations

from hashlib import blake2b
from uuid import uuid4

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from msgspec.structs import replace

from bot.accounts.accounts import Role
from bot.casework import holds, replies, reviews
from bot.casework.conversations import NotDone
from bot.casework.replies import Outlook
from bot.conversation.turns import Crowded
from bot.redis.store import StoreAway
from staff.case.acting.action_forms import AWAY, doing
from staff.case.acting.action_outcome import MOST_DIGITS, case_path, done, status_of
from staff.case.acting.handoff_actions import add_handoffs
from staff.frame.console import Console, needs
from staff.frame.times import eastern


def add_pages(routes: Blueprint, console: Console) -> None:
    _add_holds(routes, console)
    _add_text(routes, console)
    add_handoffs(routes, console)
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
            return _kept(console, session_id, str(refusal), words), status_of(refusal)
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
        "staff/case/undone.html", why=why, back=case_path(session_id), doing=again, kept=words
    )


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
