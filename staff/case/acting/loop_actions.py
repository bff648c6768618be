"""Closing the loop: an answer put right as it was heard on the telephone, and what became of a
program."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from bot.accounts.accounts import Role
from bot.archive.read.lists import referral_lists as kept
from bot.casework import correct_answer as corrections
from bot.casework import move_referral as referrals
from bot.casework.conversations import NotDone
from bot.office import ZONE
from staff.case.acting.action_outcome import done
from staff.case.answer_lines import in_words
from staff.case.matches import short_name
from staff.case.summary import short
from staff.case.view_model import masked
from staff.frame import labels as english
from staff.frame.console import Console, needs

AHEAD_DAYS = 7
AHEAD = timedelta(days=AHEAD_DAYS)


def add_pages(routes: Blueprint, console: Console) -> None:
    @routes.post("/case/<session_id>/answer")
    @needs(Role.REVIEWER)
    def correct_answer(session_id: str) -> ResponseReturnValue:
        slot, words = request.form.get("slot", ""), request.form.get("answer", "")

        def act() -> str:
            place = (console.desk, console.archive, console.actor(), session_id)
            value = corrections.correct(*place, slot, words, uuid4().hex)
            known = value is not None
            heard = (
                in_words(console.desk.flow.prompts, slot, value)
                if known
                else "does not know, or does not want to say"
            )
            return (
                f"{english.place(console.desk.flow.prompts, slot)}: {heard}. The programs are"
                " matched anew."
            )

        return done(session_id, act, written=words, place="correct-slot")

    @routes.post("/case/<session_id>/referral")
    @needs(Role.REVIEWER)
    def move_referral(session_id: str) -> ResponseReturnValue:
        form = request.form
        program, state, note = (form.get(name, "") for name in ("program", "state", "note"))

        def act() -> None:
            place = (console.desk, console.archive, console.actor(), session_id)
            referrals.move(*place, program, state, note, _due(form.get("due", "")), uuid4().hex)

        return done(session_id, act, "Written down.", note, "referral-program")

    @routes.get("/referrals")
    @needs(Role.REVIEWER)
    def due_referrals() -> str:
        """What is to be looked after within a week, the longest overdue first."""
        now = console.clock()
        today = datetime.combine(now.astimezone(ZONE).date(), time(23, 59), ZONE).astimezone(UTC)
        with console.archive.reading() as connection:
            found = kept.due(connection, today.replace(microsecond=0) + AHEAD)
        rows = [_row(console, each, now) for each in found]
        return render_template("staff/figures/referrals.html", rows=rows, days=AHEAD_DAYS)


def _row(console: Console, each: kept.Due, now: datetime) -> dict[str, object]:
    return {
        "id": each.row.id,
        "words": short(console.desk.flow.prompts, each.row.stage, each.row.town),
        "number": masked(console.desk.cipher, each.row.number),
        "language": console.desk.flow.languages.name(each.row.language) or english.LANGUAGE_UNKNOWN,
        "program": short_name(console.desk.flow, each.program),
        "state": english.REFERRALS.get(each.state, english.spaced(each.state)),
        "at": each.at,
        "due": each.due,
        "late": each.due < now,
    }


def _due(text: str) -> datetime | None:
    """Noon in Hartford of that day; None where no day is given. Raises NotDone."""
    if not text:
        return None
    try:
        return datetime.combine(date.fromisoformat(text), time(12), ZONE).astimezone(UTC)
    except (ValueError, OverflowError):
        raise NotDone("no_due") from None
