"""A flow, compiled: everything one conversation needs, from parsed data files. Wrong data are
refused here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec

from flows.county import County
from flows.flow_data import AsideData, FlowData, FlowError, StepData, check_moves, questions
from flows.flow_words import check_labels, check_questions, spoken, written
from flows.machine import Moves
from flows.program_names import program_names
from flows.programs.cached_verdicts import Judge
from flows.programs.catalogue import Catalogue
from flows.programs.follow_up_plan import FollowUps, read_follow_ups
from flows.programs.rules.income_limits import IncomeLimits
from flows.understanding.danger.safety import Safety
from flows.understanding.family.family import Family
from flows.understanding.family.self_correction import Corrections
from flows.understanding.intents import Intents
from flows.understanding.learned.ear import Listen, deaf
from flows.understanding.learned.linear import Linear
from flows.understanding.machines import Machines
from flows.understanding.parsers import BUILDERS, WORDED
from flows.understanding.parsers.base import Parser
from flows.understanding.parsers.choices.family_kinds import FAMILY_BUILDERS
from flows.understanding.parsers.choices.stage import About
from flows.understanding.places.places import Places, compile_places
from flows.understanding.proposals import Proposals
from flows.understanding.spoken.keypad import Keypad
from flows.understanding.stopping import Stopping
from flows.understanding.text.answer_words import AnswerWords
from flows.understanding.text.language_id import Languages
from flows.understanding.text.phrases import PhraseBook
from flows.understanding.topics import Classify, Topics, hears_nothing
from flows.wording.prompts import Prompts
from flows.wording.templates import Templates
from flows.wording.voice_prompts import Voice

Made = TypeVar("Made")

# What is heard while danger holds, or is asked about (answers.yaml, `hold`).
HOLD = (
    *("unwell", "later", "whom", "hedge", "never", "on", "go_on", "fine", "no_danger"),
    *("weary", "laugh", "over", "errand", "but", "safe", "no_first", "no_last", "not_no"),
    *("no_call", "call", "call_them", "number", "fault", "talk", "no_baby", "lost"),
    *("others", "funeral", "past", "call_other", "help", "calm"),
)


@dataclass(frozen=True, slots=True)
class Step:
    """A place to stand: a question with its parser, slot and options (`values`), or (`waits`) the
    results."""

    name: str
    slot: str
    asks: str
    parser: Parser | None
    unsure: str
    waits: str
    always: bool
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Flow:
    name: str
    version: int
    county: County
    start: str
    steps: Mapping[str, Step]
    asides: Mapping[str, Parser]
    listens: Mapping[str, Parser]
    volunteers: Mapping[str, Parser]
    family: Family
    corrections: Corrections
    posters: frozenset[str]
    moves: Moves
    prompts: Prompts
    safety: Safety
    intents: Intents
    machines: Machines
    homeless: PhraseBook
    hold: PhraseBook
    languages: Languages
    catalogue: Catalogue
    judge: Judge
    names: PhraseBook
    places: Places
    limits: IncomeLimits
    voice: Voice
    keypad: Keypad
    templates: Templates
    topics: Topics
    proposals: Proposals
    follow_ups: FollowUps


def compile_flow(
    files: Mapping[str, Any],
    listen: Listen = deaf,
    answers: Linear | None = None,
    classify: Classify = hears_nothing,
) -> Flow:
    """The flow from its merged files (`language_folders.merge`). A FlowError names the file, the
    path in it, the reason.

    `listen` is the learned ear: a function from a text to what it may be; without one nothing is
    ever asked about. `answers` are the trained weights that propose one where the rules find none.
    `classify` is the same for what people ask about the programs.
    """
    data = _from("flow", lambda: msgspec.convert(files["flow"], FlowData))
    places = _from("places", lambda: compile_places(files["places"]))
    languages = _from("languages", lambda: Languages(files["languages"]))
    prompts = _from("prompts", lambda: written(files, languages))
    slots = questions(data, files["options"])
    catalogue = _from(
        "programs", lambda: Catalogue(files["programs"], places.lists, languages, slots)
    )
    family = _from("family", lambda: Family(files["family"]))
    steps = _from(
        "flow",
        lambda: {name: _step(name, step, files, family) for name, step in data.steps.items()},
    )
    _from("flow", lambda: check_moves(data))
    _from("flow", lambda: check_questions(data, prompts))
    _from("prompts", lambda: check_labels(data, files["options"], prompts))
    voice = _from("voice", lambda: spoken(files, data, catalogue, places, languages))
    return Flow(
        name=data.name,
        version=data.version,
        county=_from("county", lambda: msgspec.convert(files["county"], County)),
        start=data.start,
        steps=steps,
        asides=_from("flow", lambda: _parsers("asides", data.asides, files, family)),
        listens=_from("flow", lambda: _parsers("listens", data.listens, files, family)),
        volunteers=_volunteers(steps, family),
        family=family,
        corrections=Corrections(family.correcting, family.correcting_about),
        posters=data.posters,
        moves=Moves(steps, data.start, _transitions(data)),
        prompts=prompts,
        safety=_from("safety", lambda: Safety(files["safety"], languages.understood, listen)),
        machines=_from("answers", lambda: Machines(AnswerWords(files["answers"]))),
        homeless=_from("answers", lambda: AnswerWords(files["answers"]).phrases("no_home", "says")),
        hold=_from("answers", lambda: AnswerWords(files["answers"]).phrases("hold", *HOLD)),
        intents=_from(
            "intents", lambda: Intents(files["intents"], Stopping(AnswerWords(files["answers"])))
        ),
        languages=languages,
        catalogue=catalogue,
        judge=Judge(catalogue),
        names=program_names(catalogue, voice.prompts),
        places=places,
        limits=_from("limits", lambda: IncomeLimits(files["limits"])),
        voice=voice,
        keypad=_from(
            "keypad", lambda: Keypad(files["keypad"], {step.asks for step in steps.values()})
        ),
        templates=_from("templates", lambda: Templates(files["templates"], languages)),
        topics=_from("topics", lambda: Topics(files["topics"], classify)),
        proposals=Proposals(answers),
        follow_ups=_from("follow_up", lambda: read_follow_ups(files["follow_up"])),
    )


def _from(name: str, build: Callable[[], Made]) -> Made:
    """What is built from one file; what is wrong with it says so."""
    try:
        return build()
    except ValueError as error:
        raise FlowError(f"{name}.yaml: {error}") from error


def _parsers(
    where: str, data: Mapping[str, AsideData], files: Mapping[str, Any], family: Family
) -> dict[str, Parser]:
    return {
        name: _parser(f"{where}.{name}", each.hears, each.options, files, family)
        for name, each in data.items()
    }


def _step(name: str, data: StepData, files: Mapping[str, Any], family: Family) -> Step:
    where = f"steps.{name}"
    if bool(data.waits) == bool(data.slot):
        raise FlowError(f"{where}: give either `slot` (a question) or `waits`")
    parser = None if data.waits else _parser(where, data.hears, data.options, files, family)
    listed = (files["options"].get(data.options) or {}).get("options", ())
    values = tuple(option["value"] for option in listed)
    return Step(name, data.slot, data.asks, parser, data.unsure, data.waits, data.always, values)


def _parser(
    where: str, hears: str, options: str, files: Mapping[str, Any], family: Family
) -> Parser:
    known = sorted((*BUILDERS, *WORDED, *FAMILY_BUILDERS))
    if hears not in known:
        raise FlowError(
            f"{where}.hears: there is no parser {hears!r}; there are {', '.join(known)}"
        )
    if options and options not in files["options"]:
        raise FlowError(f"{where}.options: options.yaml has no section {options!r}")
    if hears in FAMILY_BUILDERS:
        return FAMILY_BUILDERS[hears](
            files["options"].get(options), family, AnswerWords(files["answers"])
        )
    if hears in WORDED:
        return WORDED[hears](files["options"].get(options), AnswerWords(files["answers"]))
    return BUILDERS[hears](files["places"] if hears == "town" else files["options"].get(options))


def _volunteers(steps: Mapping[str, Step], family: Family) -> dict[str, Parser]:
    """What may be volunteered at any time: the first step of each slot, in the order of the flow;
    and whom it is about."""
    parsers: dict[str, Parser] = {}
    for step in steps.values():
        if step.parser and step.slot != "language":
            parsers.setdefault(step.slot, step.parser)
    return {**parsers, "about": About(family)}


def _transitions(data: FlowData) -> list[dict[str, Any]]:
    moves: list[dict[str, Any]] = [
        {"trigger": "next", "source": move.origin, "dest": move.to, "conditions": move.when or None}
        for move in data.moves
    ]
    return moves + [
        {"trigger": any_.trigger, "source": "*", "dest": any_.to} for any_ in data.anywhere
    ]
