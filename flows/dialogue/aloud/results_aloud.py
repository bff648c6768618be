"""The results by ear: their names in a row, then one at a time; silence goes on to the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flows.dialogue.aloud import bounds
from flows.dialogue.aloud import send_by_text as texting
from flows.dialogue.aloud.asking_aloud import offer_person
from flows.dialogue.aloud.next_wait import is_of_mch, program_number
from flows.dialogue.aloud.reach_a_person import reach, say_goodbye, say_hours
from flows.dialogue.aloud.reach_a_person import through as put_through
from flows.dialogue.draft import Draft
from flows.dialogue.steps.results import OUTSIDE, conclude, named, nothing_found, why_fits
from flows.model.events import ProgramShown
from flows.programs.rules.criteria import Fit
from flows.programs.verdict import Verdict, fitting
from flows.understanding.text.utterance import Said

RESULTS = "results"


def at_the_list(draft: Draft) -> bool:
    return draft.step.waits == RESULTS and draft.session.aside is None


def begin(draft: Draft) -> None:
    """Their names in a row, then the first of them."""
    conclude(draft)
    found = fitting(draft.verdicts())
    draft.change(reading=min(len(found), 1))
    if not found:
        draft.say(OUTSIDE if nothing_found(draft) == OUTSIDE else "results.none")
        _mention(draft)
        menu(draft)
        return
    if len(found) > 1:
        names = [verdict.program for verdict in found]
        draft.say(
            "results.count_many",
            n=len(found),
            names=lambda language: _names(draft, names, language, "short"),
        )
    if "feelings" in (draft.value("needs") or ()):
        draft.say("results.feelings")
    again(draft)


def again(draft: Draft) -> None:
    """The one that was read last, with its own number, and what can be done with it."""
    if not draft.session.reading:
        begin(draft)
        return
    verdict = _present(draft)
    draft.note(ProgramShown(verdict.program))
    key = "results.item" if verdict.fit is Fit.FITS else "results.item_ask"
    draft.say(key, name=_word(draft, verdict, "name"), line=_word(draft, verdict, "line"))
    known = verdict.program in bounds.leg(draft).told
    if _is_last(draft) and not (known and _is_only(draft)):
        draft.say("results.number")
    menu(draft, whole=known)
    if program_number(draft, verdict.program):
        draft.say("results.own_number", call=lambda language: _call_once(draft, verdict, language))
        say_hours(draft, verdict.program)


def next_one(draft: Draft) -> None:
    """The next; after the last the first again."""
    draft.change(reading=0 if _is_last(draft) else draft.session.reading + 1)
    again(draft)


def go_on(draft: Draft) -> None:
    """Silence in the list: the next one; after the last, goodbye with the number."""
    if draft.session.reading and not _is_last(draft):
        next_one(draft)
    else:
        if draft.session.reading:
            _mention(draft)
        say_goodbye(draft, "heard the list")


def previous(draft: Draft) -> bool:
    """The one before; False at the first, where back leads to the questions."""
    if draft.session.reading <= 1:
        return False
    draft.change(reading=draft.session.reading - 1)
    again(draft)
    return True


def _previous(draft: Draft) -> None:
    if not previous(draft):
        again(draft)


def from_the_start(draft: Draft) -> None:
    draft.change(reading=0)
    begin(draft)


def choose(draft: Draft, said: Said) -> bool:
    """A choice of the menu, or the name of a program."""
    listens, today = draft.flow.listens, draft.context.today
    choice = listens["results_words"].hear(said, today) or listens["results"].hear(said, today)
    if (
        choice
        and not draft.doubtful
        and (draft.session.reading or choice.value in ("next", "start"))
    ):
        CHOICES[choice.value](draft)
        return True
    verdict, found = named(draft, said), fitting(draft.verdicts())
    if verdict is None or verdict not in found:
        return False
    draft.change(reading=found.index(verdict) + 1)
    details(draft)
    return True


def details(draft: Draft) -> None:
    verdict = _present(draft)
    _say_details(draft, verdict)
    menu(draft, whole=False)


def why(draft: Draft) -> None:
    if not draft.session.reading:
        draft.say("results.why_nothing")
    else:
        verdict = _present(draft)
        draft.say(
            "results.why", name=_word(draft, verdict, "name"), reasons=why_fits(draft, verdict)
        )
    menu(draft)


def text_me(draft: Draft) -> None:
    """Ask for a yes to the text, or say why there can be none."""
    if reason := texting.cannot(draft):
        draft.say(reason)
        menu(draft)
    else:
        texting.ask(draft)


def through(draft: Draft) -> None:
    """To the program itself where it has a line of its own, to MCH for MCH's, else its number."""
    program = _present(draft).program
    if program_number(draft, program):
        put_through(draft, program)
    elif is_of_mch(draft, program):
        reach(draft)
    else:
        details(draft)


def menu(draft: Draft, *, whole: bool = True) -> None:
    """What can be done now: whole once, with the second program, or where there is only one when it
    is heard again; else in three words."""
    only = whole and _is_only(draft)
    if not draft.session.reading:
        draft.say("results.menu_none")
        offer_person(draft)
    elif _is_last(draft):
        draft.say(
            f"results.menu_{'only' if only else 'last'}{'' if draft.can_text else '_no_text'}"
        )
    elif len(bounds.leg(draft).told) == 1:
        draft.say(f"results.menu{'' if draft.can_text else '_no_text'}")
    else:
        draft.say("results.menu_short")
    draft.asked = True


def tell_early(draft: Draft, said: Said) -> bool:
    """A program named before there are results: what it is; the question is asked again after
    it."""
    verdict = named(draft, said)
    if verdict is None:
        return False
    _say_details(draft, verdict)
    return True


def _say_details(draft: Draft, verdict: Verdict) -> None:
    draft.note(ProgramShown(verdict.program))
    draft.say(
        "results.details",
        name=_word(draft, verdict, "name"),
        details=_word(draft, verdict, "details"),
    )
    draft.say(f"programs.{verdict.program}.call")


def _call_once(draft: Draft, verdict: Verdict, language: str) -> str:
    """Whom to call, once: the details have it twice."""
    return _word(draft, verdict, "call")(language).partition(";")[0]


def _present(draft: Draft) -> Verdict:
    """What is being read; an answer taken back elsewhere may have shortened the list."""
    found = fitting(draft.verdicts())
    return found[min(draft.session.reading, len(found)) - 1]


def _is_last(draft: Draft) -> bool:
    return draft.session.reading >= len(fitting(draft.verdicts()))


def _is_only(draft: Draft) -> bool:
    return len(fitting(draft.verdicts())) == 1


def _word(draft: Draft, verdict: Verdict, which: str) -> Callable[[str], str]:
    """A program's words, in whichever language the prompt is said."""
    spoken = draft.flow.voice.prompts
    return lambda language: spoken.say(
        f"programs.{verdict.program}.{which}", language, mch=draft.spoken_mch
    )


def _mention(draft: Draft) -> None:
    """What we do not match but know of, by whom to ask."""
    found = draft.mentioned()
    for through_, key in (("mch", "results.mention_mch"), ("211", "results.mention")):
        names = [program.id for program in found if program.through == through_]
        if names:
            draft.say(key, names=lambda language, names=names: _names(draft, names, language))


def _names(draft: Draft, programs: list[str], language: str, which: str = "name") -> str:
    return ", ".join(
        draft.flow.voice.prompts.say(f"programs.{each}.{which}", language) for each in programs
    )


CHOICES: Mapping[str, Callable[[Draft], None]] = {
    "next": next_one,
    "details": details,
    "why": why,
    "text": text_me,
    "through": through,
    "previous": _previous,
    "repeat": again,
    "start": from_the_start,
}
