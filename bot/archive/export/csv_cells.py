"""CSV for Excel (UTF-8 with BOM), safe against CSV injection: no cell can become a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import Any

BOM = "\ufeff"  # without it Excel takes UTF-8 for something else
# Source: https://owasp.org/www-community/attacks/CSV_Injection
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
CHUNK = 1 << 16


# What a spreadsheet would take for another value: a ZIP loses its zero, "3-15" and "march 5" become
# days of this year, a long number loses its last digits. Our own times (2026-11-23 10:05:00) are
# meant to be times.
_CHANGED = re.compile(
    r"0\d+|\d{16,}|\d{1,4}[-/.:]\d{1,4}(?:[-/.:]\d{1,4})?|\d+e\d+"
    r"|\d{1,2}[ -]?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*(?:[ -]\d{1,4})?"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ -]?\d{1,4}(?:,?"
    r" \d{4})?|true|false",
    re.IGNORECASE,
)
_TIME = re.compile(r"\d{4}-\d\d-\d\d(?: \d\d:\d\d(?::\d\d)?)?")


def harmless(cell: Any) -> Any:
    """Escapes with a leading apostrophe what a spreadsheet would work out or change. Numbers stay
    numbers."""
    if not isinstance(cell, str):
        return cell
    changed = _CHANGED.fullmatch(cell.strip()) and not _TIME.fullmatch(cell)
    return f"'{cell}" if cell.startswith(_DANGEROUS) or changed else cell


def csv_parts(header: Iterable[str], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """The table in parts of a handy size, whatever its length."""
    buffer = io.StringIO()
    buffer.write(BOM)
    writer = csv.writer(buffer)
    writer.writerow(header)
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])
        if buffer.tell() > CHUNK:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()
