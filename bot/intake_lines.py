"""Where in the files of an intake folder a fault stands: from the path of keys that a check names
to a line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import yaml

_MESSAGE = re.compile(
    r"(?P<file>[\w.]+)\.yaml: (?:(?P<language>[a-z]{2,3}): )?(?P<rest>.*)", re.DOTALL
)
_AT = re.compile(r" - at `\$\.?(?P<path>[^`]*)`")
_LEADING = re.compile(r"(?P<path>[\w.\[\]$-]+): ")
_TOKEN = re.compile(r"[\w-]+")
# Which part of a merged file stands in a language's own: the language is the part after these keys.
_WORDS = (
    "programs",
    "reasons",
    "subjects",
    "kinds",
    "idioms",
    "denials",
    "raised",
    "yes",
    "answers",
)


def line_of(file: Path, path: Sequence[str]) -> int:
    """The line (from 1) of the deepest key of the path that is there; 1 for a file that cannot be
    read."""
    try:
        node = yaml.compose(
            file.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        )
    except (OSError, yaml.YAMLError):
        return 1
    line = 1
    for key in path:
        if isinstance(node, yaml.MappingNode):
            found = next(((name, value) for name, value in node.value if name.value == key), None)
            if found is None:
                break
            line, node = found[0].start_mark.line + 1, found[1]
        elif isinstance(node, yaml.SequenceNode) and key.isdigit() and int(key) < len(node.value):
            node = node.value[int(key)]
            line = node.start_mark.line + 1
        else:
            break
    return line


def located(folder: Path, message: str) -> str:
    """The message of a check ("programs.yaml: ... - at `$.programs[5].id`") with the file and the
    line before it."""
    found = _MESSAGE.fullmatch(message)
    if found is None:
        return f"{folder}: {message}"
    file, language = _file(folder, found["file"], found["language"] or "")
    path = _path(found["rest"])
    if not language:
        file, path = _in_a_language(folder, found["file"], path, file)
    return f"{file}:{line_of(file, path)}: {message}"


def _file(folder: Path, name: str, language: str) -> tuple[Path, str]:
    own = folder / language / f"{name}.yaml"
    return (own, language) if language and own.is_file() else (folder / f"{name}.yaml", "")


def _path(rest: str) -> list[str]:
    place = _AT.search(rest) or _LEADING.match(rest)
    return _TOKEN.findall(place["path"]) if place else []


def _in_a_language(folder: Path, name: str, path: list[str], file: Path) -> tuple[Path, list[str]]:
    """A path of merged words (`reasons.under_3.es`, `programs.5.words.es.line`) as it stands in the
    folder of its language."""
    for at, key in enumerate(path):
        own = folder / key / f"{name}.yaml"
        if path[0] in _WORDS and own.is_file():
            inside = [part for part in (*path[:at], *path[at + 1 :]) if part != "words"]
            return own, inside
    return file, path
