"""The page `/try/` and its three questions to the server: a number, what is stored, and a text to send."""

from __future__ import annotations

import re
from threading import BoundedSemaphore
from typing import Any
from urllib.parse import urlsplit

import msgspec
import structlog
from flask import Blueprint, Response, abort, render_template, request

from bot.store import StoreAway
from bot.turns import Desk
from simulator.inside import look, measure, unused_number
from simulator.phone import PHONE, NotTwiml, Outgoing, Unreachable, Wire, messages

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "img-src 'self' data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
# While a text is posted, its request waits for another one of the same server: half of its 4 threads must stay free.
AT_ONCE = 2
ENTRY = re.compile(r"-|\d{1,20}-\d{1,20}")

log = structlog.get_logger()
_read_text = msgspec.json.Decoder(Outgoing).decode


def blueprint(desk: Desk, wire: Wire) -> Blueprint:
    routes = Blueprint("simulator", __name__, template_folder="templates", static_folder="static")
    places = BoundedSemaphore(AT_ONCE)
    routes.before_request(_refuse_strangers)
    routes.after_request(_protect)

    @routes.get("/")
    def page() -> str:
        return render_template("try.html", number=wire.number, mch=desk.policy.mch)

    @routes.get("/number")
    def number() -> Response:
        try:
            return _json({"phone": unused_number(desk)})
        except StoreAway:
            return _away()

    @routes.get("/phone/<number>")
    def phone(number: str) -> Response:
        after = request.args.get("after", "-")
        if not re.fullmatch(PHONE, number) or not ENTRY.fullmatch(after):
            abort(404)
        try:
            return _json(look(desk, number, after))
        except StoreAway:
            return _away()

    @routes.post("/send")
    def send() -> Response:
        try:
            text = _read_text(request.get_data())
        except msgspec.DecodeError as error:
            return _json({"problem": f"This text cannot be sent: {error}."}, 400)
        if not places.acquire(blocking=False):
            return _json({"problem": "The server is busy with other texts."}, 429)
        try:
            return _json(_deliver(wire, text))
        finally:
            places.release()

    return routes


def _deliver(wire: Wire, text: Outgoing) -> dict[str, Any]:
    """The webhook's answer, and in plain words what is wrong with it, if anything."""
    try:
        answer = wire.post(text)
    except Unreachable as error:
        log.warning("webhook not reachable", error=str(error))
        return {"problem": "The webhook did not answer."}
    found: dict[str, Any] = {"status": answer.status, "ms": answer.milliseconds, "twiml": answer.body, "replies": []}
    if answer.status != 200:
        return found | {"problem": f"The webhook answered {answer.status}: Twilio would deliver nothing."}
    try:
        return found | {"replies": [measure(message) for message in messages(answer.body)]}
    except NotTwiml as error:
        return found | {"problem": f"The webhook's answer {error}: Twilio would deliver nothing."}


def _refuse_strangers() -> None:
    """Only the page itself may send: another site's page in the same browser may not."""
    if request.method in ("GET", "HEAD"):
        return
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin", "")
    if site != "same-origin" if site else urlsplit(origin).netloc != request.host:
        abort(403)


def _protect(response: Response) -> Response:
    response.headers.update(HEADERS)
    return response


def _json(value: Any, status: int = 200) -> Response:
    return Response(msgspec.json.encode(value), status, mimetype="application/json")


def _away() -> Response:
    return _json({"problem": "The store cannot be read right now."}, 503)
