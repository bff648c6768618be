"""`intake check`: whether an intake folder could be served, without starting anything."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from bot.commands.language_option import intake_dir
from bot.fact_age import old_facts
from bot.intake import IntakeError, load_flow
from bot.office import ClosedDaysError, load_closed_days


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
def check(folder: Path | None) -> None:
    """Whether the data in FOLDER (else INTAKE_DIR) can be served; else what is wrong: file, line,
    place and reason."""
    place = folder or intake_dir()
    try:
        flow = load_flow(place)
        days = load_closed_days(place / "closed_days.yaml")
    except (IntakeError, ClosedDaysError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(
        f"In order: {flow.county.name}, {len(flow.catalogue.programs)} programs, {len(flow.steps)}"
        f" steps, {len(flow.places.towns)} towns,"
        f" {', '.join(flow.languages[code].name for code in flow.languages)}, {len(days)} closed"
        " days."
    )
    for line in old_facts(flow, datetime.now(UTC).date()):
        click.echo(f"Older than a year, to be read again: {line}")
