"""Twilio's routes: every one behind the signature, every answer TwiML."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs

import structlog
from flask import Blueprint, Response, abort, g, request

from bot.deliveries import record_delivery
from bot.metrics import Metrics
from bot.outage import Outage
from bot.store import StoreAway
from bot.turns import Crowded, Desk, take_turn
from webhooks import forms, twiml
from webhooks.signature import SignatureCheck

FORM = "application/x-www-form-urlencoded"

log = structlog.get_logger()


@dataclass(frozen=True)
class Line:
    """What Twilio's side of the service needs. `base_url` is the address Twilio signs for."""

    desk: Desk
    outage: Outage
    metrics: Metrics
    signatures: SignatureCheck
    base_url: str
    simulator_on: bool


def blueprint(line: Line) -> Blueprint:
    routes = Blueprint("twilio", __name__)
    routes.before_request(lambda: _admit(line))
    routes.add_url_rule("/sms", view_func=lambda: _answer(_sms(line)), methods=["POST"], endpoint="sms")
    routes.add_url_rule("/sms/status", view_func=lambda: _answer(_status(line)), methods=["POST"], endpoint="status")
    return routes


def _admit(line: Line) -> None:
    """Nothing is looked at before the signature holds."""
    body = request.get_data(cache=False)
    readable = request.mimetype == FORM or not body
    params = _parameters(body) if readable else {}
    query = request.query_string.decode("latin-1")
    url = f"{line.base_url}{request.path}{'?' + query if query else ''}"
    if not readable or not line.signatures.holds(url, params, request.headers.get("X-Twilio-Signature")):
        line.metrics.refused.inc()
        abort(403)
    g.params = params


def _parameters(body: bytes) -> Mapping[str, Sequence[str]]:
    return parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, errors="replace", max_num_fields=500)


def _answer(body: str) -> Response:
    return Response(body, mimetype="text/xml")


def _sms(line: Line) -> str:
    try:
        inbound = forms.read_sms(g.params, time.time(), line.simulator_on)
    except forms.Elsewhere as error:
        log.info("text over another channel", channel=str(error))
        return twiml.message(line.outage.call_instead())
    except forms.Unusable as error:
        log.warning("text not usable", reason=str(error))
        return twiml.EMPTY
    try:
        with line.metrics.turn_seconds.time():
            return take_turn(line.desk, inbound, twiml.render) or twiml.EMPTY
    except (StoreAway, Crowded) as error:
        line.metrics.outages.inc()
        log.error("text answered without the store", error=type(error).__name__)
        return twiml.message(line.outage.answer(inbound))


def _status(line: Line) -> str:
    try:
        report = forms.read_sms_status(g.params)
        record_delivery(line.desk, report, time.time())
    except forms.Unusable as error:
        log.warning("status not usable", reason=str(error))
    except (StoreAway, Crowded) as error:
        log.error("status not recorded", error=type(error).__name__, status=report.status)
    return twiml.EMPTY
