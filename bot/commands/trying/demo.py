"""`intake demo`: fills the console with made-up conversations, or removes them."""

from __future__ import annotations

import os
from contextlib import nullcontext
from urllib.parse import urlsplit

import click
from rich.console import Console
from rich.progress import Progress

from bot.accounts.audit import command_line
from bot.archive.migrating import migrate
from bot.commands.plain_errors import plainly
from bot.commands.staff import first_account
from bot.config.load_settings import load
from bot.config.settings import Settings
from bot.demo.cast import MOST
from bot.demo.playing import DemoError, Stage, play
from bot.demo.removing import remove
from bot.outage.restore import restore
from bot.process import logs
from bot.redis.connection import server as redis_server
from bot.wiring import put_together, redis_url
from webhooks.spoken import Speaker, quoted


@click.command()
@click.option(
    "--count",
    type=click.IntRange(1, MOST),
    default=300,
    show_default=True,
    help="How many conversations.",
)
@click.option(
    "--remove", "only_remove", is_flag=True, help="Only take away what an earlier demo left."
)
@plainly
def demo(count: int, only_remove: bool) -> None:
    """Made-up conversations of the last 60 days, played through the real program. Takes the place
    of an earlier demo."""
    settings = load(os.environ)
    _refuse(settings)
    logs.configure(False, "error")
    with nullcontext() if settings.redis_url else redis_server.shared(settings.data_dir):
        stage = _stage(settings)
        account = None if only_remove else first_account(stage.archive)
        removed = remove(stage.desk, stage.archive, command_line())
        if only_remove:
            click.echo(f"Removed {removed} people of the demo.")
            return
        with Progress(console=Console(stderr=True)) as progress:
            bar = progress.add_task("Talking", total=count)
            try:
                play(stage, count, lambda done: progress.update(bar, completed=done))
            except DemoError as error:
                raise click.ClickException(str(error)) from error
    if account:
        click.echo(
            "Sign in to the console as {} with the password {}, which is shown this once.".format(
                *account
            )
        )
    click.echo(
        f"{count} conversations are in the console. `make demo ARGS=--remove` takes them away"
        " again."
    )


def _refuse(settings: Settings) -> None:
    if settings.production:
        raise click.ClickException(
            "The demo is for development: among real people nobody could tell who is made up."
        )
    if settings.twilio_account_sid:
        raise click.ClickException(
            "TWILIO_ACCOUNT_SID is set: the demo's texts would go out. Unset it first."
        )


def _stage(settings: Settings) -> Stage:
    parts = put_together(settings)
    migrate(parts.archive)
    parts.desk.store.check()
    restore(parts.desk, parts.archive)
    prefix = quoted(urlsplit(settings.public_base_url).path)
    speaker = Speaker(
        parts.desk.flow.languages, settings.transfer_number, settings.voice_number, prefix
    )
    return Stage(parts.desk, parts.archive, redis_url(settings), speaker, settings.sms_number)
