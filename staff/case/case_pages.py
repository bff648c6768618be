"""One conversation: its page, its JSON twin, what is new in it, and on paper. Whoever looks is
written down."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask import session as flask_session
from flask.typing import ResponseReturnValue

from bot.accounts import audit
from bot.accounts.accounts import Role, everybody
from bot.accounts.audit import Action
from bot.alerts.taking import of_session
from bot.archive.read import case as kept
from bot.archive.read.case import Case
from bot.archive.read.lists import referral_lists as referrals
from bot.contacts import CipherError
from staff.alerts.told import shown
from staff.case.acting.action_forms import acting, doing
from staff.case.transcript import Names
from staff.case.view_model import CasePage, masked, shape
from staff.frame import labels as english
from staff.frame import live
from staff.frame.console import Console, given, needs
from staff.inbox.inbox_pages import as_json
from staff.inbox.query import read_turn

SHOWN, SHOWN_FOR = "shown", timedelta(minutes=15)
WHY = (
    ("to call them back", "To call them back"),
    ("to find them in another record", "To find them in another record"),
    ("safety", "For their safety"),
    ("other", "Another reason (write it below)"),
)


def add_pages(routes: Blueprint, console: Console) -> None:
    @routes.get("/case/<session_id>")
    @needs(Role.READER)
    def one_case(session_id: str) -> str:
        case = _find(console, session_id, read_turn(request.args.get("before", "")))
        reason = _shown_for(console, session_id)
        page = _page(console, case, _number(console, case) if reason else "")
        console.audit(Action.CASE_SEEN, session_id)
        if reason:
            console.audit(Action.NUMBER_SEEN, session_id, reason=reason)
        return _rendered(console, page, case.row.language, revealed=bool(reason))

    @routes.get("/case/<session_id>.json")
    @needs(Role.READER)
    def case_json(session_id: str) -> Response:
        page = _page(console, _find(console, session_id))
        console.audit(Action.CASE_SEEN, session_id, form="JSON")
        return as_json(page)

    @routes.get("/case/<session_id>/print")
    @needs(Role.READER)
    def case_on_paper(session_id: str) -> str:
        page = _page(console, _find(console, session_id))
        console.audit(Action.CASE_PRINTED, session_id)
        return _rendered(console, page, "", printing=True)

    @routes.get("/case/<session_id>/since")
    @needs(Role.READER, polled=True)
    def case_since(session_id: str) -> ResponseReturnValue:
        """What the open page shows now, if that is not what it shows."""
        with console.archive.reading() as connection:
            version = kept.version(connection, session_id)
        if version is None:
            abort(404)
        return live.answer(console, version, lambda: _changed(console, session_id))

    @routes.post("/case/<session_id>/number")
    @needs(Role.REVIEWER)
    def reveal_number(session_id: str) -> ResponseReturnValue:
        why, more = given("why"), given("more")
        reason = more or ("" if why == "other" else why)
        case = _find(console, session_id)
        if not reason:
            flash("Say why you need the number: it is written down.", "danger")
            return redirect(url_for("staff.one_case", session_id=session_id))
        _number(console, case)  # a caller who hid it has none
        session[SHOWN] = [session_id, reason, (console.clock() + SHOWN_FOR).isoformat()]
        return redirect(url_for("staff.one_case", session_id=session_id))


def _shown_for(console: Console, session_id: str) -> str:
    """The reason for which this person sees the number of this conversation, for a while also after
    a reload."""
    of, reason, until = session.get(SHOWN, ("", "", ""))
    shown = of == session_id and console.clock() < datetime.fromisoformat(until)
    return reason if shown and console.person().role.covers(Role.REVIEWER) else ""


def _find(console: Console, session_id: str, before: int | None = None) -> Case:
    with console.archive.reading() as connection:
        case = kept.read(connection, session_id, before)
    if case is None:
        abort(404)
    return case


def _changed(console: Console, session_id: str) -> Mapping[str, str]:
    """The parts of the page that change while it is open; that they were shown is written down."""
    case = _find(console, session_id)
    page = _page(console, case)
    able = acting(doing(console, session_id, case.row.language), page.tasks)
    seen = {"form": "live", "version": page.version}
    if (
        audit.latest(console.archive, console.actor(), Action.CASE_SEEN, session_id) != seen
    ):  # once for each state
        console.audit(Action.CASE_SEEN, session_id, **seen)
    parts = {
        name: render_template(f"staff/case/case_{name}.html", page=page, printing=False)
        for name in ("head", "parts", "bubbles")
    }
    return {"acting": able, **parts}


def _page(console: Console, case: Case, number: str = "") -> CasePage:
    names: Names = {
        key: each.name for each in everybody(console.archive) for key in (each.id, each.email)
    }
    printed = number or masked(console.desk.cipher, case.row.number)
    with console.archive.reading() as connection:
        alerts = [shown(each) for each in of_session(connection, case.row.id)]
        told = referrals.of_session(connection, case.row.id)
    return shape(
        console.desk.flow,
        case,
        names,
        printed,
        console.clock(),
        alerts,
        told,
        console.scripts.scripts,
    )


def _number(console: Console, case: Case) -> str:
    """Raises 404 for who withheld it."""
    try:
        number = console.desk.cipher.decrypt(case.row.number)
    except CipherError:
        number = ""
    if not number:
        abort(404)
    return number


def _rendered(
    console: Console, page: CasePage, language: str, printing: bool = False, revealed: bool = False
) -> str:
    acts = None if printing else doing(console, page.id, language)
    words = {
        "printing": printing,
        "revealed": revealed,
        "reasons": WHY,
        "acting": acting(acts, page.tasks) if acts else "",
        "states": english.REFERRALS,
    }
    words["phone"] = flask_session.get("phone", "")
    return render_template("staff/case/case.html", page=page, doing=acts, **words)
