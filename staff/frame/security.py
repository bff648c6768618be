"""Security headers, cookie flags, CSRF tokens and rate limits of every page."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from flask import Flask, Response, request
from flask_limiter import Limiter, RequestLimit
from flask_wtf.csrf import CSRFProtect
from limits.storage import MemoryStorage

from bot.accounts.accounts import normal
from bot.accounts.sign_in_places import line_of
from staff.frame.assets import FOR_GOOD, is_kept
from staff.frame.console import View, client_address

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "media-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # CSRF protection looks at it behind https
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
ONLY_HTTPS = {"Strict-Transport-Security": "max-age=31536000"}
# Failures only, so that an office behind one address signs in as often as it likes.
PER_ADDRESS = "20 per 10 minutes; 100 per day"
PER_EMAIL = "10 per 10 minutes"
_SECONDS = 0.6
_NOTED_SECONDS = 600


def set_up_cookies(app: Flask, production: bool) -> None:
    """The console's cookie: read by no script, sent to no other page of this program, in production
    over https only."""
    app.config.update(
        SESSION_COOKIE_NAME="staff",
        SESSION_COOKIE_PATH="/staff/",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=production,
    )


def cookie_rules(production: bool) -> dict[str, Any]:
    """The same for another cookie of the console's."""
    return {"path": "/staff/", "httponly": True, "samesite": "Lax", "secure": production}


def csrf_protection(app: Flask) -> CSRFProtect:
    """Its `protect` is for the console alone: Twilio and the simulator prove themselves in other
    ways."""
    # A token lasts as long as the sign-in does: a page that was open over lunch must still be able
    # to save.
    app.config.update(WTF_CSRF_CHECK_DEFAULT=False, WTF_CSRF_TIME_LIMIT=None)
    return CSRFProtect(app)


def guess_limiter(app: Flask, redis_url: str) -> Limiter:
    """Counts in Redis, for all processes; while Redis is away each process counts by itself."""
    storage = (
        redis_url.replace("unix://", "redis+unix://", 1)
        if redis_url.startswith("unix://")
        else redis_url
    )
    seconds = {"socket_timeout": _SECONDS, "socket_connect_timeout": _SECONDS}
    return Limiter(
        client_address,
        app=app,
        storage_uri=storage,
        storage_options=seconds,  # type: ignore[arg-type]
        strategy="fixed-window",
        in_memory_fallback_enabled=True,
        key_prefix="staff",
    )


def limit_failures(
    limiter: Limiter, refused: Callable[[], None], spared: Callable[[], bool], view: View
) -> View:
    """For the view that takes passwords, which answers a wrong one with 401. `refused` is called
    for the first attempt in ten minutes that is turned away from one place: the log, which nobody
    can empty, must not be filled by who is kept out. Who is `spared` is not limited here; wrong
    passwords keep them waiting all the same."""
    noted = MemoryStorage()

    def note(_: RequestLimit) -> None:
        if noted.incr(line_of(client_address()), _NOTED_SECONDS) == 1:
            refused()

    for limit, key in ((PER_ADDRESS, lambda: line_of(client_address())), (PER_EMAIL, _email)):
        more = {"deduct_when": _is_failure, "on_breach": note, "exempt_when": spared}
        limited = limiter.limit(limit, key_func=key, methods=["POST"], **more)  # type: ignore[arg-type]
        view = limited(view)  # type: ignore[assignment]
    return view


def _email() -> str:
    """For one account from one place: nobody elsewhere keeps its owner out. Hashed: it goes to
    Redis and to the log, and may be anything that was typed, a password too."""
    typed = f"{normal(request.form.get('email', ''))} {line_of(client_address())}"
    return sha256(typed.encode()).hexdigest()


def protect(response: Response, production: bool) -> Response:
    response.headers.update(HEADERS)
    if production:
        response.headers.update(ONLY_HTTPS)
    if is_kept():
        response.headers["Cache-Control"] = FOR_GOOD
    elif request.endpoint != "staff.static":
        response.headers["Cache-Control"] = "no-store"
    return response


def _is_failure(response: Response) -> bool:
    return response.status_code == 401
