"""Who may sign in, and what they may do: for administrators."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.accounts import accounts
from bot.accounts.accounts import Account, AccountRefused, Role
from bot.accounts.audit import Actor
from bot.archive.database import Archive
from staff.frame.console import Console, needs

Change = Callable[[Archive, Actor, Account, datetime], None]

CHANGES: dict[str, tuple[Change, str]] = {
    "disable": (accounts.disable, "{} cannot sign in any more."),
    "enable": (accounts.enable, "{} can sign in again."),
}


def add_pages(routes: Blueprint, console: Console) -> None:
    @routes.get("/accounts")
    @needs(Role.ADMINISTRATOR)
    def all_accounts() -> str:
        return _show(console)

    @routes.post("/accounts")
    @needs(Role.ADMINISTRATOR)
    def add_account() -> ResponseReturnValue:
        email, name = request.form.get("email", ""), request.form.get("name", "")
        try:
            password = accounts.add(
                console.archive, console.actor(), email, name, _role(), console.clock()
            )
        except AccountRefused as refusal:
            return _show(console, str(refusal), email, name), 422
        return _tell_password(accounts.normal(email), password)

    @routes.post("/accounts/<int:staff_id>/role")
    @needs(Role.ADMINISTRATOR)
    def change_role(staff_id: int) -> ResponseReturnValue:
        account, role = _another(console, staff_id), _role()
        try:
            accounts.change_role(console.archive, console.actor(), account, role, console.clock())
        except AccountRefused as refusal:
            return _show(console, str(refusal)), 422
        return _done(f"{account.email} is {role.value} now.")

    @routes.post("/accounts/<int:staff_id>/<any(disable, enable):what>")
    @needs(Role.ADMINISTRATOR)
    def change_account(staff_id: int, what: str) -> ResponseReturnValue:
        account, (change, done) = _another(console, staff_id), CHANGES[what]
        try:
            change(console.archive, console.actor(), account, console.clock())
        except AccountRefused as refusal:
            return _show(console, str(refusal)), 422
        return _done(done.format(account.email))

    @routes.post("/accounts/<int:staff_id>/reset")
    @needs(Role.ADMINISTRATOR)
    def reset_account(staff_id: int) -> ResponseReturnValue:
        account = _another(console, staff_id)
        return _tell_password(
            account.email,
            accounts.reset(console.archive, console.actor(), account, console.clock()),
        )


def _show(console: Console, problem: str = "", email: str = "", name: str = "") -> str:
    everybody, now = accounts.everybody(console.archive), console.clock()
    return render_template(
        "staff/admin/accounts.html",
        accounts=everybody,
        now=now,
        role_options=[(role.value, role.value.capitalize()) for role in Role],
        problem=problem,
        typed={"email": email, "name": name},
    )


def _done(words: str) -> ResponseReturnValue:
    flash(words, "success")
    return redirect(url_for("staff.all_accounts"))


def _tell_password(email: str, password: str) -> str:
    """The answer itself tells it, once: it is in no cookie, and no address leads back to it."""
    return render_template("staff/admin/account_password.html", email=email, password=password)


def _another(console: Console, staff_id: int) -> Account:
    """The account, which must not be their own: nobody shuts themselves out."""
    found = [account for account in accounts.everybody(console.archive) if account.id == staff_id]
    if not found:
        abort(404)
    if staff_id == console.person().id:
        abort(409)
    return found[0]


def _role() -> Role:
    try:
        return Role(request.form.get("role", ""))
    except ValueError:
        abort(400)
