"""The numbers people look at, each with its table and as CSV."""

from __future__ import annotations

from flask import Blueprint, Response, abort, render_template, request

from bot.accounts.accounts import Role
from bot.accounts.audit import Action
from bot.archive.export.csv_cells import csv_parts
from staff.figures.day_ranges import Ask, presets, read_range
from staff.figures.sheets import SHEETS
from staff.figures.source import Source
from staff.frame.console import Console, needs


def add_pages(routes: Blueprint, console: Console) -> None:
    @routes.get("/figures")
    @needs(Role.READER)
    def all_figures() -> str:
        ask, source = _asked(console)
        sheets = {name: draw(source) for name, draw in SHEETS.items()}
        ranges = presets(console.desk.office.today(console.clock()))
        return render_template(
            "staff/figures/figures.html", ask=ask, span=ask.span, sheets=sheets, presets=ranges
        )

    @routes.get("/figures/<name>.csv")
    @needs(Role.READER)
    def figure_csv(name: str) -> Response:
        if name not in SHEETS:
            abort(404)
        ask, source = _asked(console)
        sheet, days = SHEETS[name](source), f"{ask.span.first}-to-{ask.span.last}"
        console.audit(Action.EXPORTED, f"figures: {name}", days=days, rows=len(sheet.rows))
        return as_file(
            "".join(csv_parts(sheet.header, sheet.rows)), "text/csv", f"mch-{name}-{days}.csv"
        )


def _asked(console: Console) -> tuple[Ask, Source]:
    now = console.clock()
    ask = read_range(request.args, console.desk.office.today(now))
    may_read = console.person().role.covers(Role.REVIEWER)
    return ask, Source(console.archive, console.desk.flow, ask.span, now, words=may_read)


def as_file(content: str | bytes, kind: str, name: str) -> Response:
    """A file to be kept, not shown."""
    response = Response(content, mimetype=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
