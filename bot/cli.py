"""The command line: `intake run`, `web`, `worker`, `release`, `talk`, `staff`, `erase`, `purge`,
`copy`, `demo`, `holidays`."""

from __future__ import annotations

import os
import signal
import socket
import threading
from types import FrameType
from urllib.request import urlopen

import click

from bot.archive.database import Archive
from bot.archive.migrating import migrate
from bot.commands.audit_log import audit
from bot.commands.check import check
from bot.commands.copy import copy
from bot.commands.export import export_many
from bot.commands.keeping import COMMANDS as KEEPING
from bot.commands.keys import keys
from bot.commands.language_option import LANGUAGE, intake_dir
from bot.commands.leftovers_command import leftovers
from bot.commands.plain_errors import plainly
from bot.commands.staff import first_account, staff
from bot.commands.trying.demo import demo
from bot.commands.trying.talk import converse
from bot.commands.trying.talk_call import converse_by_phone
from bot.commands.twilio_command import twilio
from bot.commands.voices_command import voices
from bot.config.load_settings import load
from bot.config.settings import PRIVATE, Settings
from bot.intake import load_flow
from bot.office import public_holidays
from bot.outage.restore import restore
from bot.process import logs
from bot.process.serving import serve
from bot.wiring import Parts, of_county, policy, put_together
from bot.workers.sweeper import work
from bot.workers.threads import beside, redis_watched, working

APP = "bot.web_process:front"


@click.group()
def main() -> None:
    """The intake bot for mothers, babies and families."""
    os.umask(PRIVATE)


@main.command()
@plainly
def run() -> None:
    """Everything at once on this machine: Redis, the web process, the worker."""
    settings = load(os.environ)
    logs.configure(settings.production, settings.log_level)
    _check_port(settings.port)
    with redis_watched(settings):
        parts = put_together(settings)
        migrate(parts.archive)
        parts.desk.store.check()
        restore(parts.desk, parts.archive)
        with working(parts), beside(lambda ended: work(parts.desk, ended)):
            _tell_addresses(settings)
            _tell_first_account(parts.archive)
            click.echo("Stop with Ctrl-C.")
            serve(APP, "127.0.0.1", settings.port, 1, loud=False)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@plainly
def web(host: str) -> None:
    """The web process alone: Twilio's routes and the pages, in WEB_CONCURRENCY processes."""
    settings = load(os.environ)
    serve(APP, host, settings.port, settings.web_concurrency, loud=True)


@main.command()
@plainly
def worker() -> None:
    """Send texts, write turns into the archive, and end sessions that went quiet. Runs until
    stopped."""
    ended = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        ended.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    parts = _parts()
    with working(parts):
        work(parts.desk, ended)


@main.command()
@plainly
def release() -> None:
    """Before a new version serves: brings the archive's tables up to it, and looks whether all else
    is in order."""
    parts = _parts()
    _examine_redis(parts)
    migrate(parts.archive)
    parts.desk.store.check()
    restore(parts.desk, parts.archive)
    flow = parts.desk.flow
    click.echo(
        f"In order: flow {flow.name} {flow.version}, {len(flow.steps)} steps, Redis ready, archive"
        " ready."
    )


@main.command()
@click.option(
    "--channel",
    type=click.Choice(["sms", "voice"]),
    default="sms",
    help="By text, or by telephone.",
)
@click.option("--language", type=LANGUAGE, help="Begin in this language.")
@click.option("--events", is_flag=True, help="Show the facts of each turn.")
@click.option("--segments", is_flag=True, help="Show what each reply by text costs.")
@plainly
def talk(channel: str, language: str | None, events: bool, segments: bool) -> None:
    """The conversation in this terminal. Nothing is kept."""
    settings = load(os.environ)
    flow = load_flow(settings.intake_dir)
    settings = of_county(settings, flow.county)
    if channel == "voice":
        converse_by_phone(flow, policy(settings), settings, language or "", events)
    else:
        converse(flow, policy(settings), settings, language or "", events, segments)


for command in (
    check,
    twilio,
    keys,
    leftovers,
    staff,
    audit,
    *KEEPING,
    copy,
    export_many,
    demo,
    voices,
):
    main.add_command(command)


@main.command("holidays")
@click.argument("year", type=click.IntRange(1900, 2100))
def print_holidays(year: int) -> None:
    """The public holidays of a year, as lines for the file of closed days."""
    whose = load_flow(intake_dir()).county.holidays
    for day, name in public_holidays(year, whose.country, whose.subdivision).items():
        click.echo(f"{day}: {name}")


def _examine_redis(parts: Parts) -> None:
    fitness = parts.desk.store.examine()
    for note in fitness.notes:
        click.echo(f"Note: {note}")
    if fitness.problems:
        raise click.ClickException("\n".join(fitness.problems))


@main.command()
@plainly
def healthy() -> None:
    """Whether the web process on this machine answers; for a container's health check."""
    with urlopen(f"http://127.0.0.1:{load(os.environ).port}/healthz", timeout=4) as answer:
        click.echo(answer.read().decode().strip())


def _parts() -> Parts:
    settings = load(os.environ)
    logs.configure(settings.production, settings.log_level)
    return put_together(settings)


def _check_port(port: int) -> None:
    """The server itself would share the port with whoever has it, and each would get some of the
    texts."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            reason = (
                f"Port {port} cannot be used ({error.strerror}): end what uses it, or set PORT to"
                " another."
            )
            raise click.ClickException(reason) from error


def _tell_addresses(settings: Settings) -> None:
    here = f"http://127.0.0.1:{settings.port}"
    click.echo(
        f"Text the bot in your browser:  {here}/try/"
        if settings.try_
        else "The simulator is off (TRY=0)."
    )
    click.echo(f"The console for staff:         {here}/staff/")
    click.echo(f"Twilio's webhook for texts:    {settings.public_base_url}/sms")
    click.echo(f"Twilio's webhook for calls:    {settings.public_base_url}/voice")


def _tell_first_account(archive: Archive) -> None:
    """Once, at the first start: somebody must be able to sign in."""
    if account := first_account(archive):
        email, password = account
        click.echo(f"Sign in to the console as {email} with the password {password}")
        click.echo(f"It is shown this once (`intake staff reset {email}` makes a new one).")


if __name__ == "__main__":
    main()
