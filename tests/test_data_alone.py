"""What people change is data: a program and two questions are added to a copy of our files, and
nothing else."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from bot.conversation.turns import Desk
from bot.intake import IntakeError, load_flow
from flows.model.session import Answer, Session
from staff.case.answer_lines import told
from staff.case.matches import matches
from tests.intake_folders import change, copied, desk_of
from tests.playing.play import Dialogue, Played, Player

SOURCE = {"source": "https://rides.example.org/about", "as_of": "2026-11-01"}
RIDES: dict[str, Any] = {
    "id": "baby_rides",
    "name": "Baby Rides",
    "short": "Baby Rides",
    "source": SOURCE["source"],
    "seed": [],
    "found": [
        {
            "fact": (
                "rides to the doctor for families in Hartford without a car; free; 860-555-0147"
            ),
            **SOURCE,
        }
    ],
    "status": "confirmed",
    "treat": "match",
    "phones": [{"number": "860-555-0147", "whose": "Baby Rides", "source": SOURCE["source"]}],
    "enrol": "call Baby Rides",
    "criteria": {
        "stage": "pregnancy_or_child",
        "serves": {"pregnancy": {}, "child": {}},
        "hard": [
            {
                "rule": "town",
                "id": "hartford",
                "basis": "found",
                "towns": ["Hartford"],
                "because": "it says so",
            },
            {
                "rule": "one_of",
                "id": "no_car",
                "basis": "found",
                "ask": "car",
                "values": ["none"],
                "because": "it says so",
            },
        ],
    },
}
WORDS = {
    "en": {
        "program": (
            "Baby Rides",
            "rides to the doctor",
            "Somebody drives you.",
            "For families without a car.",
            "Call 860-555-0147.",
            "Nothing.",
        ),
        "reason": {
            "met": "you have no car",
            "not_met": "it is for people without a car",
            "unknown": "a car would matter",
        },
        "car": (
            "How do you get to the doctor? 1 Own car, 2 Bus, 3 I have no way",
            "own car",
            "by bus",
            "no way",
        ),
        "ride": (
            "What kind of seat do you need? 1 Infant, 2 Toddler",
            "infant seat",
            "toddler seat",
        ),
        "aloud": "A driver takes you to the doctor, free.",
        "steps": ("Way to the doctor", "Seat in the car"),
    },
    "es": {
        "program": (
            "Baby Rides",
            "viajes al doctor",
            "Alguien le lleva.",
            "Para familias sin carro.",
            "Llame al 860-555-0147.",
            "Nada.",
        ),
        "reason": {
            "met": "no tiene carro",
            "not_met": "es para quienes no tienen carro",
            "unknown": "un carro importa",
        },
        "car": (
            "¿Cómo llega al doctor? 1 En carro, 2 En bus, 3 No tengo cómo",
            "carro propio",
            "en bus",
            "no tiene cómo",
        ),
        "ride": (
            "¿Qué asiento necesita? 1 Infantil, 2 Para niño",
            "asiento infantil",
            "asiento de niño",
        ),
        "aloud": "Alguien le lleva al doctor, gratis.",
        "steps": ("Cómo llega al doctor", "Asiento en el carro"),
    },
}
VALUES = {"car": ["own", "bus", "none"], "ride": ["infant", "toddler"]}


def add_questions(folder: Path) -> None:
    """`car` decides a program, so it is asked only where it can; `ride` is always asked."""
    change(
        folder / "options.yaml",
        lambda data: data.update({name: {"values": values} for name, values in VALUES.items()}),
    )
    change(folder / "flow.yaml", _add_steps)
    for language, words in WORDS.items():
        change(
            folder / language / "options.yaml",
            lambda data, words=words: data.update(_options(words)),
        )
        for file in ("prompts", "voice"):
            change(
                folder / language / f"{file}.yaml",
                lambda data, words=words, file=file: _ask(data, words, file),
            )


def _add_steps(data: dict[str, Any]) -> None:
    data["steps"]["car"] = {"slot": "car", "asks": "car", "hears": "choice", "options": "car"}
    data["steps"]["ride"] = {
        "slot": "ride",
        "asks": "ride",
        "hears": "choice",
        "options": "ride",
        "always": True,
    }
    school = next(move for move in data["moves"] if move["from"] == "school")
    school["to"] = "car"
    data["moves"] += [{"from": "car", "to": "ride"}, {"from": "ride", "to": "results"}]


def _options(words: dict[str, Any]) -> dict[str, Any]:
    return {
        name: {
            "options": {
                value: {"label": label, "says": [label.replace("ó", "o").replace("ñ", "n")]}
                for value, label in zip(values, words[name][1:], strict=True)
            }
        }
        for name, values in VALUES.items()
    }


def _ask(data: dict[str, Any], words: dict[str, Any], file: str) -> None:
    for name, values in VALUES.items():
        ask = words[name][0]
        data["questions"][name] = {
            "ask": ask,
            "again": [ask, f"{ask} #", f"{ask} SKIP"],
            "why": "It tells what fits.",
        }
        if file == "prompts":
            data["labels"][name] = dict(zip(values, words[name][1:], strict=True))
            data["steps"][name] = words["steps"][list(VALUES).index(name)]


def add_program(folder: Path) -> None:
    change(folder / "programs.yaml", lambda data: data["programs"].append(RIDES))
    for language, words in WORDS.items():
        named = dict(
            zip(("name", "line", "what", "who", "apply", "bring"), words["program"], strict=True)
        )
        change(
            folder / language / "programs.yaml",
            lambda data, named=named, words=words: _tell(data, named, words),
        )
        name, (_, line, *_, call, _) = "Baby Rides", words["program"]
        aloud = {"name": name, "short": name, "line": line, "details": words["aloud"], "call": call}
        change(
            folder / language / "voice.programs.yaml",
            lambda data, aloud=aloud: data["programs"].update(baby_rides=aloud),
        )


def _tell(data: dict[str, Any], named: dict[str, str], words: dict[str, Any]) -> None:
    data["programs"]["baby_rides"] = named
    data["reasons"]["no_car"] = words["reason"]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    intake = copied(tmp_path_factory.mktemp("data"))
    add_questions(intake)
    add_program(intake)
    return intake


@pytest.fixture
def desk(folder: Path, redis_url: str, tmp_path: Path) -> Desk:
    return desk_of(folder, redis_url, tmp_path)


ANSWERS = {
    "language": "1",
    "stage": "2",
    "ages": "4 years",
    "first_baby": "2",
    "town": "Hartford",
    "needs": "3",
    "shots": "1",
    "benefits": "2",
    "household": "3",
    "income": "2",
    "school": "3",
    "car": "no way",
    "ride": "2",
}
KEYS = {
    "language": "1",
    "stage": "2",
    "ages": "3",
    "ages_years": "4#",
    "ages_another": "2",
    "first_baby": "2",
    "town": "06106",
    "needs": "3",
    "needs_another": "2",
    "shots": "1",
    "benefits": "2",
    "household": "3#",
    "income": "2",
    "school": "3",
    "car": "3",
    "ride": "2",
}


def play(desk: Desk, *talk: dict[str, object]) -> Played:
    return Player(desk, msgspec.convert({"name": "As data", "talk": talk}, Dialogue)).play()


def test_a_new_program_is_matched_told_and_explained_by_text(desk: Desk) -> None:
    results = {"answers": ANSWERS, "bot": ["these may help"]}
    played = play(
        desk, {"parent": "baby"}, results, {"parent": "why baby rides", "bot": ["you have no car"]}
    )
    assert "baby_rides" in played.programs
    assert played.session
    given = {slot: answer.value for slot, answer in played.session.answers.items()}
    assert (given["car"], given["ride"]) == ("none", "toddler")


def test_it_is_told_in_a_call(desk: Desk) -> None:
    said = {"say": "baby rides", "bot": ["A driver takes you to the doctor"]}
    played = play(desk, {"call": True}, {"keys": KEYS}, said)
    assert "baby_rides" in played.programs


def test_a_question_that_decides_nothing_is_left_out_and_one_that_is_always_asked_is_not(
    desk: Desk,
) -> None:
    played = play(desk, {"parent": "baby"}, {"answers": {**ANSWERS, "town": "New Haven"}})
    assert played.session
    assert "car" not in played.session.answers
    assert played.session.answers["ride"] == msgspec.structs.replace(
        played.session.answers["ride"], value="toddler"
    )


def test_the_console_names_the_answers_and_the_reasons(folder: Path) -> None:
    flow = load_flow(folder)
    answers = {
        "stage": Answer("has_children"),
        "ages": Answer([48]),
        "town": Answer("Hartford"),
        "car": Answer("none"),
    }
    shown = told(flow.prompts, (step.slot for step in flow.steps.values()), answers, {})
    assert ("Way to the doctor", "no way") in [(each.question, each.value) for each in shown]
    session = _session(answers)
    found = matches(flow, session, session.heard.date(), session.heard.date())
    rides = next(match for match in (*found.told, *found.rest) if match.id == "baby_rides")
    assert "they have no car" in [reason.words for reason in rides.reasons]


def _session(answers: dict[str, Answer]) -> Session:
    now = datetime(2026, 11, 23, 15, tzinfo=UTC)
    return Session("s", "intake", 1, "results", now, now, language="en", answers=answers)


WRONG = [
    (
        "a value without a label",
        "en/prompts.yaml",
        lambda d: d["labels"]["car"].pop("bus"),
        r"labels\.car\.bus",
    ),
    ("a step without a name", "en/prompts.yaml", lambda d: d["steps"].pop("ride"), r"steps\.ride"),
    (
        "no spoken words",
        "en/voice.programs.yaml",
        lambda d: d["programs"].pop("baby_rides"),
        r"programs\.baby_rides",
    ),
    (
        "an unknown slot",
        "programs.yaml",
        lambda d: d["programs"][-1]["criteria"]["hard"][1].update(ask="boat"),
        (
            r"programs\.yaml: baby_rides: rule 'no_car': no question of flow\.yaml fills the slot"
            r" 'boat' - at `\$\.programs\[21\]"
        ),
    ),
    (
        "an unknown answer",
        "programs.yaml",
        lambda d: d["programs"][-1]["criteria"]["hard"][1].update(values=["boat"]),
        r"car has no answer 'boat'",
    ),
    (
        "a fact without a date",
        "programs.yaml",
        lambda d: d["programs"][-1]["found"][0].pop("as_of"),
        r"as_of",
    ),
    (
        "a fact without an address",
        "programs.yaml",
        lambda d: d["programs"][-1]["found"][0].pop("source"),
        r"source",
    ),
]


@pytest.mark.parametrize(("name", "file", "how", "reason"), WRONG, ids=[row[0] for row in WRONG])
def test_what_is_wrong_with_it_is_refused_at_start(
    folder: Path, tmp_path: Path, name: str, file: str, how: Any, reason: str
) -> None:
    broken = Path(shutil.copytree(folder, tmp_path / "intake"))
    change(broken / file, how)
    with pytest.raises(IntakeError, match=reason):
        load_flow(broken)
