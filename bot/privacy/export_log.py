"""Audited export: who exports what, and how much, is in the audit log before the first row
leaves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from bot.accounts.audit import Action, Actor, record
from bot.archive.database import Archive
from bot.archive.export.bulk_csv import Row, Taking, read_rows, size, written
from bot.archive.read.lists.selecting import Selection
from bot.contacts import Cipher


class ExportRefused(ValueError):
    """It is not taken along; the message says why, in words for whoever asked."""


class Export(Struct, frozen=True):
    """`rows` has `count` of them, as far as was known when it began; `parts` makes the file of
    them, piece by piece."""

    taking: Taking
    count: int
    rows: Iterator[Row]
    slots: tuple[str, ...]

    def parts(self, rows: Iterable[Row] | None = None) -> Iterator[bytes]:
        """Of `rows` that were looked at on the way, or of its own."""
        return written(self.taking, self.rows if rows is None else rows, self.slots)


def export(
    archive: Archive,
    cipher: Cipher,
    by: Actor,
    taking: Taking,
    slots: Iterable[str],
    reason: str,
    now: datetime,
) -> Export:
    """Numbers in full need a reason. Raises ExportRefused, ArchiveAway (which reading the rows may
    raise too)."""
    if taking.numbers and not reason.strip():
        raise ExportRefused("Say why the numbers are needed in full. The reason is written down.")
    count = size(archive, taking)
    detail = {"count": count, "format": taking.shape.value, **_filter(taking.selection)}
    if taking.numbers:
        detail |= {"numbers": "in full", "reason": reason.strip()}
    with archive.writing() as connection:
        record(connection, by, Action.EXPORTED, taking.rows.value, detail, now)
    return Export(taking, count, read_rows(archive, cipher, taking), tuple(slots))


def _filter(selection: Selection) -> dict[str, Any]:
    """As the audit log keeps it: how many words were searched for, but not which, since nobody can
    erase them there."""
    words = {"words": len(selection.words.split())} if selection.words else {}
    return {
        name: str(value)
        for name, value in asdict(selection.wanted).items()
        if value not in ("", None)
    } | words
