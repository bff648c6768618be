"""Takes all turns of an archive along, as one line each, and tells how much memory that took: a
process of its own.

`python -m tests.bench.archive.archive_export ADDRESS` prints the bytes written and the bytes of
memory it grew by at the most.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from cryptography.fernet import Fernet

from bot.archive.database import Archive
from bot.archive.export.bulk_csv import Rows, Shape, Taking, read_rows, written
from bot.contacts import Cipher
from tests.started_program import ROOT

_STATUS = Path("/proc/self/status")


def export(archive: Archive) -> tuple[int, int]:
    """Bytes written; bytes of memory, 0 where the system does not tell."""
    command = [
        sys.executable,
        "-m",
        "tests.bench.archive.archive_export",
        archive.engine.url.render_as_string(hide_password=False),
    ]
    told = subprocess.run(
        command, check=True, capture_output=True, text=True, cwd=ROOT
    ).stdout.split()
    return int(told[0]), int(told[1])


def _peak() -> int:
    try:
        found = re.search(r"VmHWM:\s+(\d+) kB", _STATUS.read_text())
    except OSError:
        return 0
    return int(found[1]) * 1024 if found else 0


def _export(url: str) -> None:
    archive, cipher = Archive(url), Cipher([Fernet.generate_key().decode()])
    taking = Taking(rows=Rows.TURNS, shape=Shape.LINES)
    with archive.reading():
        before = _peak()
    print(sum(map(len, written(taking, read_rows(archive, cipher, taking), ()))), _peak() - before)


if __name__ == "__main__":
    _export(sys.argv[1])
