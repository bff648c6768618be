"""Intake folders made for a test: a copy of ours, changed as data only, and the desk that serves
it."""

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
from tests.playing.desks import make_desk

PSEUDO = "qps"
# Keys whose values are read by machines.
_MACHINES = frozenset({"letters", "voice", "speech", "number", "free_text", "aloud"})
_KEPT = re.compile(r"(\{[^{}]*\}|[^a-zA-Z{]+)")
_MARKS = (
    dict.fromkeys("aceiklmnoprsuwyz", "́")
    | dict.fromkeys("bdfght", "̇")
    | {"x": "\u0307", "v": "\u0303", "j": "\u0302"}
)


def copied(folder: Path) -> Path:
    """A copy of our own data in this folder."""
    return Path(shutil.copytree(FOLDER, folder / "intake"))


def read(path: Path) -> Any:
    """The parsed file."""
    return yaml.load(path.read_text("utf-8"), PlainLoader)


def write(path: Path, data: Any) -> None:
    """The data as a file, every word in quotes."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(
        yaml.dump(data, allow_unicode=True, sort_keys=False, default_style='"', Dumper=_Quoted),
        "utf-8",
    )


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
    """Another language beside ours, made from English: each letter accented, what people read or
    hear a third longer."""
    english, own = folder / "en", folder / PSEUDO
    shutil.copytree(english, own)
    for name in ("prompts", "voice", "voice.programs", "programs", "templates"):
        write(own / f"{name}.yaml", _each(read(english / f"{name}.yaml"), _longer))
    write(own / "language.yaml", _language(read(english / "language.yaml")))


def read_only_by_numbers(folder: Path) -> None:
    """The pseudo-language as one in which words are not understood: without the files of words that
    it then does not need."""
    change(folder / PSEUDO / "language.yaml", lambda data: data.update(free_text=False))
    for name in ("answers", "intents", "safety", "family"):
        (folder / PSEUDO / f"{name}.yaml").unlink()


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
    return {
        name: _each(value, change, key if key in ("hints", "labels") else name)
        for name, value in data.items()
    }


def _longer(text: str, key: str) -> str:
    words = accented(text)
    if key in ("hints", "months", "weekdays", "date", "window") or len(text) < 12:
        return words
    return f"{words} {accented('longer ' * (len(text) // 21 + 1)).strip()}"


def _accent(letters: str) -> str:
    return unicodedata.normalize(
        "NFC", "".join(letter + _MARKS.get(letter.lower(), "") for letter in letters)
    )


class _Quoted(yaml.SafeDumper):
    """Numbers and truth values stay what they are; all else is in quotes."""


def _plain(dumper: yaml.SafeDumper, value: Any) -> Any:
    tag = "tag:yaml.org,2002:bool" if isinstance(value, bool) else "tag:yaml.org,2002:int"
    return yaml.ScalarNode(tag, str(value).lower(), style="")


_Quoted.add_representer(bool, _plain)
_Quoted.add_representer(int, _plain)


# The small county that does not exist: its towns, and what stands in it for each of our names.
COUNTY = "Lindenfall"
NUMBER, PRINTED = "+13195550123", "(319) 555-0123"
KEPT_PROGRAMS = ("miop", "wic", "healthy_start_hartford")
_INSTEAD = {
    "Greater Hartford": "Greater Lindenfall",
    "Hartford": COUNTY,
    "hartford": "lindenfall",
    "HARTFORD": "LINDENFALL",
    "Connecticut": "Westmark",
    "connecticut": "westmark",
    "131 Coventry Street": "9 Mill Road",
    "06106": "50123",
    "New Britain": "Oakmere",
    "860-757-4820": "319-555-0123",
    "8 6 0, 7 5 7, 4 7 8 0": "3 1 9, 5 5 5, 0 1 4 7",
    "860": "319",
    "CT ": "WM ",
    "-757-": "-555-",
    "7 5 7": "5 5 5",
}


def small_county(folder: Path) -> Path:
    """A folder of data of a county that does not exist: three programs, other towns, another
    number, another clock."""
    intake = copied(folder)
    for path in sorted(intake.rglob("*.yaml")):
        text = path.read_text("utf-8")
        for ours, theirs in _INSTEAD.items():
            text = text.replace(ours, theirs)
        path.write_text(text, "utf-8")
    change(
        intake / "county.yaml",
        lambda data: data.update(number=NUMBER, time_zone="America/Chicago", area_codes=["319"]),
    )
    change(intake / "places.yaml", _few_towns)
    change(intake / "programs.yaml", _few_programs)
    for language in ("en", "es"):
        change(
            intake / language / "programs.yaml",
            lambda data: _keep(data, read(intake / "programs.yaml")),
        )
        change(intake / language / "voice.programs.yaml", lambda data: _only(data["programs"]))
    write(intake / "closed_days.yaml", {"2026-12-24": "The fair"})
    return intake


def _few_towns(data: dict[str, Any]) -> None:
    data["zips_begin"] = "501"
    data["towns"] = {
        COUNTY: {"zips": ["50123"]},
        "Oakmere": {"zips": ["50124"]},
        "Fernhill": {"zips": ["50125"]},
    }
    data["shared_zips"] = {}
    data["everyday"] = []
    data["elsewhere"]["zips"] = []
    data["elsewhere"]["ask"] = []
    data["lists"] = {
        name: {**entry, "towns": [COUNTY, "Oakmere"]} for name, entry in data["lists"].items()
    }
    data["wording"]["our_state"] = ["Westmark", "WM"]


def _few_programs(data: dict[str, Any]) -> None:
    data["programs"] = [program for program in data["programs"] if program["id"] in _ids()]
    ranking = data["ranking"]
    ranking["best_for"] = {
        need: [id_ for id_ in best if id_ in _ids()] for need, best in ranking["best_for"].items()
    }


def _ids() -> tuple[str, ...]:
    """The ids of the three, as they are called after the names were changed."""
    return tuple(name.replace("hartford", "lindenfall") for name in KEPT_PROGRAMS)


def _keep(data: dict[str, Any], programs: dict[str, Any]) -> None:
    """The words of these programs, and of the reasons that their rules can come to."""
    _only(data["programs"])
    named = set(re.findall(r"'(?:id|stage)': '(\w+)'", str(programs["programs"])))
    data["reasons"] = {key: words for key, words in data["reasons"].items() if key in named}


def _only(programs: dict[str, Any]) -> None:
    for id_ in [id_ for id_ in programs if id_ not in _ids()]:
        del programs[id_]
