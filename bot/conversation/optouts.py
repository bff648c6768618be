"""Local mirror of the opt-outs, for answering while Redis is down."""

from __future__ import annotations

import os
from pathlib import Path


class OptOutMirror:
    """A copy of the opt-outs, by contact id, on disk too: it is there when the program starts while
    Redis is away."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._contacts = set(path.read_text().split()) if path.exists() else set()

    def __contains__(self, contact: str) -> bool:
        return contact in self._contacts

    def note(self, contact: str, out: bool) -> None:
        """A turn of this process changed one."""
        (self._contacts.add if out else self._contacts.discard)(contact)

    def replace(self, contacts: set[str]) -> None:
        """What Redis holds now."""
        if contacts == self._contacts and self._path.exists():
            return
        self._contacts = set(contacts)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._path.with_suffix(f".{os.getpid()}.new")
        fresh.write_text("\n".join(sorted(contacts)))
        fresh.replace(self._path)
