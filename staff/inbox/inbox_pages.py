"""The inbox, and how a conversation is found."""

from __future__ import annotations

from typing import Any

import msgspec
from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as AnyResponse

from bot.accounts import audit
from bot.accounts.accounts import Role
from bot.accounts.audit import Action
from bot.archive.read.lists.inbox_needs import version as needs_version
from bot.casework.short_number import find_by_short_number, typed
from bot.privacy.find_contact import contact_of
from bot.privacy.legal_holds import NoSuchRecord
from staff.frame import live
from staff.frame.console import Console, needs
from staff.inbox import build as inbox_page
from staff.inbox import query as inbox_asked
from staff.inbox.build import InboxPage, facts
from staff.inbox.filter_choices import choices
from staff.inbox.lag import behind, unprocessed
from staff.inbox.query import Asked


def add_pages(routes: Blueprint, console: Console) -> None:
    @routes.get("/inbox")
    @needs(Role.READER)
    def inbox() -> str:
        asked, place = _asked(console)
        # Before the page is read: what comes in between is then shown twice, not never.
        version, page = _version(console), _read(console, asked, place)
        late = [behind(console.desk.store), unprocessed(console.leftovers)]
        words = {"asked": asked, "shared": asked.shared(), "choices": choices(console)}
        return render_template(
            "staff/inbox/inbox.html", page=page, version=version, late=late, **words
        )

    @routes.get("/inbox/since")
    @needs(Role.READER, polled=True)
    def inbox_since() -> ResponseReturnValue:
        """The lists of the first page as they are now, if that is not what it shows."""
        asked = inbox_asked.read(request.args, console.desk.flow.languages)
        if asked.q:
            return live.answer(console, "", dict)
        return live.answer(console, _version(console), lambda: {"lists": _lists(console, asked)})

    @routes.get("/inbox.json")
    @needs(Role.READER)
    def inbox_json() -> Response:
        asked, place = _asked(console)
        return as_json(facts(_read(console, asked, place), behind(console.desk.store)))

    @routes.post("/find")
    @needs(Role.REVIEWER)
    def find_number() -> AnyResponse:
        """By number: it goes in a form, so that it stands in no address and no log."""
        if case := _by_short_number(console, request.form.get("number", "")):
            return redirect(url_for("staff.one_case", session_id=case))
        try:
            contact = contact_of(request.form.get("number", ""), console.desk.contact_key)
        except NoSuchRecord:
            flash(
                "That is not a telephone number. Write it with its area code, like 860 555 0142.",
                "danger",
            )
            return redirect(url_for("staff.inbox"))
        console.audit(Action.NUMBER_LOOKED_UP, contact)
        return redirect(url_for("staff.inbox", contact=contact))


def _by_short_number(console: Console, text: str) -> str:
    """The conversation that the whisper of a call named, or nothing."""
    if not (number := typed(text)):
        return ""
    with console.archive.reading() as connection:
        return find_by_short_number(connection, number)


def _lists(console: Console, asked: Asked) -> str:
    words = {"asked": asked, "shared": asked.shared()}
    return render_template("staff/inbox/inbox_lists.html", page=_read(console, asked, ""), **words)


def as_json(value: Any) -> Response:
    return Response(msgspec.json.encode(value), mimetype="application/json")


def _version(console: Console) -> str:
    with console.archive.reading() as connection:
        return needs_version(connection)


def _asked(console: Console) -> tuple[Asked, str]:
    asked = inbox_asked.read(request.args, console.desk.flow.languages)
    return asked, request.args.get("before") or request.args.get("after") or ""


def _note_search(console: Console, asked: Asked, page: InboxPage) -> None:
    """That somebody looked, and each line of a conversation that the list showed."""
    with console.archive.writing() as connection:
        found = {"words": len(asked.q.split()), "found": len(page.rest)}
        audit.record(connection, console.actor(), Action.SEARCHED, "", found, console.clock())
        for item in page.rest:
            audit.record(
                connection,
                console.actor(),
                Action.CASE_SEEN,
                item.id,
                {"form": "a line"},
                console.clock(),
            )


def _read(console: Console, asked: Asked, place: str) -> InboxPage:
    desk, now = console.desk, console.clock()
    with console.archive.reading() as connection:
        page = inbox_page.read(
            connection,
            desk.flow,
            desk.cipher,
            asked,
            console.person().id,
            place,
            now,
            console.alike,
        )
    if asked.q:
        _note_search(console, asked, page)
    return page
