"""`intake copy`: everything that is kept about one person, as a file for that person."""

from __future__ import annotations

import os
from pathlib import Path

import click

from bot.accounts.audit import command_line
from bot.archive.export.exporting import as_json
from bot.archive.export.plain_text import person_as_text
from bot.commands.keeping import ready_parts
from bot.commands.plainly import plainly
from bot.privacy.lookup import contact_of
from bot.privacy.subject_copy import copy_person


@click.command()
@click.argument("whom")
@click.option(
    "--reason",
    required=True,
    help="Goes into the audit log, since the copy has the number in full.",
)
@click.option("--json", "as_data", is_flag=True, help="As JSON, not as a text to read.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Into this file, for its owner only.",
)
@plainly
def copy(whom: str, reason: str, as_data: bool, out: Path | None) -> None:
    """Everything kept about WHOM (a telephone number or a contact id), for that person."""
    parts = ready_parts()
    desk = parts.desk
    contact = contact_of(whom, desk.contact_key)
    person = copy_person(parts.archive, desk.cipher, contact, command_line(), reason, desk.clock())
    told = as_json(person) if as_data else person_as_text(person, desk.flow.languages.name).encode()
    if out is None:
        click.echo(told, nl=False)
        return
    descriptor = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(descriptor, "wb") as file:
        file.write(told)
