"""What may be wrong with a catalogue whose types are right: each fault with its path and reason."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from flows.programs import program_words as words
from flows.programs.program import File, Program
from flows.programs.rules.criteria import AllOf, AnyOf, Leaf, leaves
from flows.programs.rules.kleene import State
from flows.programs.rules.person_rules import InState, OneOf, Town, Wants
from flows.programs.rules.subject_rules import Age, FirstTime, OnlyTheyKnow, Window

# Rules that look at one subject stand under it.
PLACES: Mapping[type, Collection[str]] = {
    Age: ("child",),
    Window: ("pregnancy",),
    FirstTime: ("pregnancy", "child"),
}
Faults = Iterator[tuple[str, str]]
Lists = Mapping[str, frozenset[str]]
Questions = Mapping[str, Collection[object] | None]
"""Each slot with its possible values; None where they cannot be listed."""


def faults(file: File, lists: Lists, languages: words.Languages, questions: Questions) -> Faults:
    """Every fault: the programs first, then the reasons that they use. `questions` are the slots
    with their values."""
    for path, reason in words.faults(file.subjects, frozenset(), languages):
        yield f"subjects.{path}", reason
    if not any(program.treat == "match" for program in file.programs):
        yield "programs", "no program is matched"
    ids = Counter(program.id for program in file.programs)
    for i, program in enumerate(file.programs):
        if ids[program.id] > 1:
            yield f"programs[{i}].id", f"the id {program.id!r} is there twice"
        for path, reason in (
            *_treatment(program, file),
            *_rules(program, file, lists, questions),
            *_words(program, languages),
        ):
            yield f"programs[{i}].{path}", f"{program.id}: {reason}"
    yield from _ranking(file, questions)
    yield from _reasons(file, languages)


def _ranking(file: File, questions: Questions) -> Faults:
    matched = {program.id for program in file.programs if program.treat == "match"}
    for need, programs in file.ranking.best_for.items():
        if need not in (questions.get("needs") or ()):
            yield "ranking.best_for", f"there is no need {need!r}"
        if unknown := [program for program in programs if program not in matched]:
            yield f"ranking.best_for.{need}", f"there is no program {unknown[0]!r} that is matched"
    for need in file.ranking.unasked:
        if not file.ranking.best_for.get(need):
            yield "ranking.unasked", f"nothing is best for {need!r}"


def _treatment(program: Program, file: File) -> Faults:
    matched = program.treat == "match"
    if not program.seed and not program.found:
        yield "found", "no fact from any source"
    if matched and not program.criteria.serves:
        yield "criteria.serves", "a program that is matched serves somebody"
    if not matched and program.criteria.serves:
        yield "criteria", "only a program that is matched has criteria"
    if program.treat == "mention" and program.when is None:
        yield "when", "a program that is mentioned says when ({} for always)"
    if program.treat == "never_offer" and (program.when or program.words):
        yield "treat", "what is never offered has neither `when` nor `words`"
    ids = [other.id for other in file.programs if other.treat == "match"]
    before = ids[: ids.index(program.id)] if program.id in ids else ids
    if program.unless_fits and program.unless_fits not in before:
        yield (
            "unless_fits",
            f"no program {program.unless_fits!r} that is matched stands before this one",
        )
    if program.merged_into and program.merged_into not in ids:
        yield "merged_into", f"there is no program {program.merged_into!r} that is matched"


def _rules(program: Program, file: File, lists: Lists, questions: Questions) -> Faults:
    criteria = program.criteria
    if criteria.serves and criteria.stage not in file.reasons:
        yield "criteria.stage", f"there are no reasons {criteria.stage!r}"
    parts = [
        ("criteria", "", criteria),
        *((f"criteria.serves.{kind}", kind, rules) for kind, rules in criteria.serves.items()),
    ]
    for path, kind, rules in parts:
        for name, found in (("hard", rules.hard), ("soft", rules.soft)):
            for rule in leaves(found):
                for reason in (
                    *_rule(rule, kind, name == "hard", file, lists),
                    *_values(rule, questions),
                ):
                    yield f"{path}.{name}", f"rule {rule.id!r}: {reason}"
            if any(not group.of for group in found if isinstance(group, AnyOf | AllOf)):
                yield f"{path}.{name}", "a group of no rules"
    yield from _answered(program, questions)
    if program.when and program.when.outside and program.when.outside not in lists:
        yield "when.outside", f"there is no list of towns {program.when.outside!r}"


def _rule(rule: Leaf, kind: str, hard: bool, file: File, lists: Lists) -> Iterator[str]:
    if rule.id not in file.reasons:
        yield "there are no reasons with this id"
    if hard and rule.basis != "seed" and not rule.because:
        yield "it is hard but not from the seed: say `because`"
    if kind not in PLACES.get(type(rule), (kind,)):
        yield (
            "it looks at one subject: it stands under"
            f" serves.{' or serves.'.join(PLACES[type(rule)])}"
        )
    if isinstance(rule, Town):
        yield from _town(rule, lists)


def _values(rule: Leaf, questions: Questions) -> Iterator[str]:
    """Whether the question is asked, and has these answers."""
    if isinstance(rule, OneOf):
        for slot in {rule.ask, rule.after} - {""} - questions.keys():
            yield f"no question of flow.yaml fills the slot {slot!r}"
        yield from _strange(rule.ask, rule.values, questions)
    elif isinstance(rule, Wants):
        yield from _strange("needs", rule.needs, questions)


def _strange(slot: str, values: Iterable[object], questions: Questions) -> Iterator[str]:
    known = questions.get(slot)
    if known is not None and (odd := sorted(str(value) for value in values if value not in known)):
        yield f"{slot} has no answer {odd[0]!r}"


def _answered(program: Program, questions: Questions) -> Faults:
    """The answers that a mention looks at."""
    when = program.when
    if when is None:
        return
    parts: tuple[tuple[str, str, Iterable[object]], ...] = (
        ("when.stages", "stage", when.stages),
        ("when.needs", "needs", when.needs),
        ("when.school", "school", when.school),
    )
    for path, slot, values in parts:
        yield from ((path, reason) for reason in _strange(slot, values, questions))


def _town(rule: Town, lists: Lists) -> Iterator[str]:
    if bool(rule.towns) == bool(rule.town_list):
        yield "give either `towns` or `town_list`"
    if rule.town_list and rule.town_list not in lists:
        yield f"there is no list of towns {rule.town_list!r}"
    if unknown := rule.towns.difference(*lists.values()):
        yield f"no list has a town {min(unknown)!r}"


def _words(program: Program, languages: words.Languages) -> Faults:
    if program.treat == "never_offer":
        return
    if program.words is None:
        yield "words", "it is told about: it needs words"
        return
    matched = program.treat == "match"
    if matched and not program.short:
        yield "short", "a program that is matched has a short name"
    for path, reason in words.program_faults(program.words, matched, languages):
        yield f"words.{path}", reason


def _reasons(file: File, languages: words.Languages) -> Faults:
    needed: dict[str, set[State]] = defaultdict(set)
    fields: dict[str, frozenset[str]] = {}
    for program in file.programs:
        needed[program.criteria.stage] |= set(State)
        fields[program.criteria.stage] = frozenset({"subject"})
        for rule in program.criteria.rules():
            needed[rule.id] |= {State.UNKNOWN} if isinstance(rule, OnlyTheyKnow) else set(State)
            fields[rule.id] = frozenset({"town"} if isinstance(rule, Town | InState) else ())
    for key, said in file.reasons.items():
        if key not in needed:
            yield f"reasons.{key}", "no rule has this id"
        states = frozenset(state.name.lower() for state in needed[key])
        for path, reason in words.reason_faults(
            said, states, fields.get(key, frozenset()), languages
        ):
            yield f"reasons.{key}.{path}", reason
