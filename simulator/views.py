"""The page `/try/` and its questions to the server: a number, what is stored, a text to send, and
what a caller does."""

from __future__ import annotations

import re
from collections.abc import Callable
from threading import BoundedSemaphore
from typing import Any
from urllib.parse import urlsplit

import msgspec
import structlog
from flask import Blueprint, Response, abort, render_template, request

from bot.archive.database import ArchiveAway
from bot.conversation.turns import Desk
from bot.redis.store import StoreAway
from simulator.call_actions import CALL, Acting, act
from simulator.inside import Past, look, measure, unused_number
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
# While a text is posted, its request waits for another one of the same server: half of its 4
# threads must stay free.
AT_ONCE = 2
ENTRY = re.compile(r"-|\d{1,20}-\d{1,20}")
CALL_OR_NONE = rf"({CALL})?"
KEYPAD = (
    *(("1", ""), ("2", "ABC"), ("3", "DEF"), ("4", "GHI"), ("5", "JKL"), ("6", "MNO")),
    *(("7", "PQRS"), ("8", "TUV"), ("9", "WXYZ"), ("*", ""), ("0", ""), ("#", "")),
)

log = structlog.get_logger()
_read_text = msgspec.json.Decoder(Outgoing).decode
_read_act = msgspec.json.Decoder(Acting).decode


def blueprint(desk: Desk, past: Past, wire: Wire) -> Blueprint:
    routes = Blueprint("simulator", __name__, template_folder="templates", static_folder="static")
    places = BoundedSemaphore(AT_ONCE)
    routes.before_request(_refuse_strangers)
    routes.after_request(_protect)

    @routes.get("/")
    def page() -> str:
        return render_template(
            "try.html",
            county=desk.flow.county,
            number=wire.number,
            voice_number=wire.voice_number or wire.number,
            keys=KEYPAD,
        )

    @routes.get("/number")
    def number() -> Response:
        try:
            return _json({"phone": unused_number(desk)})
        except StoreAway:
            return _away()

    @routes.get("/phone/<number>")
    def phone(number: str) -> Response:
        after, withheld = request.args.get("after", "-"), request.args.get("withheld", "")
        if (
            not re.fullmatch(PHONE, number)
            or not ENTRY.fullmatch(after)
            or not re.fullmatch(CALL_OR_NONE, withheld)
        ):
            abort(404)
        try:
            return _json(look(desk, past, number, after, withheld))
        except (StoreAway, ArchiveAway):
            return _away()

    def guarded(work: Callable[[], dict[str, Any]]) -> Response:
        if not places.acquire(blocking=False):
            return _json({"problem": "The server is busy with other phones."}, 429)
        try:
            return _json(work())
        except Unreachable as error:
            log.warning("webhook not reachable", error=str(error))
            return _json({"problem": "The webhook did not answer."})
        finally:
            places.release()

    @routes.post("/send")
    def send() -> Response:
        try:
            text = _read_text(request.get_data())
        except msgspec.DecodeError as error:
            return _json({"problem": f"This text cannot be sent: {error}."}, 400)
        return guarded(lambda: _deliver(wire, text))

    @routes.post("/call")
    def call() -> Response:
        try:
            acting = _read_act(request.get_data())
        except msgspec.DecodeError as error:
            return _json({"problem": f"This cannot be done: {error}."}, 400)
        return guarded(lambda: act(wire, acting))

    return routes


def _deliver(wire: Wire, text: Outgoing) -> dict[str, Any]:
    """The webhook's answer, and in plain words what is wrong with it, if anything. Raises
    Unreachable."""
    answer = wire.send(text)
    found: dict[str, Any] = {
        "status": answer.status,
        "ms": answer.milliseconds,
        "twiml": answer.body,
        "replies": [],
    }
    if answer.status != 200:
        return found | {
            "problem": f"The webhook answered {answer.status}: Twilio would deliver nothing."
        }
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
