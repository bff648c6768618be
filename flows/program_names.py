"""What people may call the programs, as phrases."""

from __future__ import annotations

import re

from flows.programs.catalogue import Catalogue
from flows.understanding.text.phrases import PhraseBook
from flows.understanding.text.utterance import Said
from flows.wording.prompts import Prompts

_IN_BRACKETS = re.compile(r"\(([^()]*)\)")
_GENERIC = re.compile(r" (?:network|program)$")


def program_names(catalogue: Catalogue, aloud: Prompts) -> PhraseBook:
    """What people may call the programs: in full, in short, letter by letter, without "Network" or
    "Program"."""
    called: dict[str, set[str]] = {}
    for program in catalogue.matched:
        full = {
            program.short,
            program.name,
            *program.also,
            *(program.said(language).name for language in aloud.languages),
        }
        said = {aloud.say(f"programs.{program.id}.name", language) for language in aloud.languages}
        full |= said | {" ".join(program.short)}
        plain = {_IN_BRACKETS.sub("", name) for name in full} | {
            each for name in full for each in _IN_BRACKETS.findall(name)
        }
        called[program.id] = {Said(name).bare for name in full | plain} | {
            _GENERIC.sub("", Said(name).bare) for name in plain
        }
    for program in catalogue.programs:
        if program.treat == "mention" and program.words:
            names = {program.name, *(program.said(language).name for language in aloud.languages)}
            called.setdefault(program.id, {Said(name).bare for name in names})
    return PhraseBook(
        {id_: sorted(name for name in names if name) for id_, names in called.items()}
    )
