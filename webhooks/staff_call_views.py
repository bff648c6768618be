"""A call that somebody of the staff makes from the console: their phone answers, they press a key,
it ends."""

from __future__ import annotations

import time

import structlog

from bot.conversation.staff_call_facts import StaffCall, from_token, record_end
from bot.conversation.transfers import session_of
from webhooks import spoken, twiml, whisper
from webhooks import staff_call_twiml as staff_calls
from webhooks.forms import first
from webhooks.line import Line, Posted

TAKES = "1"
# How the staff member's own phone can fail to take it.
NOT_TAKEN = frozenset({"busy", "no-answer", "failed", "canceled"})

log = structlog.get_logger()


def answered(line: Line, posted: Posted) -> str:
    token = first(posted.query, "call")
    if (call := from_token(token, line.desk.cipher)) is None:
        return spoken.HANG_UP
    return staff_calls.offer(
        line.speaker,
        token,
        whisper.about(line.desk.flow.languages, session_of(line.desk, call.contact)),
    )


def connect(line: Line, posted: Posted) -> str:
    token = first(posted.query, "call")
    call = from_token(token, line.desk.cipher)
    if call is None or first(posted.params, "Digits") != TAKES:
        return spoken.HANG_UP
    return staff_calls.connect(line.speaker, token, call.number, line.shown)


def ended(line: Line, posted: Posted) -> str:
    outcome = first(posted.params, "DialCallStatus")
    if call := from_token(first(posted.query, "call"), line.desk.cipher):
        seconds = first(posted.params, "DialCallDuration")
        _record(line, call, outcome, int(seconds) if seconds.isdigit() and len(seconds) < 6 else 0)
    return staff_calls.ended(line.speaker, outcome)


def status(line: Line, posted: Posted) -> str:
    """Of the staff member's own phone: that it was not taken is an end too; the rest is told by
    `ended`."""
    call = from_token(first(posted.query, "call"), line.desk.cipher)
    if call and first(posted.params, "CallStatus") in NOT_TAKEN:
        _record(line, call, "declined", 0)
    return twiml.EMPTY


def _record(line: Line, call: StaffCall, outcome: str, seconds: int) -> None:
    try:
        record_end(line.desk, call, outcome or "failed", seconds, time.time())
    except Exception as error:
        log.error("end of a call of the staff not recorded", exc_info=error)
