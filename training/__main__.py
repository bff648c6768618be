"""`make train`: trains the ear and writes `flows/intake/ear.bin`. With --check it is only compared
with what is there."""

from __future__ import annotations

import sys
from pathlib import Path

from training.model import train
from training.sentences import read

MODEL = Path(__file__).parent.parent / "flows" / "intake" / "ear.bin"


def main(arguments: list[str]) -> int:
    made = train(read())
    if "--check" in arguments:
        same = MODEL.read_bytes() == made
        print(
            "the ear is what the sentences make it"
            if same
            else f"{MODEL.name} is not what the sentences make it: make train"
        )
        return 0 if same else 1
    MODEL.write_bytes(made)
    print(f"{MODEL.name}: {len(made)} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
