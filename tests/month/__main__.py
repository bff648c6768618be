"""The month with as many people as one likes, on a Redis and a database of its own."""

from __future__ import annotations

import logging
import tempfile
import time
from collections import Counter
from pathlib import Path

import click
import redis
import structlog

from bot.archive.database import Archive, address
from bot.archive.migrating import migrate
from bot.config.settings import INTAKE
from bot.office import load_closed_days
from bot.redis.connection import server as redis_server
from bot.redis.store import Store
from tests.month.drawn_people import draw
from tests.month.faults import faults
from tests.month.test_month import BEGINS, play


@click.command()
@click.option("--people", default=2000, show_default=True)
@click.option("--seed", default=1, show_default=True)
def main(people: int, seed: int) -> None:
    """Play the month, and say what everybody got and what was wrong."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    began = time.monotonic()
    everybody = draw(people, BEGINS, seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = redis_server.ensure(folder, "everysec").url
        try:
            Store(url).prepare()
            archive = Archive(address("", folder))
            migrate(archive)
            with redis.Redis.from_url(url) as raw:
                world = play(url, archive, folder, raw, everybody)
        finally:
            redis_server.stop(folder)
    closed = load_closed_days(INTAKE / "closed_days.yaml")
    found = [one for person in everybody for one in faults(person, closed)]
    got = Counter(len(person.sent) for person in everybody)
    yes = sum(person.yes_at is not None for person in everybody)
    click.echo(f"{people} people, {yes} said yes, {world.killed} senders died in the middle")
    click.echo(f"texts of our own: {sum(len(each.sent) for each in everybody)}; by person: {got}")
    for name, count in Counter(p.trouble for p in everybody if p.trouble_at).items():
        click.echo(f"  {name}: {count}")
    click.echo(f"{len(found)} wrong, in {time.monotonic() - began:.0f} s")
    for one in found:
        click.echo(f"  {one}")
    raise SystemExit(bool(found))


main()
