"""Links from a figure to the conversations that it counts."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from flask import url_for

from bot.archive.read.day_spans import Span
from bot.archive.read.lists.filters import BEGAN


class Linked(str):
    """A cell of a table that leads somewhere; in a file it is its words alone."""

    href: str = ""


def linked(words: str, address: str) -> Linked:
    cell = Linked(words)
    cell.href = address
    return cell


def to(span: Span, **asked: str) -> str:
    """The conversations that began in these days and are like that. Practice is left out, as in all
    figures."""
    shared = {"since": span.first, "until": span.last, "by": BEGAN, "practice": "without"}
    return f"{url_for('staff.inbox')}?{urlencode({**shared, **asked})}"


def to_day(day: date) -> str:
    return to(Span(day, day))
