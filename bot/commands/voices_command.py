"""`intake voices`: which prompts have a recorded voice, which recordings are older than their
words, and how long each is."""

from __future__ import annotations

import os
from collections import Counter

import click
from rich.console import Console
from rich.table import Table

from bot.commands.plain_errors import plainly
from bot.config.load_settings import load
from bot.intake import load_flow
from bot.recorded.voices import READY, Voices
from bot.wiring import of_county
from flows.wording.voice_prompts import seconds


@click.command()
@click.option("--all", "everything", is_flag=True, help="List what is recorded too.")
@click.option(
    "--take",
    is_flag=True,
    help="Take the new files for the words of today; they are played after a restart.",
)
@plainly
def voices(everything: bool, take: bool) -> None:
    """Recorded voices: what is missing, new, or older than its words, and how long each is."""
    settings = load(os.environ)
    flow = load_flow(settings.intake_dir)
    settings = of_county(settings, flow.county)
    folder = Voices(settings.voices, flow, settings.mch_printed, settings.sms_printed)
    for one in folder.take() if take else ():
        click.echo(f"Taken: {one.language}/{one.key}")
    found = folder.recordings()
    table = Table(
        "",
        "prompt",
        "",
        "seconds",
        "words",
        title=f"{settings.voices}/LANGUAGE/PROMPT.mp3 (or .wav)",
    )
    for one in found:
        if everything or one.state != READY:
            length = f"{one.length:.1f}" if one.file else f"about {seconds(one.words):.0f}"
            table.add_row(one.language, one.key, one.state, length, one.words)
    Console(width=160).print(table)
    counted = Counter(one.state for one in found)
    click.echo(", ".join(f"{count} {state}" for state, count in counted.most_common()))
