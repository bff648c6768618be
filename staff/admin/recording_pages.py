"""Messages that callers left: fetched when somebody presses play, and whoever listens is written
down."""

from __future__ import annotations

import re

from flask import Blueprint, Response, abort

from bot.accounts.accounts import Role
from bot.accounts.audit import Action
from bot.archive.read.case import contact_of
from bot.twilio.recording_audio import NoRecording, fetch
from bot.workers.sweeper import account
from staff.frame.console import Console, needs

REFERENCE = re.compile(r"[A-Za-z0-9]{1,64}")


def add_pages(routes: Blueprint, console: Console) -> None:
    @routes.get("/recording/<reference>")
    @needs(Role.READER)
    def recording(reference: str) -> Response:
        with console.archive.reading() as connection:
            owner = contact_of(connection, reference)
        if (
            owner is None
            or not REFERENCE.fullmatch(reference)
            or not console.settings.twilio_account_sid
        ):
            abort(404)
        try:
            sound = fetch(account(console.settings), reference)
        except NoRecording as error:
            abort(404 if error.gone else 503)
        console.audit(Action.RECORDING_HEARD, owner[0] or owner[1], recording=reference)
        return Response(sound, mimetype="audio/mpeg")
