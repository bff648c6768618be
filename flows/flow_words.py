"""The words of a flow: what its steps, values and programs must be called, written and spoken as,
in every language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flows.flow_data import FlowData, FlowError, questions
from flows.programs.catalogue import Catalogue
from flows.understanding.places.place_names import ELSEWHERE
from flows.understanding.places.places import Places
from flows.understanding.text.language_id import Languages
from flows.wording.formatting import label_key
from flows.wording.prompts import PromptError, Prompts, with_names
from flows.wording.voice_prompts import Voice

# What a voice says of a program that is matched.
SAID_OF_A_MATCH = ("name", "line", "details", "call")
# How many plainer wordings every question has.
REPROMPTS = 3


def written(files: Mapping[str, Any], languages: Languages) -> Prompts:
    """The written words; while no language is known, one text names them all. Raises
    PromptError."""
    each = languages.values()
    named = {
        "menu": "\n".join(f"{language.number} {language.own_name}" for language in each),
        "choices": ", ".join(f"{language.number} {language.own_name}" for language in each),
        "equals": " ".join(f"{language.number} = {language.own_name}." for language in each),
        "reply": " ".join(language.menu.reply.format(n=language.number) for language in each),
        "send": " ".join(language.menu.send.format(n=language.number) for language in each),
    }
    return Prompts(files["prompts"], languages.plain, with_names(files["before_language"], named))


def spoken(
    files: Mapping[str, Any],
    data: FlowData,
    catalogue: Catalogue,
    places: Places,
    languages: Languages,
) -> Voice:
    """The spoken words; what can be listened for is known from the months, the towns and the
    programs.

    Raises PromptError.
    """
    numbers = {code: language.aloud or str(language.number) for code, language in languages.items()}
    voice = Voice(files["prompts"], files["voice"], files["voice.programs"], numbers)
    words = voice.prompts
    _check_told(catalogue, words)
    for language in languages:
        voice.listen_for(
            "due", language, (words.say(f"months.{month}", language) for month in range(1, 13))
        )
        voice.listen_for("town", language, places.towns)
        names = _names_aloud(catalogue, words, language)
        voice.listen_for("results", language, (*voice.hints("results", language), *names))
    check_questions(data, words)
    return voice


def check_questions(data: FlowData, prompts: Prompts) -> None:
    """Every question can be asked, asked again three times in plainer words, and explained. Raises
    FlowError."""
    for name, step in data.steps.items():
        if step.waits:
            continue
        wanted = ["ask", "why", *(f"again.{i}" for i in range(1, REPROMPTS + 1))]
        for key in (f"questions.{step.asks}.{part}" for part in wanted):
            if key not in prompts:
                raise FlowError(f"steps.{name}.asks: there is no prompt {key!r}")


def check_labels(data: FlowData, options: Mapping[str, Any], prompts: Prompts) -> None:
    """Every step, and every value that can be listed, has a name, in the console and in "Did you
    mean ...?".

    Raises PromptError.
    """
    for name in data.steps:
        if f"steps.{name}" not in prompts:
            raise PromptError(f"steps.{name}: missing: what staff call this step")
    elsewhere = {step.slot: {ELSEWHERE} for step in data.steps.values() if step.hears == "town"}
    for slot, values in (questions(data, options) | elsewhere).items():
        for key in sorted(f"labels.{slot}.{label_key(value)}" for value in values or ()):
            if key not in prompts:
                raise PromptError(f"{key}: missing: every value of {slot!r} needs a label")


def _check_told(catalogue: Catalogue, words: Prompts) -> None:
    """Every program that is told about can be told aloud."""
    for program in catalogue.programs:
        parts = SAID_OF_A_MATCH if program.treat == "match" else ("name",) if program.words else ()
        for key in (f"programs.{program.id}.{part}" for part in parts):
            if key not in words:
                raise PromptError(
                    f"voice.programs.yaml: {key}: missing: the program cannot be told aloud"
                )


def _names_aloud(catalogue: Catalogue, words: Prompts, language: str) -> list[str]:
    """What callers may call the programs: as we say them, in short, and in full."""
    names = (
        (words.say(f"programs.{p.id}.name", language), p.short, p.said(language).name)
        for p in catalogue.matched
    )
    return [name for each in names for name in each if name and "," not in name]
