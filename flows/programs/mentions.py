"""What we tell about when asked for more."""

from __future__ import annotations

from collections.abc import Mapping, Set

from flows.model.session import Answer
from flows.programs.catalogue import Catalogue
from flows.programs.program import Program
from flows.programs.subjects import told


def mentions(catalogue: Catalogue, answers: Mapping[str, Answer], raised: Set[str] = frozenset()) -> tuple[Program, ...]:
    """The programs worth a mention besides those matched, in catalogue order; each says `through` whom to ask."""
    values = told(answers)
    return tuple(program for program, when in catalogue.mentioned if when.holds(values, raised))
