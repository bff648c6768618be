"""`intake staff`: the accounts of the console from the command line, for the first one and for when
nobody can sign in."""

from __future__ import annotations

import os
from datetime import UTC, datetime

import click

from bot.accounts import accounts
from bot.accounts.accounts import AccountRefused, Role
from bot.accounts.audit import command_line
from bot.archive.database import Archive
from bot.archive.migrating import migrate
from bot.commands.plain_errors import plainly
from bot.config.load_settings import load
from bot.wiring import open_archive

ROLES = click.Choice([role.value for role in Role])
FIRST_EMAIL, FIRST_NAME = "admin@example.org", "First administrator"


@click.group("staff")
@click.pass_context
@plainly
def staff(context: click.Context) -> None:
    """The accounts of the console at /staff/."""
    settings = load(os.environ)
    archive = open_archive(settings)
    context.call_on_close(archive.close)
    migrate(archive)
    context.obj = archive


@staff.command()
@click.argument("email")
@click.option("--name", required=True, help="As colleagues see it.")
@click.option("--role", type=ROLES, default=Role.READER.value, show_default=True)
@click.pass_obj
@plainly
def add(archive: Archive, email: str, name: str, role: str) -> None:
    """A new account. Prints its password once: it is kept nowhere in clear."""
    _tell(
        accounts.normal(email),
        accounts.add(archive, command_line(), email, name, Role(role), _now()),
    )


@staff.command("list")
@click.pass_obj
@plainly
def list_accounts(archive: Archive) -> None:
    """Who may sign in."""
    for account in accounts.everybody(archive):
        codes, state = (
            "codes" if account.codes_on else "no codes",
            "disabled" if account.disabled else "enabled",
        )
        click.echo("\t".join((account.email, account.name, account.role.value, codes, state)))


@staff.command("role")
@click.argument("email")
@click.argument("role", type=ROLES)
@click.pass_obj
@plainly
def change_role(archive: Archive, email: str, role: str) -> None:
    """What they may do: read; review (notes, follow-up, texting); administer."""
    accounts.change_role(archive, command_line(), accounts.find(archive, email), Role(role), _now())
    click.echo(f"{accounts.normal(email)} is {role} now.")


@staff.command()
@click.argument("email")
@click.pass_obj
@plainly
def disable(archive: Archive, email: str) -> None:
    """They are signed out, and cannot sign in."""
    accounts.disable(archive, command_line(), accounts.find(archive, email), _now())
    click.echo(f"{accounts.normal(email)} cannot sign in any more.")


@staff.command()
@click.argument("email")
@click.pass_obj
@plainly
def enable(archive: Archive, email: str) -> None:
    """They can sign in again."""
    accounts.enable(archive, command_line(), accounts.find(archive, email), _now())
    click.echo(f"{accounts.normal(email)} can sign in again.")


@staff.command()
@click.argument("email")
@click.pass_obj
@plainly
def reset(archive: Archive, email: str) -> None:
    """For a lost password or phone: prints a new password once, and ends the codes."""
    _tell(
        accounts.normal(email),
        accounts.reset(archive, command_line(), accounts.find(archive, email), _now()),
    )


def first_account(archive: Archive) -> tuple[str, str] | None:
    """The e-mail address and the password of a first administrator, made only where there is no
    account at all."""
    if accounts.everybody(archive):
        return None
    try:
        password = accounts.add(
            archive, command_line(), FIRST_EMAIL, FIRST_NAME, Role.ADMINISTRATOR, _now()
        )
    except AccountRefused:  # another start was quicker
        return None
    return FIRST_EMAIL, password


def _now() -> datetime:
    return datetime.now(UTC)


def _tell(email: str, password: str) -> None:
    click.echo(f"{email} signs in with the password {password}")
    click.echo("It is shown this once; the first sign-in asks for another.")
