"""`intake keys renew`: an older key of DATA_KEYS can be taken out afterwards."""

from __future__ import annotations

import click
from rich.progress import Progress

from bot.commands.keeping import ready_parts
from bot.commands.plainly import plainly
from bot.privacy import renewing


@click.group()
def keys() -> None:
    """Keys that are changed."""


@keys.command()
@plainly
def renew() -> None:
    """Encrypt every phone number anew under the first of DATA_KEYS. It may be ended and begun
    again."""
    parts = ready_parts()
    with Progress() as progress:
        task = progress.add_task("Numbers", total=renewing.count(parts.archive))
        lost = renewing.renew_numbers(
            parts.desk, parts.archive, lambda many: progress.advance(task, many)
        )
    if lost:
        raise click.ClickException(
            f"{lost} numbers can be read by none of DATA_KEYS: keep every key that may have written"
            " them."
        )
    click.echo(
        "All are under the first key. Texts that wait to be sent and spooled inbounds may need the"
        " older one for an hour."
    )
