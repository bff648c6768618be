"""A text comes in, or the state of one that we sent."""

from __future__ import annotations

from functools import partial

import structlog

from bot.contacts import contact_id
from bot.conversation.deliveries import record_delivery
from bot.conversation.inbound import Inbound
from bot.conversation.turns import take_turn
from bot.process import request_ids
from bot.redis.connection.link import StoreAway
from webhooks import forms, twiml
from webhooks.line import Line, Posted

log = structlog.get_logger()


def text(line: Line, posted: Posted) -> str:
    try:
        inbound = forms.read_sms(posted.params, line.desk.store.now(), line.simulator_on)
    except forms.Elsewhere as error:
        log.info("text over another channel", channel=str(error))
        return _elsewhere(line, error.inbound)
    except forms.Unusable as error:
        log.warning("text not usable", reason=str(error))
        return twiml.EMPTY
    request_ids.name(inbound.delivery)
    if line.is_over(inbound.who, lambda: line.outage.matters(inbound)):
        return twiml.message(line.outage.answer(inbound, keep=False), line.reports)
    try:
        with line.metrics.turn_seconds.time():
            return (
                take_turn(line.desk, inbound, partial(twiml.render, reports=line.reports))
                or twiml.EMPTY
            )
    except Exception as error:
        line.metrics.outages.inc()
        log.error(
            "text answered without the store",
            reason=str(error) if isinstance(error, StoreAway) else "",
            exc_info=error,
        )
        return twiml.message(line.outage.answer(inbound), line.reports)


def _elsewhere(line: Line, inbound: Inbound) -> str:
    """On a channel that we do not serve danger and STOP are heard and kept; for all else there is a
    number to call."""
    request_ids.name(inbound.delivery)
    if line.is_over(inbound.who):
        return twiml.message(line.outage.answer(inbound, keep=False))
    try:
        stopped = (
            line.desk.store.read(
                contact_id(inbound.who, line.desk.contact_key), inbound.delivery
            ).opted_out
            is not None
        )
        if stopped or line.outage.matters(inbound):
            return take_turn(line.desk, inbound, twiml.render) or twiml.EMPTY
    except Exception as error:
        log.error(
            "text answered without the store",
            reason=str(error) if isinstance(error, StoreAway) else "",
            exc_info=error,
        )
        return twiml.message(line.outage.answer(inbound))
    return twiml.message(line.outage.call_instead())


def status(line: Line, posted: Posted) -> str:
    try:
        report = forms.read_sms_status(posted.params)
        request_ids.name(report.delivery)
        if not line.is_over(f"status:{report.recipient}"):
            record_delivery(line.desk, report, line.desk.store.now())
    except forms.Unusable as error:
        log.warning("status not usable", reason=str(error))
    except Exception as error:
        log.error("status not recorded", exc_info=error)
    return twiml.EMPTY
