"""Wrong data are refused at start, with the file, the place and the reason; the right ones have no
dead end."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.intake import FOLDER, IntakeError, PlainLoader, load_flow, read_files
from flows.flow import compile_flow
from flows.flow_data import FlowError
from tests.playing.desks import the_flow

Data = dict[str, Any]


@pytest.fixture(scope="module")
def right() -> Data:
    return read_files()


def without(name: str, *path: str) -> Callable[[Data], None]:
    def change(files: Data) -> None:
        inside = files[name]
        for key in path[:-1]:
            inside = inside[key]
        del inside[path[-1]]

    return change


def putting(name: str, value: Any, *path: str | int) -> Callable[[Data], None]:
    def change(files: Data) -> None:
        inside = files[name]
        for key in path[:-1]:
            inside = inside[key]
        inside[path[-1]] = value

    return change


def adding(name: str, value: Any, *path: str) -> Callable[[Data], None]:
    def change(files: Data) -> None:
        inside = files[name]
        for key in path:
            inside = inside[key]
        inside.insert(0, value)

    return change


WRONG = [
    (
        "a move to nowhere",
        putting("flow", "nowhere", "moves", 0, "to"),
        r"flow\.yaml: moves\[0\]: there is no step 'nowhere'",
    ),
    (
        "a move from nowhere",
        putting("flow", "nowhere", "moves", 0, "from"),
        r"moves\[0\]: there is no step 'nowhere'",
    ),
    (
        "no such condition",
        putting("flow", "rich", "moves", 1, "when"),
        r"moves\[1\]\.when: there is no condition 'rich'",
    ),
    (
        "a dead end",
        putting("flow", "expecting", "moves", 0, "when"),
        r"steps\.language: a dead end",
    ),
    (
        "a dead step",
        adding("flow", {"from": "spare", "to": "town"}, "moves"),
        r"moves\[0\]: there is no step 'spare'",
    ),
    (
        "a step that nothing leads to",
        putting("flow", {"waits": "results"}, "steps", "spare"),
        r"steps\.spare: no move leads here",
    ),
    ("a circle", putting("flow", "stage", "moves", 10, "to"), r"in a circle"),
    (
        "a move that is never taken",
        adding("flow", {"from": "stage", "to": "town"}, "moves"),
        r"steps\.stage: a move after one",
    ),
    (
        "no such parser",
        putting("flow", "guess", "steps", "due", "hears"),
        r"steps\.due\.hears: there is no parser 'guess'",
    ),
    (
        "no such options",
        putting("flow", "none", "steps", "stage", "options"),
        r"steps\.stage\.options: .* no section 'none'",
    ),
    (
        "an unknown field",
        putting("flow", 1, "steps", "due", "color"),
        r"flow\.yaml: .*color.*\$\.steps",
    ),
    ("no start", putting("flow", "nowhere", "start"), r"there is no step 'nowhere'"),
    (
        "a question without words",
        without("prompts", "en", "questions", "due"),
        r"es: questions\.due\.again\.1: not in en",
    ),
    (
        "a reprompt is missing",
        putting("prompts", ["a", "b"], "en", "questions", "due", "again"),
        r"questions\.due\.again\.3",
    ),
    ("a costly letter", putting("prompts", "dé", "en", "help"), None),
    (
        "a curly quote",
        putting("prompts", "don’t", "en", "help"),
        r"prompts\.yaml: en: help: '’' would double",
    ),
    ("other fields", putting("prompts", "Llame", "es", "help"), r"es: help: other fields"),
    (
        "a number for words",
        putting("prompts", 7, "en", "help"),
        r"help: must be words in quotes, not 7",
    ),
    ("no programs", putting("programs", [], "programs"), r"programs\.yaml"),
    ("a wrong place", putting("places", {"zips": ["06106"]}, "towns", "Atlantis"), r"places\.yaml"),
    ("a wrong limit", putting("limits", [], "tables"), r"limits\.yaml"),
    (
        "a wrong phrase",
        putting("options", [{"value": 1}], "stage", "options"),
        r"value|options|stage has no answer",
    ),
]


@pytest.mark.parametrize(("name", "change", "reason"), WRONG, ids=[row[0] for row in WRONG])
def test_wrong_data_are_refused_with_place_and_reason(
    right: Data, name: str, change: Any, reason: str | None
) -> None:
    files = copy.deepcopy(right)
    change(files)
    if reason is None:
        files["prompts"]["es"]["help"] = "de"
        compile_flow(files)
    else:
        with pytest.raises(FlowError, match=reason):
            compile_flow(files)


def test_a_missing_or_broken_file_is_refused_with_its_name(tmp_path: Path) -> None:
    folder = tmp_path / "intake"
    shutil.copytree(FOLDER, folder)
    (folder / "options.yaml").write_text("a: [")
    with pytest.raises(IntakeError, match=r"options\.yaml:\d+: is not YAML"):
        load_flow(folder)
    (folder / "options.yaml").unlink()
    with pytest.raises(IntakeError, match=r"options\.yaml: cannot be read"):
        load_flow(folder)


def test_words_that_yaml_takes_for_something_else_stay_words() -> None:
    """A nurse who writes `no` or a ZIP without quotes means what she wrote."""
    assert yaml.load("[no, yes, on, 06106, true, 7]", PlainLoader) == [
        "no",
        "yes",
        "on",
        "06106",
        True,
        7,
    ]


def test_every_step_can_be_left_and_every_slot_is_asked_once() -> None:
    flow = the_flow()
    slots = [step.slot for step in flow.steps.values() if step.slot]
    assert {slot for slot in slots if slots.count(slot) > 1} == {"needs"}
