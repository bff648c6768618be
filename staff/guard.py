"""Request guard of the console: authentication, role check and CSRF token before every page."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import abort, current_app, flash, g, jsonify, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from bot.accounts import sign_in
from bot.accounts.accounts import Account
from staff.frame.assets import asset, bootstrap_address
from staff.frame.console import Console, Needs, needed
from staff.frame.live import HERE, Frame, frame, tag
from staff.nav import entries_for

TOKEN = "token"


def guard(console: Console) -> ResponseReturnValue | None:
    """What is answered instead of the page; None lets them in."""
    if request.endpoint == "staff.static":
        return None
    wanted = needed(current_app.view_functions.get(request.endpoint or ""))
    if wanted is None:
        abort(403)
    _refuse_nul()
    g.person = _person(console, present=_is_there(wanted)) if wanted.role else None
    if wanted.role is None:
        return None
    if g.person is None:
        return _to_sign_in(wanted)
    if not wanted.first and console.settings.production and (page := duty(g.person)):
        return redirect(url_for(page))
    if not g.person.role.covers(wanted.role):
        abort(403)
    return None


def _is_there(wanted: Needs) -> bool:
    """Whether somebody does this: a script that only asks keeps nobody signed in, unless it tells
    that they read or type."""
    return not wanted.polled or request.headers.get(HERE) == "1"


def _refuse_nul() -> None:
    """No browser sends the one character that PostgreSQL does not take."""
    given = [*(request.view_args or {}).values(), *request.args.values(), *request.form.values()]
    if any(isinstance(value, str) and "\0" in value for value in given):
        abort(400)


def _person(console: Console, present: bool) -> Account | None:
    token = session.get(TOKEN)
    if not token:
        return None
    person = sign_in.whose(console.archive, token, console.clock(), present)
    if person is None:
        session.clear()
        flash(
            "You were signed out: nothing was done here for 30 minutes, or your account changed.",
            "warning",
        )
    return person


def _to_sign_in(wanted: Needs) -> ResponseReturnValue:
    if wanted.polled:
        return jsonify(problem="You are signed out."), 401
    asked = (
        request.script_root + request.full_path.rstrip("?")
        if request.method == "GET"
        else _page_of_the_form()
    )
    return redirect(url_for("staff.signin", next=asked))


def _page_of_the_form() -> str | None:
    """Where a form was sent from, to come back to after signing in: the browser has kept what was
    written there."""
    sent_from = urlsplit(request.headers.get("Referer", ""))
    if sent_from.netloc != request.host or not sent_from.path.startswith(url_for("staff.home")):
        return None
    return sent_from.path + (f"?{sent_from.query}" if sent_from.query else "")


def duty(person: Account) -> str:
    """What they are asked to do first, if anything: the endpoint of its page. In production nothing
    else opens before."""
    if person.temporary:
        return "staff.own_password"
    return "staff.own_codes" if person.must_use_codes and not person.codes_on else ""


def safe_next(path: str) -> str:
    """Where to go after signing in: only to a page of the console, never to another site."""
    plain = path.startswith(url_for("staff.home")) and "\\" not in path and path.isprintable()
    return path if plain else url_for("staff.home")


def signed_in(token: str) -> None:
    """A session of its own begins: nothing that was there before goes on, so that none can be
    planted."""
    session.clear()
    session[TOKEN] = token


def context(console: Console) -> dict[str, Any]:
    """What base.html needs beside the page's own."""
    person = g.get("person")
    asked, production = person is not None and bool(duty(person)), console.settings.production
    nav = entries_for(person) if person and not (asked and production) else []
    around = frame(console) if nav else Frame()
    return {
        "person": person,
        "nav": nav,
        "console": console,
        "frame": around,
        "live_tag": lambda version="": tag(version, around),
        "idle_seconds": int(sign_in.IDLE.total_seconds()),
        "may_wait": asked and not production,
        "asset": asset,
        "bootstrap_address": bootstrap_address,
    }
