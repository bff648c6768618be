"""`intake leftovers`: what could not be processed, to be looked at, put back or dropped. It shows
no words and no numbers."""

from __future__ import annotations

import click

from bot.commands.keeping import ready_parts
from bot.commands.plain_errors import plainly
from bot.outage.leftovers import INBOUND, SESSION, TURN
from bot.wiring import leftovers_of

_WORDS = {
    INBOUND: "inbound, set aside",
    TURN: "turn that cannot be archived",
    SESSION: "session, set aside",
}


@click.group(invoke_without_command=True)
@click.pass_context
@plainly
def leftovers(context: click.Context) -> None:
    """List what was set aside by the spool, the turns that the archive cannot take, and the
    sessions that this version cannot read."""
    if context.invoked_subcommand:
        return
    for name, what, about in leftovers_of(ready_parts()).listed():
        click.echo(f"{name}\t{_WORDS[what]}\t{about}")


@leftovers.command("put-back")
@click.argument("name")
@plainly
def put_back(name: str) -> None:
    """Have NAME tried again, say after a newer version was released. A turn is tried again by
    itself; a conversation goes on from the session that is put back."""
    if why_not := leftovers_of(ready_parts()).put_back(name):
        raise click.ClickException(why_not)
    click.echo("It is tried again within seconds.")


@leftovers.command()
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
@plainly
def drop(name: str, yes: bool) -> None:
    """Drop NAME for good."""
    if not yes:
        click.confirm("What this person said there is lost for good. Drop it?", abort=True)
    if not leftovers_of(ready_parts()).drop(name):
        raise click.ClickException("There is nothing of that name.")
    click.echo("Dropped.")
