"""The results: what fits and why, at most three at a time, and always a number to call."""

from __future__ import annotations

import re

from flows.dialogue.draft import Draft
from flows.dialogue.steps.results import (
    OUTSIDE,
    conclude,
    described,
    named,
    nothing_found,
    why_fits,
    why_not,
)
from flows.model.events import ProgramShown
from flows.programs.ranking import closes_soon, leading
from flows.programs.rules.criteria import Fit
from flows.programs.verdict import Verdict, fitting
from flows.understanding.parsers.shared.numbers import menu_numbers
from flows.understanding.text.utterance import Said
from flows.wording.formatting import spoken_day
from flows.wording.sms_encoding import segments

PAGE = 3
_WHY = re.compile(r"\b(?:why|y tho|por ?que?|porq|xq|xk|pq|pk)\b")
_POLITE = re.compile(r"\b(?:please|pls|plz|porfa|por favor|thanks|gracias)\b")
_PROGRAM = re.compile(
    r"\b(?:program|programa|details|detalles|more about|mas de|mas del|about|sobre|tell"
    r" me|digame)\b"
)


def show(draft: Draft) -> None:
    """The first page."""
    conclude(draft)
    found = fitting(draft.verdicts())
    draft.change(shown=0)
    if found:
        _say_page(draft, found)
        return
    nothing = nothing_found(draft)
    draft.say(nothing)
    if "feelings" in (draft.value("needs") or ()):
        draft.say("results.feelings")
    if draft.mentioned() and nothing == "results.none":
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


def choose(draft: Draft, said: Said) -> bool:
    """A number or a name: the details of that program, or with "why" its reasons."""
    found = fitting(draft.verdicts())
    number = _number(said)
    if number is not None and not 1 <= number <= len(found):
        draft.say("results.no_such")
        return True
    verdict = (
        found[number - 1] if number is not None else named(draft, said) or described(draft, said)
    )
    if verdict is None:
        return False
    if _WHY.search(said.bare):
        _explain_one(draft, verdict)
    elif nothing_found(draft) == OUTSIDE:
        draft.say(OUTSIDE)
    else:
        _tell(draft, verdict, "results.details_tail")
    return True


def _number(said: Said) -> int | None:
    """The one number in a text that says little else: "2", "the third one", "why 2", "el 1"."""
    numbers = menu_numbers(Said(_POLITE.sub(" ", _PROGRAM.sub(" ", _WHY.sub(" ", said.bare)))))
    return numbers.picked[0] if numbers and len(numbers.picked) == 1 else None


def tell_early(draft: Draft, said: Said) -> bool:
    """A program named before there are results: what it is; the question waits."""
    verdict = named(draft, said)
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
    draft.say_text("results.why", _within(draft, lines, draft.words("results.why_tail"))[0])


def _say_page(draft: Draft, found: tuple[Verdict, ...]) -> None:
    text, count = page(draft, found, draft.session.shown)
    draft.say_text("results.page", text)
    draft.change(shown=draft.session.shown + count)


def page(draft: Draft, found: tuple[Verdict, ...], first: int) -> tuple[str, int]:
    """A page of the results as a text, from the one after `first`, and how many are on it.

    The first page holds a program for every need that was named, also where it grows longer by
    that.
    """
    head = draft.written("results.head" if first == 0 else "results.head_more")
    answered = leading(draft.flow.catalogue, found, draft.value("needs") or ())
    lead = max(1, len(answered)) if first == 0 else 1
    last = first + max(PAGE, lead)
    lines = [_line(draft, first + i, verdict) for i, verdict in enumerate(found[first:last], 1)]
    tail = draft.written("results.tail_more")
    if first == 0 and "feelings" in (draft.value("needs") or ()):
        tail = f"{draft.written('results.feelings')}\n{tail}"
    return _within(draft, lines, tail, head, least=lead)


def _within(
    draft: Draft, lines: list[str], tail: str, head: str = "", *, least: int = 1
) -> tuple[str, int]:
    """As many lines as the budget of a result allows, at least these; and how many those are.

    Where even these are too long together, the head is left off.
    """
    budget = draft.flow.languages[draft.language].budget.results
    for count in range(len(lines), least - 1, -1):
        text = "\n".join([*([head] if head else []), *lines[:count], tail])
        if segments(text) <= budget:
            return text, count
    return "\n".join([*lines[:least], tail]), least


def _line(draft: Draft, number: int, verdict: Verdict) -> str:
    words = draft.flow.catalogue.by_id[verdict.program].said(draft.session.language)
    fields = {"n": number, "name": _short(draft, verdict.program), "line": words.line}
    if closes_soon(verdict, draft.context.today):
        return draft.written("results.line_soon", date=_last_day(draft, verdict), **fields)
    key = "results.line" if verdict.fit is Fit.FITS else "results.line_ask"
    return draft.written(key, **fields)


def _last_day(draft: Draft, verdict: Verdict) -> str:
    """The last day to join, no more exactly than the ages and dates that were told: "early June".
    Empty where it is not known."""
    prompts, day = draft.flow.prompts, verdict.ends
    return spoken_day(prompts, draft.language, day, "part") if day else ""


def _short(draft: Draft, program_id: str) -> str:
    program = draft.flow.catalogue.by_id[program_id]
    return program.short or program.said(draft.session.language).name


def _tell(draft: Draft, verdict: Verdict, tail: str) -> None:
    words = draft.flow.catalogue.by_id[verdict.program].said(draft.session.language)
    mch = draft.context.policy.mch
    said = [f"{words.name}:", words.what, words.who, words.apply]
    if verdict.fit is Fit.FITS and verdict.ends:
        said.insert(3, draft.written("results.closes", date=_last_day(draft, verdict)))
    text = " ".join(said).replace("{mch}", mch)
    draft.note(ProgramShown(verdict.program))
    draft.say_text("results.details", f"{text}\n{draft.words(tail)}")


def _explain_one(draft: Draft, verdict: Verdict) -> None:
    if verdict.fit is not Fit.NO_FIT:
        draft.say_text(
            "results.why",
            _within(draft, [_reasons_line(draft, verdict)], draft.words("results.why_tail"))[0],
        )
        return
    name = _short(draft, verdict.program)
    draft.say("results.why_not", name=name, reasons=why_not(draft, verdict))


def _reasons_line(draft: Draft, verdict: Verdict) -> str:
    return draft.words(
        "results.why", name=_short(draft, verdict.program), reasons=why_fits(draft, verdict)
    )


def _say_mentions(draft: Draft) -> bool:
    """What we do not match but know of, by whom to ask. False if there is nothing to mention."""
    found = draft.mentioned()
    language = draft.session.language
    for through, key in (("mch", "results.mention_mch"), ("211", "results.mention")):
        names = [program.said(language).name for program in found if program.through == through]
        if names:
            draft.say(key, names="; ".join(names))
    return bool(found)
