"""`make train`: trains what is learned and writes `flows/intake/*.bin`. With --check it is only
compared with what is there; a file's name (`topics.bin`) trains only that."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from training import answer_sentences as answers
from training import topics
from training.classes import train_classes
from training.model import train
from training.sentences import read

FOLDER = Path(__file__).parent.parent / "flows" / "intake"
# Each file, and what makes its bytes.
MODELS: Mapping[str, Callable[[], bytes]] = {
    "ear.bin": lambda: train(read()),
    "answers.bin": answers.model,
    "topics.bin": lambda: train_classes(topics.read(), topics.read_groups()),
}


def main(arguments: list[str]) -> int:
    checks = "--check" in arguments
    stale = [name for name, make in MODELS.items() if not _holds(name, make(), checks)]
    return 1 if stale else 0


def _holds(name: str, made: bytes, checks: bool) -> bool:
    path = FOLDER / name
    if not checks:
        path.write_bytes(made)
        print(f"{name}: {len(made)} bytes")
        return True
    same = path.read_bytes() == made
    print(f"{name}: {'what the sentences make it' if same else 'stale: make train'}")
    return same


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
