"""One's own account: the password, and the codes from a phone."""

from __future__ import annotations

from dataclasses import replace

import segno
from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from bot.accounts import own_account, sign_in
from bot.accounts import totp as codes
from bot.accounts.accounts import AccountRefused, Role
from staff.frame.console import Console, client_address, needs
from staff.guard import TOKEN, duty

NOT_YOURS = "That is not your password."


def add_pages(routes: Blueprint, console: Console) -> None:
    @routes.get("/account")
    @needs(Role.READER)
    def own_page() -> str:
        return render_template("staff/signing_in/own.html")

    @routes.post("/account/signature")
    @needs(Role.REVIEWER)
    def set_signature() -> ResponseReturnValue:
        try:
            name = request.form.get("signs_as", "")
            own_account.sign_as(
                console.archive, console.actor(), console.person(), name, console.clock()
            )
        except AccountRefused as refusal:
            return render_template("staff/signing_in/own.html", problem=str(refusal)), 422
        flash("Your texts are signed with that name from now on.", "success")
        return redirect(url_for("staff.own_page"))

    _add_password(routes, console)
    _add_codes(routes, console)


def _is_theirs(console: Console) -> bool:
    """Whether the form holds their password: a screen that was left alone must not be enough."""
    given, now = request.form.get("password", ""), console.clock()
    return (
        sign_in.check_password(
            console.archive, console.person().email, given, client_address(), now
        )
        is not None
    )


def _add_password(routes: Blueprint, console: Console) -> None:
    @routes.get("/account/password")
    @needs(Role.READER, first=True)
    def own_password() -> str:
        return render_template("staff/signing_in/password.html")

    @routes.post("/account/password")
    @needs(Role.READER, first=True)
    def change_own_password() -> ResponseReturnValue:
        new = request.form.get("new", "")
        if new != request.form.get("again", ""):
            return render_template(
                "staff/signing_in/password.html", problem="The two new passwords are not the same."
            ), 422
        if not _is_theirs(console):
            return render_template("staff/signing_in/password.html", problem=NOT_YOURS), 422
        person, now = console.person(), console.clock()
        try:
            own_account.change_password(
                console.archive, console.actor(), person, new, session[TOKEN], now
            )
        except AccountRefused as refusal:
            return render_template("staff/signing_in/password.html", problem=str(refusal)), 422
        flash(
            "Your password is changed. Wherever else you were signed in, you are signed out.",
            "success",
        )
        return redirect(url_for(duty(replace(person, temporary=False)) or "staff.home"))


def _add_codes(routes: Blueprint, console: Console) -> None:
    @routes.get("/account/codes")
    @needs(Role.READER, first=True)
    def own_codes() -> ResponseReturnValue:
        return (
            redirect(url_for("staff.own_page"))
            if console.person().codes_on
            else _show_codes(console)
        )

    @routes.post("/account/codes")
    @needs(Role.READER, first=True)
    def confirm_own_codes() -> ResponseReturnValue:
        if console.person().codes_on:
            return redirect(url_for("staff.own_page"))
        code, now, cipher = request.form.get("code", ""), console.clock(), console.desk.cipher
        try:
            own_account.confirm_codes(
                console.archive,
                cipher,
                console.actor(),
                console.person(),
                code,
                session[TOKEN],
                now,
            )
        except AccountRefused as refusal:
            return _show_codes(console, str(refusal)), 422
        flash("From now on you are asked for a code when you sign in.", "success")
        return redirect(url_for("staff.home"))

    @routes.post("/account/codes/end")
    @needs(Role.READER)
    def end_own_codes() -> ResponseReturnValue:
        if not _is_theirs(console):
            return render_template("staff/signing_in/own.html", problem=NOT_YOURS), 422
        own_account.end_codes(console.archive, console.actor(), console.person(), console.clock())
        flash("The codes of that phone do not work any more.", "success")
        return redirect(url_for("staff.own_codes"))


def _show_codes(console: Console, problem: str = "") -> str:
    person = console.person()
    secret = own_account.codes_secret(console.archive, console.desk.cipher, person)
    image = segno.make(
        codes.address(secret, person.email, console.desk.flow.county.name), micro=False
    )
    picture = Markup(
        image.svg_inline(scale=4, border=4, light="#fff", dark="#000")
    )  # made of nothing but modules
    return render_template(
        "staff/signing_in/codes.html", picture=picture, secret=secret, problem=problem
    )
