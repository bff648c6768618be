"""Taking conversations along: one as a file, or many of them, streamed."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from msgspec.structs import replace

from bot.accounts.accounts import Role
from bot.accounts.audit import Action
from bot.alike import widened
from bot.archive.export.bulk_csv import Rows, Shape, Taking, size
from bot.archive.export.exporting import as_json, conversation
from bot.archive.export.plain_text import conversation_as_text
from bot.archive.read.funnel import path_of
from bot.archive.read.lists.filters import BEGAN
from bot.archive.read.lists.selecting import Selection
from bot.office import ZONE
from bot.privacy.export_log import Export, ExportRefused, export
from staff.figures.figures_pages import as_file
from staff.frame.console import Console, given, needs
from staff.inbox.filter_choices import choices
from staff.inbox.query import OURS, Asked, read

KINDS = {Shape.CSV: "text/csv", Shape.LINES: "application/jsonl"}
Named = TypeVar("Named", bound=StrEnum)


def add_pages(routes: Blueprint, console: Console) -> None:
    @routes.get("/exports")
    @needs(Role.ADMINISTRATOR)
    def exports() -> str:
        return _page(console, _asked(console))

    @routes.post("/exports")
    @needs(Role.ADMINISTRATOR)
    def take_along() -> ResponseReturnValue:
        """The filter is that of the address, as it was on the page."""
        asked, form = _asked(console), request.form
        rows, shape = _one(Rows, form.get("rows")), _one(Shape, form.get("shape"))
        taking = Taking(
            _selection(console, asked), rows, shape, numbers=form.get("numbers") == "full"
        )
        slots = [step.slot for step in console.desk.flow.steps.values() if step.slot]
        reason = given("reason")
        try:
            cipher, now = console.desk.cipher, console.clock()
            taken = export(console.archive, cipher, console.actor(), taking, slots, reason, now)
        except ExportRefused as refused:
            return _page(console, asked, str(refused)), 400
        return _streamed(taken, now)

    @routes.get("/exports/conversation/<session_id>.<any(txt, json):kind>")
    @needs(Role.ADMINISTRATOR)
    def one_conversation(session_id: str, kind: str) -> Response:
        told = conversation(console.archive, console.desk.cipher, session_id)
        if told is None:
            abort(404)
        console.audit(Action.EXPORTED, session_id, format=kind)
        name = f"mch-conversation-{told.id}.{kind}"
        if kind == "json":
            return as_file(as_json(told), "application/json", name)
        return as_file(
            conversation_as_text(told, console.desk.flow.languages.name), "text/plain", name
        )


def _asked(console: Console) -> Asked:
    """Of the days they began, as the figures count them, unless another date is asked for."""
    asked = read(request.args, console.desk.flow.languages)
    return replace(asked, practice="", by=asked.by or BEGAN)


def _selection(console: Console, asked: Asked) -> Selection:
    path = path_of(console.desk.flow).steps
    return Selection(
        asked.wanted(console.person().id, path, console.clock()),
        widened(asked.q, console.alike),
        asked.words == OURS,
    )


def _page(console: Console, asked: Asked, problem: str = "") -> str:
    selection = _selection(console, asked)
    counts = {rows.value: size(console.archive, Taking(selection, rows)) for rows in Rows}
    offered = choices(console)
    states = [("", "All"), *offered["state"][1:]]
    shared = asked.shared()
    return render_template(
        "staff/admin/exports.html",
        asked=asked,
        choices={**offered, "state": states},
        counts=counts,
        shared=shared,
        problem=problem,
    )


def _streamed(taken: Export, now: datetime) -> Response:
    """Without a length, since nobody knows it before the last row was read."""
    taking = taken.taking
    name = f"mch-{taking.rows.value}-{now.astimezone(ZONE):%Y-%m-%d-%H%M}.{taking.shape.value}"
    response = Response(taken.parts(), mimetype=KINDS[taking.shape])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Rows"] = str(taken.count)
    return response


def _one(kind: type[Named], value: str | None) -> Named:
    try:
        return kind(value or "")
    except ValueError:
        abort(400)
