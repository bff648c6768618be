"""What may be wrong with the files of the languages before they are merged: each fault with its
file, its path and a reason."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from flows.wording.required import SPOKEN, WRITTEN, required

Path = tuple[str, ...]
Words = Mapping[str, Mapping[str, Any]]

# Files that have the same keys in every language; below these keys each language has what it needs.
SAME_KEYS = (
    "prompts",
    "voice",
    "voice.programs",
    "options",
    "intents",
    "safety",
    "programs",
    "templates",
)
OWN_KEYS = frozenset({"hints"})
# In these files only what stands below these keys is the same; below the others each language has
# words of its own.
SAME_BELOW: Mapping[str, tuple[str, ...]] = {"safety": ("kinds", "raised"), "intents": ("intents",)}
# Where phrases stand in a file, by its first key ("" for everywhere).
PHRASES: Mapping[str, tuple[str, ...]] = {
    "options": ("",),
    "intents": ("not", "intents"),
    "safety": ("groups", "idioms", "denials", "kinds", "raised"),
    "language": ("chosen", "switch"),
    "answers": ("",),
}
NOT_PHRASES = frozenset({"label", "words", "polite"})
NEEDED: Mapping[str, tuple[str, ...]] = {
    "intents": ("signs", "real"),
    "safety": ("kinds", "raised", "lines", "real"),
    "languages": ("other", "names", "also_names"),
    "before_language": ("questions",),
    "programs": ("programs", "seeds", "ranking"),
    "options": (),
    "templates": (),
}
FIRST: Mapping[str, str] = {"prompts": WRITTEN, "voice": SPOKEN}
ALWAYS_FILLED = frozenset({"mch", "texts"})
_FIELD = re.compile(r"\{(\w*)\}")
_INSIDE = re.compile(r"[^()\[\]<>|]")


class DataFault(ValueError):
    """A fault of one file: `file` as it lies in the folder (without .yaml), the path of keys inside
    it, and the reason."""

    def __init__(self, file: str, path: Path, reason: str) -> None:
        super().__init__(
            f"{file}.yaml: {'.'.join(path)}: {reason}" if path else f"{file}.yaml: {reason}"
        )
        self.file, self.path, self.reason = file, path, reason


def check(shared: Mapping[str, Any], words: Words) -> None:
    """Raises the first DataFault of the parsed files of an intake folder."""
    for fault in _faults(shared, words):
        raise fault


def _faults(shared: Mapping[str, Any], words: Words) -> Iterator[DataFault]:
    yield from _needed(shared)
    for language, own in words.items():
        for name, data in own.items():
            yield from _shape(f"{language}/{name}", data)
            yield from _phrases(f"{language}/{name}", name, data)
    for name in SAME_KEYS:
        yield from _same_keys(
            name, {language: own[name] for language, own in words.items() if name in own}
        )
    for name, rows in FIRST.items():
        yield from _required(name, rows, words)
    yield from _outside(words)


def _needed(shared: Mapping[str, Any]) -> Iterator[DataFault]:
    for name, data in shared.items():
        if not isinstance(data, Mapping):
            yield DataFault(name, (), "must be keys with their values")
            return
        if missing := [key for key in NEEDED.get(name, ()) if data.get(key) is None]:
            yield DataFault(name, (missing[0],), "missing")


def _shape(file: str, data: Any, path: Path = ()) -> Iterator[DataFault]:
    """Every key has something under it."""
    if data is None or (data == {} and not path):
        yield DataFault(file, path, "nothing stands here")
    elif isinstance(data, Mapping):
        for key, value in data.items():
            yield from _shape(file, value, (*path, str(key)))
    elif (
        isinstance(data, list)
        and any(not isinstance(item, str) for item in data)
        and not file.endswith(("family", "options"))
    ):
        yield DataFault(
            file, path, "must be a list of words; write [..] and yes, no or numbers in quotes"
        )


def _same_keys(name: str, by_language: Words) -> Iterator[DataFault]:
    below = SAME_BELOW.get(name)
    paths = {
        language: {
            path for path in _paths(data) if below is None or len(path) == 1 or path[0] in below
        }
        for language, data in by_language.items()
    }
    every = dict.fromkeys(path for own in paths.values() for path in sorted(own))
    for path in every:
        lacking = [language for language, own in paths.items() if path not in own]
        if lacking:
            having = next(language for language in paths if language not in lacking)
            yield DataFault(
                f"{lacking[0]}/{name}", path, f"missing in {lacking[0]}; {having} has it"
            )


def _paths(data: Any, path: Path = ()) -> Iterator[Path]:
    if isinstance(data, Mapping):
        for key, value in data.items():
            if key not in OWN_KEYS:
                yield (*path, str(key))
                yield from _paths(value, (*path, str(key)))


def _required(name: str, rows: str, words: Words) -> Iterator[DataFault]:
    """Every key that the code says by name, and no field that it does not fill."""
    for language, own in words.items():
        if name not in own:
            continue
        found = dict(_texts(own[name]))
        for key, fields in required(rows).items():
            if key not in found:
                yield DataFault(
                    f"{language}/{name}", tuple(key.split(".")), f"missing in {language}"
                )
            elif strange := set(_FIELD.findall(found[key])) - fields - ALWAYS_FILLED:
                reason = (
                    f"nothing fills {{{sorted(strange)[0]}}} (flows/wording/required.py has what is"
                    " filled)"
                )
                yield DataFault(f"{language}/{name}", tuple(key.split(".")), reason)


def _outside(words: Words) -> Iterator[DataFault]:
    """A need outside our list that a language's answers hear has its name among the prompts."""
    for language, own in words.items():
        heard = _below(own.get("answers"), "needs", "outside")
        named = _below(own.get("prompts"), "labels", "outside")
        for need in heard:
            if need not in named:
                path = ("labels", "outside", str(need))
                yield DataFault(f"{language}/prompts", path, f"missing in {language}")


def _below(data: Any, *keys: str) -> Mapping[str, Any]:
    """What stands there; nothing where something else than keys does."""
    for key in keys:
        data = data.get(key) if isinstance(data, Mapping) else None
    return data if isinstance(data, Mapping) else {}


def _texts(data: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(data, Mapping):
        for key, value in data.items():
            yield from _texts(value, f"{path}.{key}" if path else str(key))
    elif isinstance(data, list):
        for i, item in enumerate(data, 1):
            yield f"{path}.{i}", str(item)
    else:
        yield path, str(data)


def _phrases(file: str, name: str, data: Any) -> Iterator[DataFault]:
    for start in PHRASES.get(name, ()):
        inside = data if not start else data.get(start) if isinstance(data, Mapping) else None
        for path, phrase in _listed(inside, (start,) if start else ()):
            if reason := unbalanced(phrase):
                yield DataFault(file, path, f"{phrase[:60]!r}: {reason}")


def _listed(data: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(data, Mapping):
        for key, value in data.items():
            if key not in NOT_PHRASES:
                yield from _listed(value, (*path, str(key)))
    elif isinstance(data, list):
        yield from (((*path, str(i)), item) for i, item in enumerate(data) if isinstance(item, str))


def unbalanced(phrase: str) -> str:
    """Why a phrase cannot be read, or nothing: an unbalanced bracket, one inside another, an empty
    choice."""
    marks = _INSIDE.sub("", phrase)
    if re.search(r"[<>]", re.sub(r"<[^<>()\[\]|]+>", "", phrase)):
        return "an unbalanced < or >"
    marks = marks.replace("<", "").replace(">", "")
    if not re.fullmatch(r"(?:\(\|*\)|\[\|*\])*", marks):
        return "an unbalanced bracket, or one inside another"
    if re.search(r"[(\[|]\s*[|)\]]", phrase):
        return "an empty choice"
    return ""
