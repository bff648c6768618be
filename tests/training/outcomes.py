"""What the conversation makes of a sentence, without a conversation: the rules, and the learned ear
beside them."""

from __future__ import annotations

from datetime import date

from flows.model.danger_events import GRIEF
from flows.understanding.text.utterance import Said
from tests.playing.desks import the_flow

TODAY = date(2026, 11, 30)


def outcome(text: str, asked: str = "") -> str:
    """`certain`, `asked` or nothing; `asked` is the question that was open."""
    flow, said = the_flow(), Said(text)
    if (found := flow.safety.hear(said)) and found.kind not in GRIEF:
        if not flow.safety.doubts(said):
            return "certain"
        return "" if flow.safety.dismisses(found, said) else "asked"
    if found:
        return "certain"
    return "asked" if flow.safety.perhaps(said, answers=_answers(asked, said)) else ""


def _answers(asked: str, said: Said) -> bool:
    step = (
        next((each for each in the_flow().steps.values() if each.slot == asked), None)
        if asked
        else None
    )
    parser = step.parser if step else None
    return parser is not None and parser.hear(said, TODAY) is not None


def share(results: list[str], *which: str) -> float:
    """How many of the results are one of `which`."""
    return sum(result in which for result in results) / len(results)
