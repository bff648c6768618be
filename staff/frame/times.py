"""Times as staff read them: Hartford's, with the day."""

from __future__ import annotations

from datetime import date, datetime

from flask import Flask
from markupsafe import Markup

from bot.office import ZONE


def eastern(at: datetime) -> str:
    """Mon Nov 23, 2026, 10:05 AM"""
    return f"{day(at)}, {hour(at)}"


def day(on: date | datetime) -> str:
    """Mon Nov 23, 2026"""
    local = _date(on)
    return f"{local:%a %b} {local.day}, {local.year}"


def hour(at: datetime) -> str:
    """10:05 AM"""
    local = at.astimezone(ZONE)
    return f"{local.hour % 12 or 12}:{local:%M %p}"


def add_filters(app: Flask) -> None:
    """`at|eastern`, `at|hour` and `at|day`, as <time> that machines can read too."""
    app.jinja_env.filters["hour"] = lambda at: _marked(at, hour(at))
    app.jinja_env.filters["eastern"] = lambda at: _marked(at, eastern(at))
    app.jinja_env.filters["day"] = lambda at: _marked(_date(at), day(at))


def _date(on: date | datetime) -> date:
    return on.astimezone(ZONE).date() if isinstance(on, datetime) else on


def _marked(at: date | datetime, words: str) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(at.isoformat(), words)
