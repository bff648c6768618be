"""The sentences that the ear learns from: `training/data/*.jsonl`, one a line with its kind and
language."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from zlib import crc32

from msgspec import Struct, convert

DATA = Path(__file__).parent / "data"
# What is no danger: near misses, answers to our questions, other talk.
HARMLESS = frozenset({"near", "answer", "talk"})
_HELD_BACK = 10  # one of so many is held back to choose the thresholds by


class Sentence(Struct, frozen=True):
    """What somebody may write: its kind (see `data/README.md`), `en`, `es` or `mix`, and the text
    itself."""

    kind: str
    lang: str
    text: str

    @property
    def is_danger(self) -> bool:
        return self.kind not in HARMLESS

    @property
    def is_held_back(self) -> bool:
        """Whether it is left out when thresholds are chosen; by a checksum of the text, so that it
        never changes."""
        return crc32(self.text.encode()) % _HELD_BACK == 0


def checksum(sentences: Sequence[Sentence]) -> int:
    """A number that tells one list of sentences from another."""
    return crc32("\n".join(f"{each.kind} {each.text}" for each in sentences).encode())


def read(folder: Path = DATA) -> list[Sentence]:
    """Every sentence, in the order of the files."""
    lines = [
        line
        for path in sorted(folder.glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]
    return [convert(json.loads(line), Sentence) for line in lines]
