"""Times as staff read them: Hartford's, with the day."""

from __future__ import annotations

from datetime import date, datetime

from flask import Flask
from markupsafe import Markup

from bot.office import ZONE


def eastern(at: datetime) -> str:
    """Mon Nov 23, 2026, 10:05 AM"""
    local = at.astimezone(ZONE)
    return f"{day(local.date())}, {local.hour % 12 or 12}:{local:%M %p}"


def day(on: date | datetime) -> str:
    """Mon Nov 23, 2026"""
    local = on.astimezone(ZONE) if isinstance(on, datetime) else on
    return f"{local:%a %b} {local.day}, {local.year}"


def brief(at: datetime) -> str:
    """Nov 23, 10:05 AM"""
    local = at.astimezone(ZONE)
    return f"{local:%b} {local.day}, {local.hour % 12 or 12}:{local:%M %p}"


def add_filters(app: Flask) -> None:
    """`at|eastern`, `at|brief` and `at|day`, as <time> that machines can read too."""
    app.jinja_env.filters["brief"] = lambda at: _marked(at, brief(at))
    app.jinja_env.filters["eastern"] = lambda at: _marked(at, eastern(at))
    app.jinja_env.filters["day"] = lambda at: _marked(at, day(at))


def _marked(at: date | datetime, words: str) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(at.isoformat(), words)
