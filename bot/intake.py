"""Reads the flow's data files, merges the languages, and compiles them; refuses a wrong file with its name and reason."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from flows.flow import Flow, compile_flow
from flows.language_folders import LANGUAGE_FILE, SHARED, files_of, merge
from flows.understanding.ear import Ear, EarError

CODE = re.compile("[a-z]{2,3}")
FOLDER = Path(__file__).parent.parent / "flows" / "intake"


class PlainLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML as people write it: only true and false are truth values (yes, no and on are words), and 06106 is a ZIP."""


PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in ("tag:yaml.org,2002:bool", "tag:yaml.org,2002:int")]
    for first, resolvers in PlainLoader.yaml_implicit_resolvers.items()
}
PlainLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))
PlainLoader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile("^[-+]?(?:0|[1-9][0-9]*)$"), list("-+0123456789"))


class IntakeError(ValueError):
    """The data of the conversation are wrong; the program must not start."""


def load_flow(folder: Path = FOLDER) -> Flow:
    """The compiled flow of an intake folder. Raises IntakeError."""
    try:
        return compile_flow(read_files(folder), _ear(folder / "ear.bin"))
    except IntakeError:
        raise
    except ValueError as error:
        raise IntakeError(f"{folder}: {error}") from error


def _ear(path: Path) -> Ear:
    """The trained weights of the learned ear. Raises IntakeError."""
    try:
        return Ear(path.read_bytes())
    except (OSError, EarError) as error:
        raise IntakeError(f"{path}: {error}") from error


def read_files(folder: Path = FOLDER) -> dict[str, Any]:
    """The parsed files of an intake folder, the languages merged. Raises IntakeError for a file that cannot be read."""
    shared = {name: _read(folder / f"{name}.yaml") for name in SHARED}
    return merge(shared, {code: _read_language(folder / code) for code in language_codes(folder)})


def _read_language(folder: Path) -> dict[str, Any]:
    own = _read(folder / LANGUAGE_FILE)
    return {name: _read(folder / f"{name}.yaml") for name in files_of(own)}


def language_codes(folder: Path = FOLDER) -> list[str]:
    """The languages of an intake folder: every folder in it that has a language.yaml."""
    codes = sorted(path.parent.name for path in folder.glob(f"*/{LANGUAGE_FILE}"))
    if strange := [code for code in codes if not CODE.fullmatch(code)]:
        raise IntakeError(f"{folder / strange[0]}: a language's folder has two or three small letters for a name")
    if not codes:
        raise IntakeError(f"{folder}: no language: no folder in it has a {LANGUAGE_FILE}")
    return codes


def read_yaml(path: Path) -> Any:
    """One file of an intake folder. Raises IntakeError."""
    return _read(path)


def _read(path: Path) -> Any:
    try:
        return yaml.load(path.read_text("utf-8"), PlainLoader)
    except OSError as error:
        raise IntakeError(f"{path}: cannot be read: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise IntakeError(f"{path}: is not YAML: {error}") from error
