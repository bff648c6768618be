"""Notifications without an open page: the service worker, what it asks for when it is woken, and
the browsers that allow it."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request, send_from_directory, url_for
from flask.typing import ResponseReturnValue

from bot.accounts.accounts import Role
from bot.alerts import browsers
from bot.alerts.alert_kinds import WORDS
from bot.alerts.escalation import AlertsRefused
from bot.alerts.taking import untaken
from bot.alerts.web_push import PushBox
from staff.frame.assets import STATIC
from staff.frame.console import Console, needs, open_to_all


def push_box(console: Console) -> PushBox:
    return PushBox(console.settings.secret_key, console.settings.public_base_url)


def add_pages(routes: Blueprint, console: Console) -> None:
    @routes.get("/push.js")
    @open_to_all
    def push_worker() -> Response:
        """The service worker; for all pages of the console, which its address decides."""
        return send_from_directory(STATIC, "push.js", mimetype="text/javascript")

    @routes.get("/alerts/newest")
    @needs(Role.REVIEWER, polled=True)
    def newest_alert() -> Response:
        """What the worker shows: the kind of the newest alert that nobody has, and its page."""
        with console.archive.reading() as connection:
            _, newest, kind = untaken(connection)
        address = (
            url_for("staff.one_alert", alert_id=newest) if newest else url_for("staff.all_alerts")
        )
        return jsonify(words=WORDS.get(kind, ""), address=address)

    @routes.post("/alerts/browser")
    @needs(Role.REVIEWER)
    def push_browser() -> ResponseReturnValue:
        act = browsers.add if request.form.get("allow") == "1" else browsers.remove
        endpoint = request.form.get("endpoint", "")
        try:
            act(console.archive, console.actor(), endpoint, console.clock())
        except AlertsRefused as refusal:
            return jsonify(problem=str(refusal)), 422
        return jsonify()
