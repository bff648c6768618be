"""The results: what fits and why, at most three at a time, and always a number to call."""

from __future__ import annotations

import re

from flows.criteria import Fit
from flows.events import ProgramShown, ProgramsMatched, VerdictGiven
from flows.explaining import why_fits, why_not
from flows.hygiene import segments
from flows.matching import Verdict, fitting
from flows.mentions import mentions
from flows.parsers.numbers import menu_numbers
from flows.program import Program
from flows.session import Disposition, Status
from flows.turn import Draft
from flows.words import Said

PAGE = 3
BUDGET = {"en": 3, "es": 6}
_WHY = re.compile(r"\b(?:why|y tho|por ?que?|porq|xq|xk|pq|pk)\b")
_PROGRAM = re.compile(r"\b(?:program|programa|details|detalles|more about|mas de|mas del|about|sobre|tell me|digame)\b")


def conclude(draft: Draft) -> None:
    """The session is complete: what follows are questions about its results."""
    if draft.session.status is Status.COMPLETED:
        return
    verdicts = draft.verdicts()
    draft.note(ProgramsMatched(tuple(VerdictGiven(v.program, v.fit.name.lower(), v.reasons) for v in verdicts)))
    how = Disposition.MATCHED if fitting(verdicts) else Disposition.NO_MATCH
    draft.end(Status.COMPLETED, Disposition.CALLBACK if "callback" in draft.session.handoffs else how)


def show(draft: Draft) -> None:
    """The first page."""
    conclude(draft)
    found = fitting(draft.verdicts())
    draft.change(shown=0)
    if found:
        _say_page(draft, found)
    else:
        draft.say("results.none")
        if _mentioned(draft):
            draft.say("results.none_more")


def more(draft: Draft) -> None:
    """The next page; then what 2-1-1 can tell about; then from the start again."""
    found, shown = fitting(draft.verdicts()), draft.session.shown
    if shown < len(found):
        _say_page(draft, found)
    elif shown == len(found) and _say_mentions(draft):
        draft.change(shown=shown + 1)
    else:
        draft.change(shown=0)
        draft.say("results.no_more")


def hear(draft: Draft, said: Said) -> bool:
    """A number or a name: the details of that program, or with "why" its reasons."""
    found = fitting(draft.verdicts())
    number = _number(said)
    if number is not None and not 1 <= number <= len(found):
        draft.say("results.no_such")
        return True
    verdict = found[number - 1] if number is not None else _named(draft, said)
    if verdict is None:
        return False
    if _WHY.search(said.bare):
        _explain_one(draft, verdict)
    else:
        _tell(draft, verdict, "results.details_tail")
    return True


def _number(said: Said) -> int | None:
    """The one number in a text that says little else: "2", "the third one", "why 2", "el 1"."""
    numbers = menu_numbers(Said(_PROGRAM.sub(" ", _WHY.sub(" ", said.bare))))
    return numbers.picked[0] if numbers and len(numbers.picked) == 1 else None


def tell_early(draft: Draft, said: Said) -> bool:
    """A program named before there are results: what it is; the question waits."""
    verdict = _named(draft, said)
    if verdict is None:
        return False
    _tell(draft, verdict, "results.details_early")
    return True


def explain(draft: Draft) -> None:
    """WHY: the reasons of the programs on the first page."""
    found = fitting(draft.verdicts())[:PAGE]
    if not found:
        draft.say("results.why_nothing")
        return
    lines = [_reasons_line(draft, verdict) for verdict in found]
    _say_within(draft, "results.why", lines, draft.words("results.why_tail"))


def _named(draft: Draft, said: Said) -> Verdict | None:
    hits = {hit.name for hit in draft.flow.names.find(said)}
    return next((verdict for verdict in draft.verdicts() if verdict.program in hits), None)


def _say_page(draft: Draft, found: tuple[Verdict, ...]) -> None:
    first = draft.session.shown
    page = found[first : first + PAGE]
    head = draft.words("results.head" if first == 0 else "results.head_more")
    lines = [_line(draft, first + i, verdict) for i, verdict in enumerate(page, 1)]
    tail = draft.words("results.tail_more")
    if first == 0 and "feelings" in (draft.value("needs") or ()):
        tail = f"{draft.words('results.feelings')}\n{tail}"
    draft.change(shown=first + _say_within(draft, "results.page", lines, tail, head))


def _say_within(draft: Draft, key: str, lines: list[str], tail: str, head: str = "") -> int:
    """As many lines as the budget of a result allows, at least one; how many were said."""
    budget = BUDGET[draft.session.language or "en"]
    for count in range(len(lines), 0, -1):
        text = "\n".join([*([head] if head else []), *lines[:count], tail])
        if segments(text) <= budget or count == 1:
            draft.say_text(key, text)
            return count
    return 0


def _line(draft: Draft, number: int, verdict: Verdict) -> str:
    words = draft.flow.catalogue.by_id[verdict.program].said(draft.session.language)
    key = "results.line" if verdict.fit is Fit.FITS else "results.line_ask"
    return draft.words(key, n=number, name=_short(draft, verdict.program), line=words.line)


def _short(draft: Draft, program_id: str) -> str:
    program = draft.flow.catalogue.by_id[program_id]
    return program.short or program.said(draft.session.language).name


def _tell(draft: Draft, verdict: Verdict, tail: str) -> None:
    words = draft.flow.catalogue.by_id[verdict.program].said(draft.session.language)
    mch = draft.context.policy.mch
    text = " ".join((f"{words.name}:", words.what, words.who, words.enrol)).replace("{mch}", mch)
    draft.note(ProgramShown(verdict.program))
    draft.say_text("results.details", f"{text}\n{draft.words(tail)}")


def _explain_one(draft: Draft, verdict: Verdict) -> None:
    if verdict.fit is not Fit.NO_FIT:
        _say_within(draft, "results.why", [_reasons_line(draft, verdict)], draft.words("results.why_tail"))
        return
    name = _short(draft, verdict.program)
    draft.say("results.why_not", name=name, reasons=why_not(draft, verdict))


def _reasons_line(draft: Draft, verdict: Verdict) -> str:
    return draft.words("results.why", name=_short(draft, verdict.program), reasons=why_fits(draft, verdict))


def _say_mentions(draft: Draft) -> bool:
    """What we do not match but know of, by whom to ask. False if there is nothing to mention."""
    found = _mentioned(draft)
    language = draft.session.language
    for through, key in (("mch", "results.mention_mch"), ("211", "results.mention")):
        names = [program.said(language).name for program in found if program.through == through]
        if names:
            draft.say(key, names="; ".join(names))
    return bool(found)


def _mentioned(draft: Draft) -> tuple[Program, ...]:
    return mentions(draft.flow.catalogue, draft.session.answers, frozenset(draft.session.raised))
