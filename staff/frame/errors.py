"""What went wrong, in plain words: as a page, or as JSON where a script asked."""

from __future__ import annotations

import structlog
from flask import Blueprint, current_app, g, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from bot.accounts.passwords import Busy
from bot.archive.database import ArchiveAway
from bot.redis.store import StoreAway
from staff.frame.console import needed

WORDS = {
    400: ("That did not arrive whole", "Go back, load the page again, and try once more."),
    403: (
        "This page is not open to you",
        "Your account does not include it. An administrator can change what you may do.",
    ),
    404: ("There is no such page", "It may have been erased, or the address is not complete."),
    405: ("That is not how this page is used", "Go back and use the button on the page."),
    409: ("Not for your own account", "Another administrator can do that for you."),
    413: ("That is too much at once", "Shorten what you wrote, and try again."),
    429: (
        "Too many attempts",
        "Wait ten minutes, then try again. An administrator can reset an account.",
    ),
    500: (
        "Something went wrong here",
        (
            "It was written down for whoever looks after this program. Nothing you did is lost but"
            " this."
        ),
    ),
    503: (
        "The records cannot be reached right now",
        "Parents are still answered. Try again in a minute.",
    ),
}
STALE_FORM = (
    "This form was open for too long",
    "Go back, load the page again, and send it once more. Nothing was changed.",
)

log = structlog.get_logger()


def add_handlers(routes: Blueprint) -> None:
    for status in (400, 403, 404, 405, 409, 413, 429, 500):
        routes.register_error_handler(status, _told)
    routes.register_error_handler(CSRFError, lambda _: told(400, *STALE_FORM))
    routes.register_error_handler(Busy, lambda _: told(429, *WORDS[429]))
    for away in (ArchiveAway, StoreAway):
        routes.register_error_handler(away, _away)


def told(status: int, title: str, advice: str) -> ResponseReturnValue:
    if status >= 500:
        g.pop("person", None)  # the page itself must not need what is broken
    wanted = needed(current_app.view_functions.get(request.endpoint or ""))
    if wanted and wanted.polled:
        return jsonify(problem=title), status
    # What is too much to be read cannot be given back.
    kept = "" if status == 413 else request.form.get("words") or request.form.get("note", "")
    return render_template("staff/error.html", title=title, advice=advice, kept=kept), status


def _told(error: Exception) -> ResponseReturnValue:
    status = (error.code if isinstance(error, HTTPException) else None) or 500
    return told(status, *WORDS[status])


def _away(error: Exception) -> ResponseReturnValue:
    log.warning("the console cannot read", reason=type(error).__name__)
    return told(503, *WORDS[503])
