"""Twilio's routes: every one behind the signature, every answer TwiML."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog
from werkzeug.exceptions import Forbidden, HTTPException, MethodNotAllowed
from werkzeug.wsgi import get_host, get_input_stream

from bot.deliveries import record_delivery
from bot.metrics import Metrics
from bot.outage import Outage
from bot.turns import Desk, take_turn
from webhooks import forms, twiml
from webhooks.signature import Params, SignatureCheck

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

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


class Gate:
    """Twilio's routes in front of the app, as plain WSGI: what a framework adds to a request would be half of a turn.

    Other paths go through to the app behind.
    """

    def __init__(self, line: Line, app: WSGIApplication, most_bytes: int) -> None:
        self._line = line
        self._app = app
        self._most_bytes = most_bytes

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        view = VIEWS.get(environ["PATH_INFO"])
        if view is None:
            return self._app(environ, start_response)
        try:
            params = self._admit(environ)
        except HTTPException as refusal:
            return refusal(environ, start_response)
        reply = view(self._line, params).encode()
        start_response("200 OK", [("Content-Type", "text/xml; charset=utf-8"), ("Content-Length", str(len(reply)))])
        return [reply]

    def _admit(self, environ: WSGIEnvironment) -> Params:
        """The parameters, once the signature holds: before that nothing is looked at."""
        if environ["REQUEST_METHOD"] != "POST":
            raise MethodNotAllowed(["POST"])
        body = get_input_stream(environ, max_content_length=self._most_bytes).read()
        readable = not body or environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower() == FORM
        try:
            params = forms.read_form(body) if readable else {}
        except forms.TooMany:
            raise Forbidden from None
        if not readable or not self._is_signed(environ, params):
            self._line.metrics.refused.inc()
            raise Forbidden
        return params

    def _is_signed(self, environ: WSGIEnvironment, params: Params) -> bool:
        """For the address that Twilio was given, or for the one that was called: another name of this machine."""
        query = environ.get("QUERY_STRING")
        path = f"{environ['PATH_INFO']}{'?' + query if query else ''}"
        signature = environ.get("HTTP_X_TWILIO_SIGNATURE")
        holds, base_url = self._line.signatures.holds, self._line.base_url
        if holds(base_url + path, params, signature):
            return True
        called = get_host_url(environ)
        return called != base_url and holds(called + path, params, signature)


def get_host_url(environ: WSGIEnvironment) -> str:
    return f"{environ['wsgi.url_scheme']}://{get_host(environ)}"


def _sms(line: Line, params: Params) -> str:
    try:
        inbound = forms.read_sms(params, time.time(), line.simulator_on)
    except forms.Elsewhere as error:
        log.info("text over another channel", channel=str(error))
        return twiml.message(line.outage.call_instead())
    except forms.Unusable as error:
        log.warning("text not usable", reason=str(error))
        return twiml.EMPTY
    try:
        with line.metrics.turn_seconds.time():
            return take_turn(line.desk, inbound, twiml.render) or twiml.EMPTY
    except Exception as error:
        line.metrics.outages.inc()
        log.error("text answered without the store", exc_info=error)
        return twiml.message(line.outage.answer(inbound))


def _status(line: Line, params: Params) -> str:
    try:
        report = forms.read_sms_status(params)
        record_delivery(line.desk, report, time.time())
    except forms.Unusable as error:
        log.warning("status not usable", reason=str(error))
    except Exception as error:
        log.error("status not recorded", exc_info=error)
    return twiml.EMPTY


VIEWS: Mapping[str, Callable[[Line, Params], str]] = {"/sms": _sms, "/sms/status": _status}
