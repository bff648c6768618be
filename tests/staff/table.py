"""Every page of the console, from the map of addresses itself: a new page is in the tables without
anybody thinking of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask
from werkzeug.routing import AnyConverter, IntegerConverter, Rule

from bot.config.load_settings import load
from staff.frame.console import Console, Needs, needed
from staff.register_pages import install
from tests.staff.console_office import SECRETS


@dataclass(frozen=True)
class Page:
    method: str
    path: str
    endpoint: str
    needs: Needs

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def _app() -> Flask:
    nothing: Any = None
    app = Flask("pages", static_folder=None)
    install(app, Console(nothing, nothing, load(SECRETS)), "memory://")
    return app


def _some(converter: Any) -> str:
    """An address that leads to no record."""
    if isinstance(converter, AnyConverter):
        return str(sorted(converter.items)[0])
    return "999999" if isinstance(converter, IntegerConverter) else "nothing"


def _path(rule: Rule) -> str:
    built = rule.build(
        {name: _some(converter) for name, converter in rule._converters.items()},
        append_unknown=False,
    )
    assert built
    return built[1]


APP = _app()
PAGES = [
    Page(method, _path(rule), rule.endpoint, needs)
    for rule in APP.url_map.iter_rules()
    if (needs := needed(APP.view_functions[rule.endpoint]))
    for method in sorted((rule.methods or set()) & {"GET", "POST"})
]
CLOSED = [page for page in PAGES if page.needs.role]  # to all who are not signed in
