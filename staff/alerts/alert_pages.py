"""The page of alerts with its settings, and the page that the link in a message leads to."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from msgspec.structs import replace
from werkzeug.wrappers import Response as AnyResponse

from bot.accounts.accounts import Role
from bot.alerts import escalation as settings
from bot.alerts import taking
from bot.alerts.browsers import by_email
from bot.alerts.escalation import AlertsRefused, Person, Rules
from staff.alerts.browser_pages import push_box
from staff.alerts.told import shown
from staff.frame.console import Console, needs

MOST = 10**18 - 1  # no number in the database is larger
ONE = f"/alerts/<int(max={MOST}):alert_id>"
ONE_PERSON = f"/alerts/people/<int(max={MOST}):person_id>"


def add_pages(routes: Blueprint, console: Console) -> None:
    @routes.get("/alerts")
    @needs(Role.REVIEWER)
    def all_alerts() -> str:
        return _page(console)

    _add_one(routes, console)
    _add_settings(routes, console)
    _add_tests(routes, console)


def _add_one(routes: Blueprint, console: Console) -> None:
    @routes.get(ONE)
    @needs(Role.REVIEWER)
    def one_alert(alert_id: int) -> str:
        with console.archive.reading() as connection:
            found = taking.one(connection, alert_id)
        if found is None:
            abort(404)
        return render_template("staff/alerts/alert.html", alert=shown(found))

    @routes.post(f"{ONE}/take")
    @needs(Role.REVIEWER)
    def take_alert(alert_id: int) -> AnyResponse:
        session = taking.take(console.archive, console.actor(), alert_id, console.clock())
        if session is None:
            abort(404)
        flash("You have it: nobody else is told again.", "success")
        return redirect(
            url_for("staff.one_case", session_id=session)
            if session
            else url_for("staff.all_alerts")
        )


def _add_settings(routes: Blueprint, console: Console) -> None:
    @routes.post("/alerts/rules")
    @needs(Role.ADMINISTRATOR)
    def set_alert_rules() -> ResponseReturnValue:
        form = request.form
        wanted = Rules(
            repeat_minutes=_whole(form.get("repeat_minutes")),
            climb_after=_whole(form.get("climb_after")),
            quiet_from=form.get("quiet_from", ""),
            quiet_until=form.get("quiet_until", ""),
            on=form.get("on") == "1",
        )
        return _done(
            console,
            lambda: settings.set_rules(console.archive, console.actor(), wanted, console.clock()),
        )

    @routes.post("/alerts/people")
    @needs(Role.ADMINISTRATOR)
    def add_on_call() -> ResponseReturnValue:
        typed = [request.form.get(name, "") for name in ("name", "email", "number")]
        place = (console.archive, console.desk.cipher, console.actor())
        return _done(
            console, lambda: settings.add(*place, typed[0], typed[1], typed[2], console.clock())
        )

    @routes.post(f"{ONE_PERSON}/<any(first, remove):what>")
    @needs(Role.ADMINISTRATOR)
    def change_on_call(person_id: int, what: str) -> ResponseReturnValue:
        act = settings.first if what == "first" else settings.remove
        return _done(
            console, lambda: act(console.archive, console.actor(), person_id, console.clock())
        )


def _add_tests(routes: Blueprint, console: Console) -> None:
    @routes.post("/alerts/test")
    @needs(Role.REVIEWER)
    def test_myself() -> ResponseReturnValue:
        """To the e-mail address of one's own account, and to one's number if that is on the list
        under the same address."""
        me = console.person()
        mine = next((each for each in _people(console) if each.email == me.email), None)
        with console.archive.reading() as connection:
            browsers = by_email(connection).get(me.email, ())
        own = mine or Person(0, me.name, me.email, "", "")
        return _test(console, replace(own, browsers=browsers))

    @routes.post(f"{ONE_PERSON}/test")
    @needs(Role.ADMINISTRATOR)
    def test_on_call(person_id: int) -> ResponseReturnValue:
        person = next((each for each in _people(console) if each.id == person_id), None)
        if person is None:
            abort(404)
        return _test(console, person)


def _test(console: Console, person: Person) -> ResponseReturnValue:
    place = (console.archive, console.desk.cipher, console.actor(), person, console.clock())
    words = (
        f"A test is on its way to {person.name}. Load this page again in a minute to see what"
        " became of it."
    )
    return _done(console, lambda: taking.test(*place), words)


def _done(
    console: Console, act: Callable[[], object], words: str = "Saved."
) -> ResponseReturnValue:
    try:
        act()
    except AlertsRefused as refusal:
        return _page(console, str(refusal)), 422
    flash(words, "success")
    return redirect(url_for("staff.all_alerts"))


def _people(console: Console) -> list[Person]:
    with console.archive.reading() as connection:
        return settings.people(connection, console.desk.cipher)


def _page(console: Console, problem: str = "") -> str:
    with console.archive.reading() as connection:
        words = {
            "rules": settings.rules(connection),
            "people": settings.people(connection, console.desk.cipher),
            "alerts": [shown(each) for each in taking.latest(connection)],
        }
    administrator = console.person().role.covers(Role.ADMINISTRATOR)
    can_mail, can_text = bool(console.settings.smtp_url), bool(console.settings.twilio_account_sid)
    more = {
        "problem": problem,
        "administrator": administrator,
        "can_mail": can_mail,
        "can_text": can_text,
        "push_key": push_box(console).public_key,
    }
    return render_template("staff/alerts/alerts.html", typed=request.form, **words, **more)


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 5 else 0
