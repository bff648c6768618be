"""The console put onto the app: every page, behind one guard."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, abort, redirect, request, url_for
from flask_limiter import Limiter
from flask_wtf.csrf import CSRFProtect
from werkzeug.wrappers import Response as AnyResponse

from bot.accounts.accounts import Role
from staff import own_pages, sign_in_pages
from staff.admin import (
    accounts_pages,
    audit_pages,
    exports_pages,
    record_pages,
    recording_pages,
    settings_page,
)
from staff.alerts import alert_pages as alerts_pages
from staff.alerts import browser_pages
from staff.case import case_pages
from staff.case.acting import call_pages, loop_actions
from staff.case.acting import conversation_actions as doing_pages
from staff.figures import figures_pages
from staff.frame import assets, errors, live, times
from staff.frame.console import Console, needs
from staff.frame.security import csrf_protection, guess_limiter, protect, set_up_cookies
from staff.guard import context, guard
from staff.inbox import inbox_pages
from staff.nav import entries_for

# Every module with pages, in no order that matters.
PAGES = (
    accounts_pages.add_pages,
    alerts_pages.add_pages,
    audit_pages.add_pages,
    browser_pages.add_pages,
    call_pages.add_pages,
    case_pages.add_pages,
    doing_pages.add_pages,
    exports_pages.add_pages,
    figures_pages.add_pages,
    inbox_pages.add_pages,
    loop_actions.add_pages,
    own_pages.add_pages,
    record_pages.add_pages,
    recording_pages.add_pages,
    settings_page.add_pages,
)
PREFIX = "/staff"


def install(app: Flask, console: Console, redis_url: str) -> None:
    """The console at /staff/. Sign-in attempts are counted in this Redis."""
    production = console.settings.production
    set_up_cookies(app, production)
    csrf = csrf_protection(app)
    limiter = guess_limiter(app, redis_url)
    times.add_filters(app)
    app.register_blueprint(_routes(console, limiter, csrf), url_prefix=PREFIX)
    app.after_request(
        lambda response: protect(response, production) if _is_ours(request.path) else response
    )


def _routes(console: Console, limiter: Limiter, csrf: CSRFProtect) -> Blueprint:
    routes = Blueprint("staff", __name__, template_folder="templates", static_folder="static")
    routes.before_request(lambda: guard(console))
    routes.before_request(csrf.protect)
    routes.context_processor(lambda: context(console))
    errors.add_handlers(routes)
    sign_in_pages.add_pages(routes, console, limiter)
    for add_pages in PAGES:
        add_pages(routes, console)
    assets.add_pages(routes)
    _add_ways_in(routes, console)
    return routes


def _is_ours(path: str) -> bool:
    """Also of what never comes to a page, like a method that no address knows."""
    return path == PREFIX or path.startswith(f"{PREFIX}/")


def _add_ways_in(routes: Blueprint, console: Console) -> None:
    @routes.get("/")
    @needs(Role.READER)
    def home() -> AnyResponse:
        return redirect(url_for(entries_for(console.person())[0].endpoint))

    @routes.get("/live")
    @needs(Role.READER, polled=True, first=True)
    def live_frame() -> Response:
        """For pages that do not change by themselves: are they still signed in, and what cannot
        wait?"""
        return live.answer(console, "", dict)

    @routes.route("/<path:_anything>", methods=["GET", "POST"])
    @needs(Role.READER)
    def nothing(_anything: str) -> AnyResponse:
        abort(404)
