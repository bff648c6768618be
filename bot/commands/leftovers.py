"""`intake leftovers`: what could not be processed, to be looked at, put back or dropped. It shows
no words and no numbers."""

from __future__ import annotations

import click

from bot.commands.keeping import ready_parts
from bot.commands.plainly import plainly
from bot.outage.spool import Spool
from bot.redis.outbox_stream import OutboxStream
from bot.wiring import Parts, redis_url


@click.group(invoke_without_command=True)
@click.pass_context
@plainly
def leftovers(context: click.Context) -> None:
    """List what was set aside by the spool, and the turns that the archive cannot take."""
    if context.invoked_subcommand:
        return
    parts = ready_parts()
    for name, since in _spool(parts).set_aside():
        click.echo(f"{name}\tinbound, set aside\tsince {since:%Y-%m-%d %H:%M} UTC")
    for key, entry, seconds, tries in _stream(parts).stuck():
        click.echo(
            f"{key}/{entry}\tturn that cannot be archived\tfor {seconds:.0f} s, tried {tries} times"
        )


@leftovers.command("put-back")
@click.argument("name")
@plainly
def put_back(name: str) -> None:
    """Have NAME tried again, say after a newer version was released. A turn is tried again by
    itself."""
    if not _spool(ready_parts()).put_back(name):
        raise click.ClickException("No inbound of that name was set aside.")
    click.echo("It is tried again within a second.")


@leftovers.command()
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
@plainly
def drop(name: str, yes: bool) -> None:
    """Drop NAME for good."""
    if not yes:
        click.confirm("What this person said there is lost for good. Drop it?", abort=True)
    parts = ready_parts()
    key, _, entry = name.partition("/")
    if not (_stream(parts).drop(key, entry) if entry else _spool(parts).drop(name)):
        raise click.ClickException("There is nothing of that name.")
    click.echo("Dropped.")


def _spool(parts: Parts) -> Spool:
    return Spool(parts.settings.data_dir / "spool", parts.desk.cipher)


def _stream(parts: Parts) -> OutboxStream:
    return OutboxStream(redis_url(parts.settings))
