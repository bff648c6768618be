"""Why a program fits, may fit, or may not, in half sentences joined together."""

from __future__ import annotations

from flows.dialogue.turn import Draft
from flows.programs.kleene import State
from flows.programs.matching import Reason, Verdict
from flows.programs.reasons import in_words

MOST = 4


def why_fits(draft: Draft, verdict: Verdict) -> str:
    """What was met, then what is still open or for the program to judge."""
    met = [reason for reason in verdict.reasons if reason.state is State.MET]
    rest = sorted((reason for reason in verdict.reasons if reason.state is not State.MET), key=lambda reason: reason.state)
    return _join(draft, (met + rest)[:MOST] if not rest else met[: MOST - 1] + rest[:2])


def why_not(draft: Draft, verdict: Verdict) -> str:
    """What stood in the way."""
    return _join(draft, [reason for reason in verdict.reasons if reason.hard and reason.state is State.NOT_MET])


def _join(draft: Draft, reasons: list[Reason]) -> str:
    language = draft.session.language or "en"
    said = [in_words(draft.flow.catalogue, reason, language) for reason in reasons]
    return "; ".join(dict.fromkeys(said))
