"""A parent is called by a press: the staff member's phone rings, says who it is for, and
connects."""

from __future__ import annotations

from uuid import uuid4

from flask import Blueprint, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from bot.accounts.accounts import Role
from bot.casework import call_parent as calls
from bot.casework.conversations import NotDone
from bot.config.settings import Settings
from bot.conversation.turns import Crowded
from bot.redis.store import StoreAway
from bot.twilio.place_call import TwilioCalls
from bot.twilio.texts import Account
from staff.case.acting.action_forms import AWAY
from staff.frame.console import Console, needs

RINGING = "Your phone rings now. It says who the call is for; press 1 to be connected."


def add_pages(routes: Blueprint, console: Console) -> None:
    @routes.post("/case/<session_id>/call")
    @needs(Role.REVIEWER)
    def call_parent(session_id: str) -> ResponseReturnValue:
        settings, phone = console.settings, request.form.get("phone", "")
        ours = frozenset({settings.voice_number, settings.sms_number} - {""})
        place = (console.desk, console.archive, console.actor(), session_id, phone, ours)
        try:
            session["phone"] = calls.call_parent(*place, _ring(settings), uuid4().hex)
            flash(RINGING, "success")
        except NotDone as refusal:
            flash(str(refusal), "danger")
        except (StoreAway, Crowded):
            flash(
                f"Your phone may ring all the same, but that is not written down. {AWAY}", "danger"
            )
        return redirect(url_for("staff.one_case", session_id=session_id))


def _ring(settings: Settings) -> calls.Ring:
    def ring(phone: str, token: str) -> None:
        if not settings.twilio_account_sid or not settings.voice_number:
            raise NotDone("no_calls")
        base = f"{settings.public_base_url}/voice/staff"
        TwilioCalls(_account(settings)).ring(
            phone, f"{base}?call={token}", f"{base}/status?call={token}"
        )

    return ring


def _account(settings: Settings) -> Account:
    return Account(
        sid=settings.twilio_account_sid,
        token=settings.twilio_auth_token,
        number=settings.voice_number,
        service="",
        status_callback="",
        base=settings.twilio_api_base,
    )
