"""Signing in, in one or two steps, and out."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_limiter import Limiter

from bot.accounts import sign_in, sign_in_places
from bot.accounts.accounts import Account, Role
from bot.accounts.sign_in_places import KNOWN_FOR
from staff.frame import labels as english
from staff.frame.console import Console, client_address, needs, open_to_all
from staff.frame.security import cookie_rules, limit_failures
from staff.frame.times import eastern
from staff.guard import TOKEN, duty, safe_next, signed_in

BROWSER = "staff_browser"  # known for half a year
TRIED = (
    "Somebody tried {times} to sign in to your account with a wrong password, the last time {last}."
    " You were never locked out. If that was not you, tell an administrator."
)
HALFWAY, HALFWAY_SINCE, NEXT = "halfway", "since", "next"
HALFWAY_FOR = timedelta(minutes=5)
# One answer for all, so that nobody finds out which addresses have an account.
NO = (
    "That did not work. Check the e-mail address and the password. After several attempts an"
    " account waits for a while."
)
NO_CODE = (
    "That code did not work. Each code works once; wait for the next one. After several attempts an"
    " account waits."
)


def add_pages(routes: Blueprint, console: Console, limiter: Limiter) -> None:

    def refused() -> None:
        sign_in.note_refused(console.archive, client_address(), console.clock())

    def spared() -> bool:
        return sign_in_places.is_spared(
            console.archive, request.form.get("email", ""), _browser(), console.clock()
        )

    @routes.get("/signin")
    @open_to_all
    def signin() -> str:
        return _ask()

    @routes.post("/signin")
    @partial(limit_failures, limiter, refused, spared)
    @open_to_all
    def signin_password() -> ResponseReturnValue:
        email, password = request.form.get("email", ""), request.form.get("password", "")
        account = sign_in.check_password(
            console.archive, email, password, client_address(), console.clock(), _browser()
        )
        if account is None:
            return _ask(NO), 401
        if not account.codes_on:
            return _let_in(console, account, request.form.get("next", ""))
        session.clear()
        session.update(
            {
                HALFWAY: account.id,
                HALFWAY_SINCE: console.clock().isoformat(),
                NEXT: request.form.get("next", ""),
            }
        )
        return redirect(url_for("staff.signin_code"))

    @routes.get("/signin/code")
    @open_to_all
    def signin_code() -> ResponseReturnValue:
        return (
            render_template("staff/signing_in/code.html")
            if _halfway(console.clock())
            else redirect(url_for("staff.signin"))
        )

    @routes.post("/signin/code")
    @open_to_all
    def signin_check_code() -> ResponseReturnValue:
        now = console.clock()
        if (halfway := _halfway(now)) is None:
            flash("That took too long: begin again.", "warning")
            return redirect(url_for("staff.signin"))
        code, address = request.form.get("code", ""), client_address()
        account = sign_in.check_code(
            console.archive, console.desk.cipher, halfway, code, address, now
        )
        if account is None:
            return render_template("staff/signing_in/code.html", problem=NO_CODE), 401
        return _let_in(console, account, session.get(NEXT, ""))

    @routes.post("/signout")
    @needs(Role.READER, first=True)
    def signout() -> ResponseReturnValue:
        sign_in.end(console.archive, console.actor(), session[TOKEN], console.clock())
        session.clear()
        flash("You are signed out.", "success")
        return redirect(url_for("staff.signin"))


def _ask(problem: str = "") -> str:
    wanted = request.values.get("next", "")
    return render_template(
        "staff/signing_in/signin.html",
        problem=problem,
        next=wanted,
        email=request.form.get("email", ""),
    )


def _halfway(now: datetime) -> int | None:
    """Whose password was right a moment ago."""
    staff_id, since = session.get(HALFWAY), session.get(HALFWAY_SINCE)
    if staff_id is None or since is None or now - datetime.fromisoformat(since) >= HALFWAY_FOR:
        return None
    return int(staff_id)


def _let_in(console: Console, account: Account, wanted: str) -> ResponseReturnValue:
    now, address = console.clock(), client_address()
    untold, name = sign_in_places.come_in(console.archive, account, address, _browser(), now)
    signed_in(sign_in.begin(console.archive, account, address, now))
    if untold.count and untold.last:
        flash(
            TRIED.format(times=english.many(untold.count, "time"), last=eastern(untold.last)),
            "warning",
        )
    response = redirect(url_for(page) if (page := duty(account)) else safe_next(wanted))
    response.set_cookie(
        BROWSER, name, max_age=KNOWN_FOR, **cookie_rules(console.settings.production)
    )
    return response


def _browser() -> str:
    """By which name this browser is known, if it is."""
    return request.cookies.get(BROWSER, "")[:100]
