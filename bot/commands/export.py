"""`intake export`: many conversations as a file, with a bar that shows how far it is."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any

import click
from rich.console import Console
from rich.progress import track

from bot.accounts.audit import command_line
from bot.archive.export.bulk_csv import Rows, Shape, Taking
from bot.archive.read.day_spans import midnight
from bot.archive.read.lists.filters import Wanted
from bot.archive.read.lists.selecting import Selection
from bot.commands.keeping import ready_parts
from bot.commands.language_option import LANGUAGE
from bot.commands.plain_errors import plainly
from bot.privacy.export_log import ExportRefused, export

DAY = click.DateTime(["%Y-%m-%d"])


@click.command("export")
@click.argument("rows", type=click.Choice([rows.value for rows in Rows]))
@click.option(
    "--format",
    "shape",
    type=click.Choice([shape.value for shape in Shape]),
    default=Shape.CSV.value,
)
@click.option("--since", type=DAY, help="Conversations that last moved on this day or later.")
@click.option("--until", type=DAY, help="Conversations that last moved on this day or earlier.")
@click.option("--channel", type=click.Choice(["sms", "voice"]))
@click.option("--language", type=LANGUAGE)
@click.option("--town")
@click.option("--program", help="A program that fits, by its short name in programs.yaml.")
@click.option("--disposition", help="How they ended.")
@click.option("--words", default="", help="Words that were said in one turn.")
@click.option(
    "--numbers",
    "reason",
    default="",
    metavar="REASON",
    help="Write numbers in full; the reason is written down.",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Into this file, for its owner only.",
)
@plainly
def export_many(
    rows: str,
    shape: str,
    since: datetime | None,
    until: datetime | None,
    words: str,
    reason: str,
    out: Path | None,
    **same: Any,
) -> None:
    """Conversations, or their turns, a row each: to a file, or to where the output goes."""
    parts = ready_parts()
    first = midnight(since.date()) if since else None
    end = midnight(until.date() + timedelta(days=1)) if until else None
    selection = Selection(
        Wanted(since=first, until=end, **{name: value for name, value in same.items() if value}),
        words,
    )
    taking = Taking(selection, Rows(rows), Shape(shape), numbers=bool(reason))
    desk = parts.desk
    slots = [step.slot for step in desk.flow.steps.values() if step.slot]
    try:
        taken = export(
            parts.archive, desk.cipher, command_line(), taking, slots, reason, desk.clock()
        )
    except ExportRefused as error:
        raise click.ClickException(str(error)) from error
    shown = track(
        taken.rows, "Taking along", total=taken.count, console=Console(stderr=True), transient=True
    )
    with _opened(out) as file:
        for part in taken.parts(shown):
            file.write(part)
    click.echo(f"{taken.count} rows.", err=True)


@contextmanager
def _opened(out: Path | None) -> Iterator[IO[bytes]]:
    if out is None:
        yield sys.stdout.buffer
        return
    with open(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        yield file
