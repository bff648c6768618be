"""The results, before a channel words them: concluding the questions, the program that is named,
the reasons in words."""

from __future__ import annotations

import re

from flows.dialogue.draft import Draft
from flows.model.events import ProgramsMatched, VerdictGiven
from flows.model.session import Disposition, Status
from flows.programs.ranking import leading
from flows.programs.reasons import in_words
from flows.programs.rules.kleene import State
from flows.programs.verdict import Reason, Verdict, fitting
from flows.understanding.places.place_names import ELSEWHERE
from flows.understanding.text.utterance import Said

# How many reasons one explanation names.
MOST = 4
OUTSIDE = "results.outside"
# The need that a home visit serves.
HOME_VISITS = "parenting"
_THE_ONE = re.compile(
    r"\bthe (.+?) (?:one|program)\b|\b(?:la|el|lo|los|las) del? (?:la |las |los |el )?(.+)"
)
_VISITS = re.compile(r"\bvisit(?:s|or|as?)?\b|\bnurse\b|\benfermera\b")


def conclude(draft: Draft) -> None:
    """The session is complete: what follows are questions about its results."""
    if draft.session.status is Status.COMPLETED:
        return
    verdicts = draft.verdicts()
    draft.note(
        ProgramsMatched(
            tuple(VerdictGiven(v.program, v.fit.name.lower(), v.reasons) for v in verdicts)
        )
    )
    how = Disposition.MATCHED if fitting(verdicts) else Disposition.NO_MATCH
    called = "callback" in (*draft.session.handoffs, *draft.session.closed)
    draft.end(Status.COMPLETED, Disposition.CALLBACK if called else how)


def nothing_found(draft: Draft) -> str:
    """The key of what is said where the list is empty."""
    if draft.value("town") == ELSEWHERE:
        return OUTSIDE
    return "results.has_all" if draft.session.has else "results.none"


def named(draft: Draft, said: Said) -> Verdict | None:
    """The program that is named."""
    hits = {hit.name for hit in draft.flow.names.find(said)}
    return next((verdict for verdict in draft.verdicts() if verdict.program in hits), None)


def described(draft: Draft, said: Said) -> Verdict | None:
    """The program that "the food one" or "la de las vacunas" means: the one on the list that serves
    this need best."""
    meant = _THE_ONE.search(said.bare)
    step = draft.flow.steps.get("needs")
    if meant is None or step is None or step.parser is None:
        return None
    if _VISITS.search(said.bare):
        needs = [HOME_VISITS]
    else:
        heard = step.parser.hear(Said(meant[1] or meant[2]), draft.context.today)
        needs = heard.value if heard and isinstance(heard.value, list) else []
    best = leading(draft.flow.catalogue, draft.verdicts(), needs) if needs else ()
    return best[0] if best else None


def why_fits(draft: Draft, verdict: Verdict) -> str:
    """What was met, then what is still open or for the program to judge."""
    met = [reason for reason in verdict.reasons if reason.state is State.MET]
    rest = sorted(
        (reason for reason in verdict.reasons if reason.state is not State.MET),
        key=lambda reason: reason.state,
    )
    return _join(draft, (met + rest)[:MOST] if not rest else met[: MOST - 1] + rest[:2])


def why_not(draft: Draft, verdict: Verdict) -> str:
    """What stood in the way."""
    return _join(
        draft,
        [reason for reason in verdict.reasons if reason.hard and reason.state is State.NOT_MET],
    )


def _join(draft: Draft, reasons: list[Reason]) -> str:
    language = draft.language
    said = [
        in_words(draft.flow.catalogue, reason, language, hers=bool(draft.value("about")))
        for reason in reasons
    ]
    return "; ".join(dict.fromkeys(said))
