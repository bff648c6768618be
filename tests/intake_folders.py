"""Intake folders made for a test: a copy of ours, changed as data only, and the desk that serves it."""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from bot.conversation.turns import Desk
from bot.intake import FOLDER, PlainLoader, load_flow
from bot.redis.store import Store
from tests.desks import make_desk

PSEUDO = "qps"
# Keys whose values are read by machines.
_MACHINES = frozenset({"letters", "voice", "speech", "number", "free_text", "aloud"})
_KEPT = re.compile(r"(\{[^{}]*\}|[^a-zA-Z{]+)")
_MARKS = dict.fromkeys("aceiklmnoprsuwyz", "́") | dict.fromkeys("bdfght", "̇") | {"x": "\u0307", "v": "\u0303", "j": "\u0302"}


def copied(folder: Path) -> Path:
    """A copy of our own data in this folder."""
    return Path(shutil.copytree(FOLDER, folder / "intake"))


def read(path: Path) -> Any:
    """The parsed file."""
    return yaml.load(path.read_text("utf-8"), PlainLoader)


def write(path: Path, data: Any) -> None:
    """The data as a file, every word in quotes."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(yaml.dump(data, allow_unicode=True, sort_keys=False, default_style='"', Dumper=_Quoted), "utf-8")


def change(path: Path, how: Callable[[Any], object]) -> None:
    """The file with its data changed."""
    data = read(path)
    how(data)
    write(path, data)


def desk_of(folder: Path, redis_url: str, scratch: Path) -> Desk:
    """A desk for the data of this folder."""
    store = Store(redis_url)
    store.prepare()
    return make_desk(store, scratch, flow=load_flow(folder))


def accented(text: str) -> str:
    """Each letter of it accented; what stands in {braces} is kept."""
    return "".join(part if _KEPT.fullmatch(part) else _accent(part) for part in _KEPT.split(text))


def add_pseudo_language(folder: Path) -> None:
    """Another language beside ours, made from English: each letter accented, what people read or hear a third longer."""
    english, own = folder / "en", folder / PSEUDO
    shutil.copytree(english, own)
    for name in ("prompts", "voice", "voice.programs", "programs", "templates"):
        write(own / f"{name}.yaml", _each(read(english / f"{name}.yaml"), _longer))
    write(own / "language.yaml", _language(read(english / "language.yaml")))


def _language(english: dict[str, Any]) -> dict[str, Any]:
    """Number 3, with budgets for longer texts of dearer letters."""
    english.pop("aloud", None)
    return {
        **english,
        "number": 3,
        "name": "Pseudo",
        "own_name": accented("Pseudo"),
        "letters": "any",
        "budget": {name: most * 4 for name, most in english["budget"].items()},
        "menu": {"reply": accented("Reply {n} for Pseudo."), "send": accented("Pseudo: send {n}.")},
        "chosen": {"says": ["pseudo"], "volunteer": ["pseudo please"]},
        "switch": {"whole": ["pseudo"], "loosely": ["in pseudo"]},
        "strong": accented(english["strong"]),
        "weak": accented(english["weak"]),
        "asking": "",
    }


def _each(data: Any, change: Callable[[str, str], str], key: str = "") -> Any:
    if isinstance(data, str):
        return change(data, key)
    if isinstance(data, list):
        return [_each(value, change, key) for value in data]
    return {name: _each(value, change, key if key in ("hints", "labels") else name) for name, value in data.items()}


def _longer(text: str, key: str) -> str:
    words = accented(text)
    if key in ("hints", "months", "weekdays", "date", "window") or len(text) < 12:
        return words
    return f"{words} {accented('longer ' * (len(text) // 21 + 1)).strip()}"


def _accent(letters: str) -> str:
    return unicodedata.normalize("NFC", "".join(letter + _MARKS.get(letter.lower(), "") for letter in letters))


class _Quoted(yaml.SafeDumper):
    """Numbers and truth values stay what they are; all else is in quotes."""


def _plain(dumper: yaml.SafeDumper, value: Any) -> Any:
    tag = "tag:yaml.org,2002:bool" if isinstance(value, bool) else "tag:yaml.org,2002:int"
    return yaml.ScalarNode(tag, str(value).lower(), style="")


_Quoted.add_representer(bool, _plain)
_Quoted.add_representer(int, _plain)
