"""`intake keys renew`, after which an older key of DATA_KEYS can be taken out, and `renew-contacts`
for CONTACT_KEY."""

from __future__ import annotations

import click
from rich.progress import Progress

from bot.commands.keeping import ready_parts
from bot.commands.plain_errors import plainly
from bot.privacy import contact_key, renewing
from bot.redis.streams.outbox_stream import OutboxStream
from bot.redis.streams.send_stream import SendStream
from bot.wiring import redis_url


@click.group()
def keys() -> None:
    """Keys that are changed."""


@keys.command()
@plainly
def renew() -> None:
    """Encrypt every phone number anew under the first of DATA_KEYS. It may be ended and begun
    again."""
    parts = ready_parts()
    with Progress() as progress:
        task = progress.add_task("Numbers", total=renewing.count(parts.archive))
        lost = renewing.renew_numbers(
            parts.desk, parts.archive, lambda many: progress.advance(task, many)
        )
    if lost:
        raise click.ClickException(
            f"{lost} numbers can be read by none of DATA_KEYS: keep every key that may have written"
            " them."
        )
    click.echo(
        "All are under the first key. Texts that wait to be sent and spooled inbounds may need the"
        " older one for an hour."
    )


@keys.command("renew-contacts")
@click.option("--wait", default=60.0, show_default=True, help="Seconds to wait for the workers.")
@plainly
def renew_contacts(wait: float) -> None:
    """Make everybody's id anew under the first of CONTACT_KEY. Nobody is served meanwhile: people
    get the number, and what they send is kept. Start web and workers with the same CONTACT_KEY."""
    parts = ready_parts()
    url = redis_url(parts.settings)
    turns, texts = OutboxStream(url), SendStream(url)
    with Progress() as progress:
        task = progress.add_task("People", total=2 * renewing.people(parts.archive))
        many = contact_key.renew_contacts(
            parts.desk,
            parts.archive,
            lambda: turns.waiting() + texts.waiting(),
            wait,
            lambda more: progress.advance(task, more),
        )
    click.echo(f"{many} ids were renewed. Keep the older key behind the newer one.")
