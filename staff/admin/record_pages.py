"""What is kept of a person, for administrators: their copy, a legal hold, and erasing; and all of
it that waits or is held."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.accounts.accounts import Role
from bot.archive.export.exporting import as_json
from bot.archive.export.for_parents import letter
from bot.archive.read.case import owner
from bot.archive.write import pending_erasures as erasures
from bot.conversation.turns import Crowded
from bot.privacy.erasing import ErasureRefused, erase_contact
from bot.privacy.legal_holds import held, hold, lift
from bot.privacy.subject_copy import copy_person
from bot.redis.store import StoreAway
from staff.case.view_model import masked
from staff.figures.figures_pages import as_file
from staff.frame import labels as english
from staff.frame.console import Console, given, needs


def add_pages(routes: Blueprint, console: Console) -> None:
    @routes.get("/keeping")
    @needs(Role.ADMINISTRATOR)
    def keeping() -> str:
        waiting = erasures.waiting(console.archive)
        with console.archive.reading() as connection:
            holds = held(connection)
        days = console.settings.retention_days
        words = {"waiting": waiting, "holds": holds, "days": days}
        return render_template("staff/admin/keeping.html", trouble=english.trouble, **words)

    @routes.get("/case/<session_id>/record")
    @needs(Role.ADMINISTRATOR)
    def one_record(session_id: str) -> str:
        return _page(console, session_id)

    @routes.post("/case/<session_id>/record/copy")
    @needs(Role.ADMINISTRATOR)
    def take_copy(session_id: str) -> ResponseReturnValue:
        contact, _ = _owner(console, session_id)
        if not (why := given("reason")):
            return _page(console, session_id, "No copy was made: say why."), 422
        whole = copy_person(
            console.archive, console.desk.cipher, contact, console.actor(), why, console.clock()
        )
        if request.form.get("kind") == "json":
            return as_file(as_json(whole), "application/json", f"mch-person-{contact}.json")
        return as_file(
            letter(whole, console.desk.flow),
            "text/plain",
            "hartford-mch.txt",
        )

    @routes.post("/case/<session_id>/record/hold")
    @needs(Role.ADMINISTRATOR)
    def set_hold(session_id: str) -> ResponseReturnValue:
        contact, _ = _owner(console, session_id)
        if not (why := given("reason")):
            return _page(console, session_id, "Nothing was changed: say why."), 422
        target = contact if request.form.get("what") == "person" else session_id
        hold(console.archive, target, why, console.actor(), console.clock())
        flash("This is kept until the hold ends: nobody can erase it.", "success")
        return redirect(url_for("staff.one_record", session_id=session_id))

    @routes.post("/case/<session_id>/record/lift")
    @needs(Role.ADMINISTRATOR)
    def lift_holds(session_id: str) -> ResponseReturnValue:
        contact, _ = _owner(console, session_id)
        if not (why := given("reason")):
            return _page(console, session_id, "Nothing was changed: say why."), 422
        with console.archive.reading() as connection:
            targets = [each.target for each in held(connection, contact)]
        for target in targets:
            lift(console.archive, target, why, console.actor(), console.clock())
        flash("Nothing of this person is under a legal hold now.", "success")
        return redirect(url_for("staff.one_record", session_id=session_id))

    @routes.post("/case/<session_id>/record/erase")
    @needs(Role.ADMINISTRATOR)
    def erase_person(session_id: str) -> ResponseReturnValue:
        contact, _ = _owner(console, session_id)
        why = given("reason")
        if not why or request.form.get("sure") != "1":
            return _page(console, session_id, "Nothing was erased: say why, and tick the box."), 422
        try:
            erase_contact(console.eraser(), contact, console.actor(), why)
        except ErasureRefused as refusal:
            return _page(console, session_id, str(refusal)), 409
        except (StoreAway, Crowded):
            return _page(
                console, session_id, "Not everything was erased: do it again in a minute."
            ), 503
        flash(
            "This person is erased here. What Twilio holds is erased in the next minutes.",
            "success",
        )
        return redirect(url_for("staff.keeping"))


def _page(console: Console, session_id: str, problem: str = "") -> str:
    contact, number = _owner(console, session_id)
    with console.archive.reading() as connection:
        holds = held(connection, contact)
    shown = masked(console.desk.cipher, number)
    return render_template(
        "staff/admin/record.html",
        id=session_id,
        contact=contact,
        number=shown,
        holds=holds,
        problem=problem,
    )


def _owner(console: Console, session_id: str) -> tuple[str, str]:
    """Whose conversation it is: the contact id, and the number as it is kept."""
    with console.archive.reading() as connection:
        found = owner(connection, session_id)
    return found or abort(404)
