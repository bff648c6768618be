"""Archiver loop: consumes the outbox, writes batches to the archive, then acknowledges and deletes
them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import structlog

from bot.archive.database import Archive, ArchiveAway
from bot.archive.migrating import is_current, migrate
from bot.archive.write.turn_rows import read
from bot.archive.write.writer import keep
from bot.outage.rollback_repair import bring_forward, tell_again
from bot.redis.connection.link import StoreAway
from bot.redis.stored import Entry
from bot.redis.streams.outbox_stream import OutboxStream

log = structlog.get_logger()


@dataclass(frozen=True)
class Patience:
    """Seconds. What another worker left behind is taken up after `claim`; twice written is once, so
    it may be short.
    While Redis or the database is away, the pauses grow from `rest` to `long_rest`."""

    claim: float = 5.0
    look_around: float = 2.0
    rest: float = 0.2
    long_rest: float = 5.0


@dataclass(frozen=True)
class Archiver:
    """What archiving takes. `look_after` is called at the start and then again and again: it puts
    an emptied Redis back."""

    archive: Archive
    stream: OutboxStream
    look_after: Callable[[], None]
    patience: Patience = Patience()
    poison: set[str] = field(default_factory=set)


def archive_turns(archiver: Archiver, ended: threading.Event) -> None:
    """Archive what there is and what comes until `ended`; while Redis or the database is away, wait
    and lose nothing."""
    rest = archiver.patience.rest
    while not ended.is_set():
        began = time.monotonic()
        try:
            _make_ready(archiver)
            _attend(archiver, ended)
        except (StoreAway, ArchiveAway) as error:
            if time.monotonic() - began > archiver.patience.long_rest:
                rest = archiver.patience.rest
            log.warning("archiver waits", reason=f"{type(error).__name__}: {error}")
        except Exception as error:
            log.error("archiver failed", exc_info=error)
        ended.wait(rest)
        rest = min(2 * rest, archiver.patience.long_rest)


def _make_ready(archiver: Archiver) -> None:
    """A file of our own is brought up to date here; another's tables are the business of
    `release`."""
    if archiver.archive.is_sqlite:
        migrate(archiver.archive)
    archiver.stream.prepare()


def _attend(archiver: Archiver, ended: threading.Event) -> None:
    looked = -archiver.patience.look_around
    while not ended.is_set():
        archiver.look_after()
        if time.monotonic() - looked >= archiver.patience.look_around:
            looked = time.monotonic()
            if not is_current(
                archiver.archive
            ):  # or no longer: a newer version was released beside this one
                raise ArchiveAway("its tables are of another version: run `release`")
            if archiver.stream.is_another():
                tell_again(archiver.archive, archiver.stream)
            for entries in archiver.stream.left_behind(archiver.patience.claim):
                _archive(archiver, entries, ended)
        _archive(archiver, archiver.stream.new(), ended)


def _archive(archiver: Archiver, entries: Sequence[Entry], ended: threading.Event) -> None:
    """Until they are in the archive. Those that cannot be are left where they are, to be seen in
    the lag, and tried again."""
    rest = archiver.patience.rest
    while entries and not ended.is_set():
        try:
            archiver.stream.done(_kept(archiver, entries))
            return
        except ArchiveAway as error:
            log.warning("archive away", reason=str(error), entries=len(entries))
        ended.wait(rest)
        rest = min(2 * rest, archiver.patience.long_rest)


def _kept(archiver: Archiver, entries: Sequence[Entry]) -> Sequence[Entry]:
    """Which of these are in the archive now: all at once, or if one of them cannot be written, each
    by itself."""
    try:
        with archiver.archive.writing() as connection:
            behind = keep(connection, [read(entry) for entry in entries])
        bring_forward(archiver.stream, behind)
        return entries
    except (ArchiveAway, StoreAway):
        raise
    except Exception as error:
        if len(entries) > 1:
            return [kept for entry in entries for kept in _kept(archiver, [entry])]
        if (
            entries[0].id not in archiver.poison
        ):  # told once: it is tried again every few seconds, and listed by `intake leftovers`
            archiver.poison.add(entries[0].id)
            log.error(
                "turn cannot be archived",
                entry=entries[0].id,
                request=entries[0].delivery,
                session=entries[0].session_id,
                exc_info=error,
            )
        return []
