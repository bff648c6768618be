"""`intake copy`: everything that is kept about one person, as a file for that person."""

from __future__ import annotations

import os
from pathlib import Path

import click

from bot.accounts.audit import command_line
from bot.archive.export.exporting import as_json
from bot.archive.export.for_parents import letter
from bot.commands.keeping import ready_parts
from bot.commands.plain_errors import plainly
from bot.privacy.find_contact import contact_of
from bot.privacy.subject_copy import copy_person


@click.command()
@click.argument("whom")
@click.option(
    "--reason",
    required=True,
    help="Goes into the audit log, since the copy has the number in full.",
)
@click.option("--json", "as_data", is_flag=True, help="As JSON, with our ids, not as a letter.")
@click.option("--language", default="", help="Of the letter (en, es). Unset: the one they used.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Into this file, for its owner only.",
)
@plainly
def copy(whom: str, reason: str, as_data: bool, language: str, out: Path | None) -> None:
    """Everything kept about WHOM (a telephone number or a contact id), as a letter to that
    person."""
    parts = ready_parts()
    desk = parts.desk
    if language and language not in desk.flow.languages:
        raise click.ClickException(f"There is no {language!r}: {', '.join(desk.flow.languages)}.")
    contact = contact_of(whom, desk.contact_key)
    person = copy_person(parts.archive, desk.cipher, contact, command_line(), reason, desk.clock())
    told = as_json(person) if as_data else letter(person, desk.flow, language).encode()
    if out is None:
        click.echo(told, nl=False)
        return
    descriptor = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(descriptor, "wb") as file:
        file.write(told)
