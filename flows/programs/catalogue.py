"""The catalogue: every program of the two seed pages, validated as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec.structs import replace

from flows.model.language import Language
from flows.programs.program import File, Program, ProgramsError
from flows.programs.rules.criteria import AllOf, AnyOf, Criterion, Rules
from flows.programs.rules.person_rules import Town
from flows.programs.rules.subject_rules import Window
from flows.programs.validate import Questions, faults

TownLists = Mapping[str, frozenset[str]]


class Catalogue:
    """The compiled catalogue.

    `matched` are judged; `mentioned` are told about when their condition holds; `asks_for_mention`
    are the conditions that are worth a question; `closing` are the programs whose time to enrol
    runs out.
    """

    def __init__(
        self,
        data: Any,
        town_lists: TownLists,
        languages: Mapping[str, Language],
        questions: Questions,
    ) -> None:
        """From the parsed programs.yaml; ProgramsError says where and why the data are wrong."""
        try:
            file = msgspec.convert(data, File)
        except msgspec.ValidationError as error:
            raise ProgramsError(str(error)) from error
        for path, reason in faults(file, town_lists, languages, questions):
            raise ProgramsError(f"{reason} - at `$.{path}`")
        self.programs = tuple(_resolve(program, town_lists) for program in file.programs)
        self.by_id = {program.id: program for program in self.programs}
        self.reasons = file.reasons
        self.subjects = file.subjects
        self.ranking = file.ranking
        self.matched = tuple(program for program in self.programs if program.treat == "match")
        self.mentioned = tuple((program, program.when) for program in self.programs if program.when)
        # A match that is out of reach may still be mentioned, but that alone is not worth a
        # question.
        self.asks_for_mention = tuple(
            when for program, when in self.mentioned if program.treat == "mention"
        )
        self.closing = frozenset(
            p.id for p in self.matched if any(isinstance(r, Window) for r in p.criteria.rules())
        )


def _resolve(program: Program, lists: TownLists) -> Program:
    """The same with its lists of towns looked up."""
    criteria = program.criteria
    when = program.when
    return replace(
        program,
        criteria=replace(
            criteria,
            hard=_with_towns(criteria.hard, lists),
            soft=_with_towns(criteria.soft, lists),
            serves={
                kind: Rules(_with_towns(rules.hard, lists), _with_towns(rules.soft, lists))
                for kind, rules in criteria.serves.items()
            },
        ),
        when=replace(when, towns=lists[when.outside]) if when and when.outside else when,
    )


def _with_towns(rules: tuple[Criterion, ...], lists: TownLists) -> tuple[Criterion, ...]:
    return tuple(_looked_up(rule, lists) for rule in rules)


def _looked_up(rule: Criterion, lists: TownLists) -> Criterion:
    if isinstance(rule, AnyOf | AllOf):
        return replace(rule, of=_with_towns(rule.of, lists))
    if isinstance(rule, Town) and rule.town_list:
        return replace(rule, towns=lists[rule.town_list])
    return rule
