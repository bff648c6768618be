"""A call: it rings, each of its callbacks, its end, and the person in the office who is asked to
take it.

Whatever goes wrong, the caller hears the number and, in office hours, is put through: never
Twilio's own error voice.
"""

from __future__ import annotations

from collections.abc import Callable

import structlog

from bot.contacts import contact_id
from bot.conversation.inbound import Inbound
from bot.conversation.recordings import record_recording, record_transcript
from bot.conversation.transfers import record_answer, session_of
from bot.conversation.turns import take_turn
from bot.process import request_ids
from bot.redis.connection.link import StoreAway
from flows.dialogue.turn import Turn
from flows.model.context import Call
from webhooks import call_forms, spoken, twiml, whisper
from webhooks.forms import Unusable, first
from webhooks.line import Line, Posted

ACCEPT = "1"

log = structlog.get_logger()


def ring(line: Line, posted: Posted) -> str:
    return _converse(line, lambda now: call_forms.read_ring(posted.params, now, line.simulator_on))


def turn(line: Line, posted: Posted) -> str:
    n = call_forms.turn_number(posted.query)
    return _converse(
        line, lambda now: call_forms.read_call_turn(posted.params, n, now, line.simulator_on)
    )


def _converse(line: Line, read: Callable[[float], Inbound]) -> str:
    try:
        inbound = read(line.desk.store.now())
    except Unusable as error:
        log.warning("call not usable", reason=str(error))
        return _alone(line, None)
    request_ids.name(inbound.delivery)
    if line.is_over(inbound.who, lambda: line.outage.matters(inbound)):
        return _alone(line, inbound, keep=False)
    try:
        with line.metrics.turn_seconds.time():
            return take_turn(
                line.desk, inbound, lambda turn: _render(line, inbound, turn)
            ) or _alone(line, None)
    except Exception as error:
        line.metrics.outages.inc()
        log.error(
            "call answered without the store",
            reason=str(error) if isinstance(error, StoreAway) else "",
            exc_info=error,
        )
        return _alone(line, inbound)


def _render(line: Line, inbound: Inbound, turn: Turn) -> str:
    return line.speaker.render(
        turn, inbound.call or Call(""), contact_id(inbound.who, line.desk.contact_key)
    )


def _alone(line: Line, inbound: Inbound | None, keep: bool = True) -> str:
    """What can be said without the store. Should even that fail, the words that were made ready at
    the start."""
    try:
        return line.speaker.render_alone(line.outage.answer_call(inbound, keep))
    except Exception as error:
        log.error("call answered with the last words", exc_info=error)
        return line.last_words


def status(line: Line, posted: Posted) -> str:
    try:
        inbound = call_forms.read_call_status(
            posted.params, line.desk.store.now(), line.simulator_on
        )
    except Unusable as error:
        log.warning("status of a call not usable", reason=str(error))
        return twiml.EMPTY
    if inbound is None:
        return twiml.EMPTY
    request_ids.name(inbound.delivery)
    try:
        take_turn(line.desk, inbound, lambda turn: twiml.EMPTY)
    except Exception as error:
        log.error("end of a call kept for later", exc_info=error)
        line.outage.keep(inbound)
    return twiml.EMPTY


def recording(line: Line, posted: Posted) -> str:
    try:
        record_recording(
            line.desk, call_forms.read_recording(posted.params, posted.query), line.desk.store.now()
        )
    except Unusable as error:
        log.warning("state of a recording not usable", reason=str(error))
    except Exception as error:
        log.error("state of a recording not recorded", exc_info=error)
    return twiml.EMPTY


def transcript(line: Line, posted: Posted) -> str:
    try:
        if written := call_forms.read_transcript(posted.params, posted.query):
            record_transcript(line.desk, written, line.desk.store.now())
    except Unusable as error:
        log.warning("transcript of a recording not usable", reason=str(error))
    except Exception as error:
        log.error("transcript of a recording not recorded", exc_info=error)
    return twiml.EMPTY


def accept(line: Line, posted: Posted) -> str:
    """Asked of whoever answers in the office, before they hear the caller."""
    contact = call_forms.contact_named(posted.query)
    session = session_of(line.desk, contact) if contact else None
    return line.speaker.whisper(
        whisper.about(line.desk.flow.languages, session, first(posted.query, "language")), contact
    )


def accepted(line: Line, posted: Posted) -> str:
    """With an empty answer Twilio connects the two. That it was taken is kept, but the two are not
    kept waiting for it."""
    takes = first(posted.params, "Digits") == ACCEPT
    try:
        if answer := call_forms.read_answer(posted.params, posted.query, takes):
            record_answer(line.desk, answer, line.desk.store.now())
    except Exception as error:
        log.error("answer at the office not recorded", exc_info=error)
    return twiml.EMPTY if takes else spoken.HANG_UP
