"""What people ask, by topic and language: the lines of `training/topics/*.en.yaml` and `*.es.yaml`,
with a program's name put in for {p}."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zlib import crc32

import yaml

from training.classes import Example

FOLDER = Path(__file__).parent
NONE = "none"
# Of each sentence with {p} so many are made, with different programs.
COPIES = 2


def read(folder: Path = FOLDER) -> list[Example]:
    """Every sentence with its topic, in the order of the files."""
    called, stories = _load(folder / "programs.yaml"), _load(folder / "stories.yaml")
    made: dict[Example, None] = {}
    for path in sorted(folder.glob("*.*.yaml")):
        language = path.suffixes[0].removeprefix(".")
        names = called[language]
        for topic, lines in _load(path).items():
            for line in lines.splitlines():
                texts = [*_filled(line, names)]
                if topic != NONE:
                    texts += _in_a_story(line, names, stories[language])
                made.update(dict.fromkeys(Example(topic, text) for text in texts))
    return list(made)


def read_groups(folder: Path = FOLDER) -> dict[str, list[str]]:
    """The groups of words of one meaning."""
    return {
        name: [str(word) for word in words] for name, words in _load(folder / "groups.yaml").items()
    }


def _load(path: Path) -> dict[str, Any]:
    read: dict[str, Any] = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)
    return read


def _filled(line: str, names: list[str]) -> Iterator[str]:
    """The line itself, or several with programs in it: which ones is chosen by a checksum."""
    if "{p}" not in line:
        yield line
        return
    for copy in range(COPIES):
        text = line
        for place in range(line.count("{p}")):
            at = crc32(f"{copy} {place} {line}".encode()) % len(names)
            text = text.replace("{p}", names[at], 1)
        yield text


def _in_a_story(line: str, names: list[str], stories: dict[str, list[str]]) -> Iterator[str]:
    """The line once more with what people tell beside it: before it, after it, or both."""
    seed = crc32(f"story {line}".encode())
    before = stories["before"][seed % len(stories["before"])]
    after = stories["after"][seed // 64 % len(stories["after"])]
    told = (f"{before} {line}", f"{line} {after}", f"{before} {line} {after}")[seed // 4096 % 3]
    yield next(_filled(told, names))
