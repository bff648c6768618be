"""`intake erase`, `erasures`, `hold`, `purge`: what is kept of people, and for how long."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import timedelta

import click
from rich.console import Console
from rich.progress import Progress
from sqlalchemy import select

from bot.accounts.audit import command_line
from bot.archive.migrating import migrate
from bot.archive.models import Contact
from bot.archive.write import pending_erasures as erasures
from bot.commands.plain_errors import plainly
from bot.config.load_settings import load
from bot.outage.spool import Spool
from bot.privacy import retention
from bot.privacy.erasing import Eraser, erase_contact
from bot.privacy.find_contact import contact_of
from bot.privacy.legal_holds import hold, lift
from bot.privacy.retention import Purge
from bot.process import logs
from bot.redis.store import StoreAway
from bot.wiring import Parts, put_together

_SESSION_LENGTH = 32


@click.command()
@click.argument("whom")
@click.option("--yes", is_flag=True, help="Do not ask.")
@plainly
def erase(whom: str, yes: bool) -> None:
    """Erase WHOM (a telephone number or a contact id) everywhere. It cannot be undone."""
    parts = ready_parts()
    contact = contact_of(whom, parts.desk.contact_key)
    if not is_known(parts, contact):
        raise click.ClickException(
            "Nobody has that number here: nothing was erased. Write it whole, as +18605550142."
        )
    if not yes:
        click.confirm("Erase everything this person told us, here and at Twilio?", abort=True)
    spool = Spool(parts.settings.data_dir / "spool", parts.desk.cipher)
    erase_contact(Eraser(parts.desk, parts.archive, spool), contact, command_line())
    click.echo(
        "Erased here. The worker erases what Twilio holds; `erasures` shows what is left to do."
    )


@click.command("erasures")
@plainly
def list_erasures() -> None:
    """What is still to be erased at Twilio, and why it could not be done yet."""
    for row in erasures.waiting(ready_parts().archive):
        what = "a recording" if row.reference else "texts and calls"
        tried = (
            f"tried {row.tries} times, the last time: {row.error}" if row.tries else "not tried yet"
        )
        click.echo(f"{row.contact_id}\t{what} from before {row.before:%Y-%m-%d %H:%M} UTC\t{tried}")


@click.command("hold")
@click.argument("what")
@click.option(
    "--reason",
    required=True,
    help="Goes into the audit log, and is told to whoever wants to erase it.",
)
@click.option("--lift", "ends", is_flag=True, help="The hold ends.")
@plainly
def legal_hold(what: str, reason: str, ends: bool) -> None:
    """A legal hold on WHAT: a telephone number, a contact id, or the id of a conversation. It is
    neither erased nor purged."""
    parts = ready_parts()
    target = what if len(what) == _SESSION_LENGTH else contact_of(what, parts.desk.contact_key)
    (lift if ends else hold)(parts.archive, target, reason, command_line(), parts.desk.clock())


@click.command()
@click.option("--dry-run", is_flag=True, help="Only say what would be removed.")
@click.option("--days", type=click.IntRange(1), help="Instead of RETENTION_DAYS.")
@plainly
def purge(dry_run: bool, days: int | None) -> None:
    """Remove what is older than RETENTION_DAYS from the archive. What is under a legal hold
    stays."""
    parts = ready_parts()
    days = days or parts.settings.retention_days
    if not days:
        raise click.ClickException(
            "RETENTION_DAYS is 0: nothing is ever too old. Set it, or give --days."
        )
    if days < parts.settings.session_days:
        raise click.ClickException(
            "So young a conversation can still be taken up: see SESSION_DAYS."
        )
    now = parts.desk.clock()
    before = now - timedelta(days=days)
    due = retention.look(parts.archive, before)
    if dry_run:
        click.echo(f"Would remove {_in_words(due)}.")
    else:
        with Progress(console=Console(stderr=True)) as progress:
            bar = progress.add_task("Purging", total=due.sessions)
            done = retention.purge(
                parts.archive,
                before,
                command_line(),
                now,
                lambda count: progress.update(bar, completed=count),
            )
        with suppress(StoreAway):  # its file is written anew some day by itself
            parts.desk.store.scrub()
        click.echo(f"Removed {_in_words(done)}.")
    click.echo(f"Kept by a legal hold: {due.held} conversations.")


def is_known(parts: Parts, contact: str) -> bool:
    """Whether anything is kept of this person, in the archive or in Redis. Raises ArchiveAway,
    StoreAway."""
    with parts.archive.reading() as connection:
        if connection.execute(select(Contact.id).where(Contact.id == contact)).first():
            return True
    loaded = parts.desk.store.read(contact, "erase")
    return loaded.session is not None or loaded.opted_out is not None


COMMANDS = (erase, list_erasures, legal_hold, purge)


def _in_words(purged: Purge) -> str:
    counts = {
        "conversations": purged.sessions,
        "turns": purged.turns,
        "recordings": purged.recordings,
    }
    counts |= {
        "states of single texts": purged.texts,
        "people of whom nothing is left": purged.contacts,
    }
    return ", ".join(f"{count} {name}" for name, count in counts.items() if count) or "nothing"


def ready_parts() -> Parts:
    """The service, its archive up to date."""
    settings = load(os.environ)
    logs.configure(settings.production, settings.log_level)
    parts = put_together(settings)
    migrate(parts.archive)
    return parts
