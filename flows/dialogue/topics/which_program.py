"""The program that a question speaks of: by its name, by its place on the list, or by what it is
for."""

from __future__ import annotations

import re

from flows.dialogue.draft import Draft
from flows.dialogue.steps.results import described, named
from flows.programs.program import Program
from flows.programs.verdict import fitting
from flows.understanding.parsers.shared.numbers import menu_numbers
from flows.understanding.text.utterance import Said

# "the second one", "el primero", "number 2".
_PLACE = re.compile(r"\b(?:the|number|program|el|la|del|al|numero|programa) (\w+)")
# Words around a name that ask nothing else: "wic please", "el wic".
_LITTLE_MORE = 1
# Words of "number 3 please".
_OF_A_CHOICE = 3


def program_of(draft: Draft, said: Said) -> Program | None:
    """The program they speak of; None where none is known by that name."""
    by_id = draft.flow.catalogue.by_id
    if verdict := named(draft, said):
        return by_id[verdict.program]
    if others := [hit.name for hit in draft.flow.names.find(said)]:
        return by_id[others[0]]
    found = fitting(draft.verdicts())
    for word in _PLACE.findall(said.bare):
        numbers = menu_numbers(Said(word))
        if numbers and len(numbers.picked) == 1 and 1 <= numbers.picked[0] <= len(found):
            return by_id[found[numbers.picked[0] - 1].program]
    return by_id[verdict.program] if (verdict := described(draft, said)) else None


def first_on_the_list(draft: Draft) -> Program | None:
    """What is meant where no program is named."""
    found = fitting(draft.verdicts())
    return draft.flow.catalogue.by_id[found[0].program] if found else None


def without_names(draft: Draft, said: Said) -> Said:
    """The text without the names of programs, which are English in every language."""
    rest = said.bare
    for hit in sorted(draft.flow.names.find(said), key=lambda hit: -hit.start):
        rest = f"{rest[: hit.start]} {rest[hit.end :]}"
    return Said(rest)


def is_a_choice(draft: Draft, said: Said) -> bool:
    """Whether a text is a program's name or number and little more: it asks for the details."""
    numbers = menu_numbers(said)
    if numbers and len(numbers.picked) == 1 and len(said.tokens) <= _OF_A_CHOICE:
        return True
    rest = without_names(draft, said)
    return len(rest.tokens) < len(said.tokens) and len(rest.tokens) <= _LITTLE_MORE
