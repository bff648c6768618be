"""Wrong data do not start: any key dropped or doubled, any bracket, date, number or reference
broken is refused in one line."""

from __future__ import annotations

import copy
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from click.testing import CliRunner

from bot.cli import main
from bot.config.settings import INTAKE
from bot.intake import IntakeError, PlainLoader, load_flow, read_files, read_yaml
from bot.office import ClosedDaysError, load_closed_days
from flows.flow_data import FlowData
from flows.flow_words import check_labels, check_questions, written
from flows.folder_checks import PHRASES, SAME_KEYS, DataFault, check, unbalanced
from flows.folder_checks import _listed as listed
from flows.programs.rules.income_limits import IncomeLimits, LimitsError
from flows.understanding.text.language_id import Languages
from tests.intake_folders import change, copied

LANGUAGES = ("en", "es")
FILES = {
    language: {name: read_yaml(INTAKE / language / f"{name}.yaml") for name in SAME_KEYS}
    for language in LANGUAGES
}
MERGED = read_files()
DATA = msgspec.convert(MERGED["flow"], FlowData)
# The needs outside the list of programs that each language hears: each has a label.
OUTSIDE = {
    language: read_yaml(INTAKE / language / "answers.yaml")["needs"]["outside"]
    for language in LANGUAGES
}
# The keys that follow from other files, which are looked at when the flow is compiled.
DERIVED = ("questions", "labels", "steps", "hints")
OWN = frozenset({"same", "groups", "hints", "real", "slips"})


def paths(data: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every key, as the keys that lead to it; what each language has for itself is left out."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key not in OWN:
                yield (*path, key)
                yield from paths(value, (*path, key))


def without(data: Any, path: tuple[str, ...]) -> Any:
    """A copy that shares all but what lies on the way to the dropped key."""
    if len(path) == 1:
        return {key: value for key, value in data.items() if key != path[0]}
    return {**data, path[0]: without(data[path[0]], path[1:])}


@pytest.mark.parametrize("name", SAME_KEYS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_key_that_one_language_lacks_is_refused_with_its_place(name: str, language: str) -> None:
    for path in paths(FILES[language][name]):
        words = {each: {name: FILES[each][name]} for each in LANGUAGES}
        words[language] = {name: without(FILES[language][name], path)}
        with pytest.raises(DataFault) as refused:
            check({}, words)
        assert refused.value.file == f"{language}/{name}", path
        assert refused.value.path[: len(path)] == tuple(map(str, path)) or "nothing stands" in str(
            refused.value
        )


@pytest.mark.parametrize("name", ["prompts", "voice"])
def test_a_key_that_every_language_lacks_is_refused(name: str) -> None:
    for path in paths(FILES["en"][name]):
        if path[0] not in DERIVED:
            words = {each: {name: without(FILES[each][name], path)} for each in LANGUAGES}
            with pytest.raises(DataFault, match=re.escape(f"{name}.yaml: {'.'.join(path)}")):
                check({}, words)


@pytest.mark.parametrize("group", ["questions", "labels", "steps"])
def test_a_question_a_label_or_a_step_without_words_is_refused(group: str) -> None:
    for path in paths(FILES["en"]["prompts"][group]):
        dropped = {each: without(FILES[each]["prompts"], (group, *path)) for each in LANGUAGES}
        with pytest.raises(ValueError, match=r"there is no prompt|missing|labels\."):
            _compile_words(dropped)


def _compile_words(words: dict[str, Any]) -> None:
    prompts = written({**MERGED, "prompts": words}, Languages(MERGED["languages"]))
    check_questions(DATA, prompts)
    check_labels(DATA, MERGED["options"], prompts)
    for language, own in words.items():
        check(
            {}, {language: {"prompts": own, "answers": {"needs": {"outside": OUTSIDE[language]}}}}
        )


@pytest.mark.parametrize(
    "path", sorted(INTAKE.rglob("*.yaml")), ids=lambda path: str(path.relative_to(INTAKE))
)
def test_a_key_that_stands_twice_is_refused_with_its_line(path: Path, tmp_path: Path) -> None:
    text, broken = path.read_text("utf-8"), tmp_path / path.name
    for place, line, doubled in _doubled(text):
        broken.write_text(text[:place] + doubled + text[place:], "utf-8")
        with pytest.raises((IntakeError, ClosedDaysError)) as refused:
            load_closed_days(broken) if path.name == "closed_days.yaml" else read_yaml(broken)
        assert "twice" in str(refused.value), line


def _doubled(text: str) -> Iterator[tuple[int, int, str]]:
    """For every fifth key of a file: where it stands, and itself once more to be put there."""
    keys = [
        (key, node.flow_style)
        for node in _mappings(yaml.compose(text, PlainLoader))
        for key, _ in node.value
    ]
    for key, flow_style in keys[::5]:
        mark, raw = key.start_mark, text[key.start_mark.index : key.end_mark.index]
        yield (
            mark.index,
            mark.line + 1,
            f"{raw}: x" + (", " if flow_style else "\n" + " " * mark.column),
        )


def _mappings(node: yaml.Node | None) -> Iterator[yaml.MappingNode]:
    if isinstance(node, yaml.MappingNode):
        yield node
        for _, value in node.value:
            yield from _mappings(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _mappings(item)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PHRASES)
def test_a_phrase_without_one_of_its_brackets_is_refused(name: str, language: str) -> None:
    data = read_yaml(INTAKE / language / f"{name}.yaml")
    found = [
        phrase
        for start in PHRASES[name]
        for _, phrase in listed(data[start] if start else data, (start,))
    ]
    assert found
    for phrase in found:
        assert not unbalanced(phrase), phrase
        for at, letter in enumerate(phrase):
            if letter in "()[]<>":
                assert unbalanced(phrase[:at] + phrase[at + 1 :]), phrase


def test_a_day_that_is_none_is_refused_with_its_line(tmp_path: Path) -> None:
    text = (INTAKE / "closed_days.yaml").read_text("utf-8")
    path = tmp_path / "closed_days.yaml"
    for day in re.findall(r"^\d{4}-\d\d-\d\d", text, re.MULTILINE):
        for wrong in (f"{day[:5]}13-25", f"{day[:8]}32", day[:7]):
            path.write_text(text.replace(f"\n{day}:", f"\n{wrong}:"), "utf-8")
            with pytest.raises(
                ClosedDaysError, match=rf"closed_days\.yaml:\d+: '{wrong}' is no day"
            ):
                load_closed_days(path)


def test_a_limit_that_is_no_number_or_day_is_refused() -> None:
    right = read_yaml(INTAKE / "limits.yaml")
    for place in _leaves(right):
        if "sources" in place:
            continue
        wrong = copy.deepcopy(right)
        inside = wrong
        for key in place[:-1]:
            inside = inside[key]
        inside[place[-1]] = "soon"
        with pytest.raises(LimitsError):
            IncomeLimits(wrong)


def _leaves(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    pairs = (
        data.items()
        if isinstance(data, dict)
        else enumerate(data)
        if isinstance(data, list)
        else ()
    )
    for key, value in pairs:
        yield from _leaves(value, (*path, key))
    if not isinstance(data, dict | list):
        yield path


WHOLE = [
    (
        "en/prompts.yaml",
        lambda d: d.pop("help"),
        r"en/prompts\.yaml:1: help: missing in en; es has it",
    ),
    (
        "es/prompts.yaml",
        lambda d: d["questions"].pop("due"),
        r"es/prompts\.yaml:\d+: questions\.due: missing in es",
    ),
    (
        "es/safety.yaml",
        lambda d: d["kinds"]["suicide"].append("(quiero|morir"),
        r"es/safety\.yaml:\d+: kinds\.suicide\.\d+:",
    ),
    (
        "en/voice.yaml",
        lambda d: d["person"].update(closed="{who} is closed"),
        r"en/voice\.yaml:\d+: .*nothing fills .who.",
    ),
    (
        "es/programs.yaml",
        lambda d: d["programs"]["wic"].update(line="x" * 90),
        r"es/programs\.yaml:\d+: .*at most 55",
    ),
    (
        "programs.yaml",
        lambda d: d["programs"][0].update(source="somewhere"),
        r"intake/programs\.yaml:\d+: .*regex",
    ),
    (
        "programs.yaml",
        lambda d: d["programs"][0]["phones"][0].update(number="12"),
        r"intake/programs\.yaml:\d+: .*regex",
    ),
    (
        "flow.yaml",
        lambda d: d["moves"][3].update(to="nowhere"),
        r"intake/flow\.yaml:\d+: .*there is no step 'nowhere'",
    ),
    (
        "flow.yaml",
        lambda d: d["steps"]["due"].update(hears="guess"),
        r"intake/flow\.yaml:\d+: .*there is no parser 'guess'",
    ),
    (
        "places.yaml",
        lambda d: d["lists"]["greater_hartford_38"]["towns"].append("Atlantis"),
        r"places\.yaml:\d+: .*Atlantis",
    ),
    (
        "safety.yaml",
        lambda d: d["lines"].update(suicide="988"),
        r"intake/safety\.yaml:\d+: .*regex",
    ),
    (
        "county.yaml",
        lambda d: d.update(time_zone="America/Hartford"),
        r"county\.yaml:\d+: .*no time zone",
    ),
    ("county.yaml", lambda d: d.update(number="860"), r"county\.yaml:\d+: .*regex"),
    (
        "keypad.yaml",
        lambda d: d["stage"]["go"].update({"4": "nowhere"}),
        r"keypad\.yaml:\d+: .*nowhere",
    ),
    (
        "es/language.yaml",
        lambda d: d.update(number=1),
        r"languages.*numbers of the languages must be 1, 2, 3",
    ),
]


@pytest.mark.parametrize(
    ("file", "how", "reason"), WHOLE, ids=[f"{row[0]} {i}" for i, row in enumerate(WHOLE)]
)
def test_the_start_refuses_with_file_line_and_reason(
    tmp_path: Path, file: str, how: Any, reason: str
) -> None:
    folder = copied(tmp_path)
    change(folder / file, how)
    with pytest.raises(IntakeError, match=reason) as refused:
        load_flow(folder)
    assert "\n" not in str(refused.value)


def test_the_check_says_so_without_starting(tmp_path: Path) -> None:
    assert (
        CliRunner().invoke(main, ["check"]).output.startswith("In order: Hartford MCH, 21 programs")
    )
    folder = copied(tmp_path)
    (folder / "closed_days.yaml").write_text("2026-13-25: Christmas\n")
    told = CliRunner().invoke(main, ["check", str(folder)])
    assert told.exit_code == 1
    assert "closed_days.yaml:1: '2026-13-25' is no day" in told.output
    shutil.rmtree(folder / "es")
    (folder / "en" / "safety.yaml").unlink()
    assert "safety.yaml: cannot be read" in CliRunner().invoke(main, ["check", str(folder)]).output
