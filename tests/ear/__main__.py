"""`make ear`: how long callers wait, in seconds, counted by espeak-ng at 165 words a minute.

For each path through a call, in both languages, pressing as soon as a key was told (quick) or
listening to the end (patient).
With --check it fails where a caller waits longer than the bounds.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click
import yaml
from rich.console import Console
from rich.table import Table

from bot.intake import load_flow
from tests.ear.listening import PATIENT, QUICK, Listener, Manner, Times
from tests.ear.stopwatch import PROGRAM, is_measured

PATHS = Path(__file__).parent / "paths.yaml"
MEASURES = ("key", "question", "program", "whole", "longest", "menu")
# In English; a quarter more in Spanish. The first key is heard in the same opening by everybody.
BOUNDS = {"quick": Times(12, 25, 75, 110, 12, 20), "patient": Times(12, 40, 110, 190, 12, 20)}
SPANISH = 1.25
EVERYBODY = ("key", "longest", "menu")


def bound(measure: str, language: str, manner: Manner) -> float:
    """The most seconds that this may take, whatever the path."""
    most: float = getattr(BOUNDS[manner.name], measure)
    return most if language == "en" or measure in EVERYBODY else most * SPANISH


@click.command()
@click.option("--check", is_flag=True, help="Fail where a caller waits longer than the bounds.")
def main(check: bool) -> None:
    """How long callers wait, path by path, in seconds."""
    measured, flow, late = is_measured(), load_flow(), 0
    how = "measured with espeak-ng" if measured else f"estimated: {PROGRAM} is not installed"
    table = Table("path", "", "", *MEASURES, title=f"Seconds, {how}")
    for path in yaml.safe_load(PATHS.read_text("utf-8")):
        for language in flow.languages:
            for manner in (QUICK, PATIENT):
                times = Listener(flow, language, manner, measured=measured).listen(path["keys"])
                over = {
                    each
                    for each in MEASURES
                    if getattr(times, each) > bound(each, language, manner)
                }
                late += len(over)
                cells = [
                    f"{getattr(times, each):.0f}{' !' if each in over else ''}" for each in MEASURES
                ]
                table.add_row(path["name"], language, manner.name, *cells)
    Console(width=110).print(table)
    click.echo(f"{late} of these are over their bounds." if late else "All within their bounds.")
    sys.exit(1 if check and late else 0)


if __name__ == "__main__":
    main()
