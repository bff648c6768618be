"""The recorded voices, served to Twilio: plain files, of which only those that were taken are given
out."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, abort, send_file

from bot.recorded.audio_length import KINDS

FOLDER = "/voice/recorded"
SECONDS_KEPT = 86_400


def blueprint(folder: Path, names: frozenset[str]) -> Blueprint:
    """`names` are the files that may be had, as `en/opening.hello.mp3`."""
    pages = Blueprint("recorded", __name__)

    @pages.get("/<language>/<name>")
    def sound(language: str, name: str) -> Response:
        if f"{language}/{name}" not in names:
            abort(404)
        file = folder.absolute() / language / name
        return send_file(file, mimetype=KINDS[file.suffix], max_age=SECONDS_KEPT, conditional=True)

    return pages
