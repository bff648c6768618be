"""WSGI middleware for Twilio's routes: verifies the signature, dispatches, answers TwiML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from werkzeug.exceptions import Forbidden, HTTPException, MethodNotAllowed
from werkzeug.wsgi import get_host, get_input_stream

from webhooks import forms, sms_views, staff_call_views, voice_views
from webhooks.line import Line, Posted, View
from webhooks.signature import Params

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

FORM = "application/x-www-form-urlencoded"

VIEWS: Mapping[str, View] = {
    "/sms": sms_views.text,
    "/sms/status": sms_views.status,
    "/voice": voice_views.ring,
    "/voice/turn": voice_views.turn,
    "/voice/status": voice_views.status,
    "/voice/recording": voice_views.recording,
    "/voice/transcript": voice_views.transcript,
    "/voice/accept": voice_views.accept,
    "/voice/accepted": voice_views.accepted,
    "/voice/staff": staff_call_views.answered,
    "/voice/staff/connect": staff_call_views.connect,
    "/voice/staff/ended": staff_call_views.ended,
    "/voice/staff/status": staff_call_views.status,
}


class Gate:
    """Twilio's routes in front of the app, as plain WSGI: what a framework adds to a request would
    be half of a turn.

    Other paths go through to the app behind.
    """

    def __init__(self, line: Line, app: WSGIApplication, most_bytes: int) -> None:
        self._line = line
        self._app = app
        self._most_bytes = most_bytes

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        view = VIEWS.get(path) or VIEWS.get(path.rstrip("/"))
        if view is None:
            return self._app(environ, start_response)
        try:
            posted = self._admit(environ)
        except HTTPException as refusal:
            return refusal(environ, start_response)
        reply = view(self._line, posted).encode()
        start_response(
            "200 OK",
            [("Content-Type", "text/xml; charset=utf-8"), ("Content-Length", str(len(reply)))],
        )
        return [reply]

    def _admit(self, environ: WSGIEnvironment) -> Posted:
        """The request, once the signature holds: before that nothing is looked at."""
        if environ["REQUEST_METHOD"] != "POST":
            raise MethodNotAllowed(["POST"])
        body = self._body(environ)
        readable = (
            not body or environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower() == FORM
        )
        try:
            params = forms.read_form(body) if readable else {}
            query = forms.read_form(environ.get("QUERY_STRING", "").encode("latin-1", "replace"))
        except forms.TooMany:
            raise Forbidden from None
        if not readable or not self._is_signed(environ, params):
            self._line.metrics.refused.inc()
            raise Forbidden
        return Posted(params, query)

    def _body(self, environ: WSGIEnvironment) -> bytes:
        """The ordinary body as it is; werkzeug looks after the others. Raises
        RequestEntityTooLarge."""
        length = environ.get("CONTENT_LENGTH") or ""
        if length.isdecimal() and int(length) <= self._most_bytes:
            whole: bytes = environ["wsgi.input"].read(int(length))
            return whole
        return get_input_stream(environ, max_content_length=self._most_bytes).read()

    def _is_signed(self, environ: WSGIEnvironment, params: Params) -> bool:
        """For the address that Twilio was given, or for the one that was called: another name of
        this machine."""
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
