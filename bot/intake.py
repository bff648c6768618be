"""Reads the flow's data files, merges the languages, and compiles them; refuses a wrong file with
its name and reason."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

from bot.config.value_kinds import openings
from bot.intake_lines import line_of, located
from flows.flow import Flow, compile_flow
from flows.folder_checks import DataFault, check
from flows.language_folders import LANGUAGE_FILE, SHARED, files_of, merge
from flows.understanding.learned.ear import Ear, EarError
from flows.understanding.learned.learned_classes import ClassesError, LearnedClasses
from flows.understanding.learned.linear import Linear, LinearError

Trained = TypeVar("Trained")

CODE = re.compile("[a-z]{2,3}")
EAR = "ear.bin"
ANSWERS = "answers.bin"
TOPICS = "topics.bin"
FOLDER = Path(__file__).parent.parent / "flows" / "intake"


class PlainLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML as people write it: only true and false are truth values (yes, no and on are words), and
    06106 is a ZIP.

    A key that stands twice in one place is refused: one of the two would be lost without a word.
    """

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """The mapping of a node. Raises ConstructorError, with its line, for a key that is there
        already."""
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                reason = f"the key {key.value!r} stands here twice"
                raise yaml.constructor.ConstructorError(None, None, reason, key.start_mark)
            seen.add(key.value)
        made: dict[Any, Any] = super().construct_mapping(node, deep)
        return made


PlainLoader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag not in ("tag:yaml.org,2002:bool", "tag:yaml.org,2002:int")
    ]
    for first, resolvers in PlainLoader.yaml_implicit_resolvers.items()
}
PlainLoader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf")
)
PlainLoader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile("^[-+]?(?:0|[1-9][0-9]*)$"), list("-+0123456789")
)


class IntakeError(ValueError):
    """The data of the conversation are wrong; the program must not start."""


def load_flow(folder: Path = FOLDER) -> Flow:
    """The compiled flow of an intake folder. Raises IntakeError: the file, the line, the place
    inside it, and the reason."""
    try:
        flow = compile_flow(
            read_files(folder),
            _weights(folder, EAR, Ear),
            _weights(folder, ANSWERS, Linear),
            _weights(folder, TOPICS, LearnedClasses),
        )
        ZoneInfo(flow.county.time_zone)
        openings(flow.county.office_hours or "none")
        return flow
    except IntakeError:
        raise
    except ZoneInfoNotFoundError as error:
        raise IntakeError(
            located(folder, f"county.yaml: time_zone: there is no time zone {error}")
        ) from error
    except ValueError as error:
        raise IntakeError(located(folder, str(error))) from error
    except (LookupError, TypeError, AttributeError) as error:
        raise IntakeError(
            f"{folder}: the data are incomplete: {type(error).__name__}: {error}"
        ) from error


def _weights(folder: Path, name: str, read: Callable[[bytes], Trained]) -> Trained:
    """Trained weights: the folder's own, else ours. Raises IntakeError."""
    own = folder / name
    path = own if own.exists() else FOLDER / name
    try:
        return read(path.read_bytes())
    except (OSError, EarError, LinearError, ClassesError) as error:
        raise IntakeError(f"{path}: {error}") from error


def read_files(folder: Path = FOLDER) -> dict[str, Any]:
    """The parsed files of an intake folder, checked one by one and the languages merged. Raises
    IntakeError."""
    shared = {name: read_yaml(folder / f"{name}.yaml") for name in SHARED}
    words = {code: _read_language(folder / code) for code in language_codes(folder)}
    try:
        check(shared, words)
    except DataFault as fault:
        file = folder / f"{fault.file}.yaml"
        place = f"{'.'.join(fault.path)}: " if fault.path else ""
        raise IntakeError(f"{file}:{line_of(file, fault.path)}: {place}{fault.reason}") from fault
    return merge(shared, words)


def _read_language(folder: Path) -> dict[str, Any]:
    own = read_yaml(folder / LANGUAGE_FILE)
    if not isinstance(own, dict):
        raise IntakeError(f"{folder / LANGUAGE_FILE}: must be keys with their values")
    return {name: read_yaml(folder / f"{name}.yaml") for name in files_of(own)}


def language_codes(folder: Path = FOLDER) -> list[str]:
    """The languages of an intake folder: every folder in it that has a language.yaml."""
    codes = sorted(path.parent.name for path in folder.glob(f"*/{LANGUAGE_FILE}"))
    if strange := [code for code in codes if not CODE.fullmatch(code)]:
        raise IntakeError(
            f"{folder / strange[0]}: a language's folder has two or three small letters for a name"
        )
    if not codes:
        raise IntakeError(f"{folder}: no language: no folder in it has a {LANGUAGE_FILE}")
    return codes


def read_yaml(path: Path) -> Any:
    """The parsed file. Raises IntakeError with the file and the line."""
    try:
        return yaml.load(path.read_text("utf-8"), PlainLoader)
    except OSError as error:
        raise IntakeError(f"{path}: cannot be read: {error.strerror}") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        if isinstance(error, yaml.constructor.ConstructorError):
            raise IntakeError(f"{path}:{line}: {error.problem}") from error
        raise IntakeError(f"{path}:{line}: is not YAML: {error.problem}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise IntakeError(f"{path}: is not YAML: {error}") from error
