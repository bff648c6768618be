"""Where an action leads: back to the page of its conversation, or to the reason why not."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from bot.casework.conversations import NotDone
from bot.conversation.turns import Crowded
from bot.redis.store import StoreAway
from staff.case.acting.action_forms import AWAY

Act = Callable[[], str | None]


MOST_DIGITS = 18  # no number in the database is longer


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
        return undone(
            refusal.session or session_id,
            str(refusal),
            written,
            404 if refusal.why == "gone" else 409,
        )
    except (StoreAway, Crowded):
        return undone(session_id, f"Nothing was changed. {AWAY}", written, 503)
    return redirect(case_path(session_id, place))


def undone(session_id: str, why: str, written: str, status: int) -> ResponseReturnValue:
    return (
        render_template(
            "staff/case/undone.html", why=why, back=case_path(session_id), kept=written
        ),
        status,
    )


def status_of(refusal: NotDone) -> int:
    return 404 if refusal.why == "gone" else 409
