"""`intake audit check`: was the audit log changed behind its back?"""

from __future__ import annotations

import click

from bot.archive import audit_chain
from bot.archive.audit_chain import Broken
from bot.commands.keeping import ready_parts
from bot.commands.plain_errors import plainly


@click.group("audit")
def audit() -> None:
    """The audit log of the console."""


@audit.command()
@click.option(
    "--ends",
    default="",
    help="How the log ended before, as this command printed it: it must still be in there.",
)
@plainly
def check(ends: str) -> None:
    """Follows the log from its first line to its last, and prints how it ends."""
    archive = ready_parts().archive
    with archive.reading() as connection:
        try:
            count, last = audit_chain.check(connection)
        except Broken as broken:
            raise click.ClickException(str(broken)) from None
        if ends and not audit_chain.holds(connection, ends):
            raise click.ClickException(
                "The log does not hold the line that it ended with before: its end was cut off."
            )
    click.echo(f"In order: {count} lines. It ends with {last or 'nothing'}.")
