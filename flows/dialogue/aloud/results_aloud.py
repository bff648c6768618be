"""The results by ear: how many fit, then one at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flows.dialogue.aloud import send_by_text as texting
from flows.dialogue.draft import Draft
from flows.dialogue.steps.results import conclude, named, why_fits
from flows.model.events import ProgramShown
from flows.programs.criteria import Fit
from flows.programs.verdict import Verdict, fitting
from flows.understanding.utterance import Said


def begin(draft: Draft) -> None:
    """How many fit, and the first of them."""
    conclude(draft)
    found = fitting(draft.verdicts())
    draft.change(reading=min(len(found), 1))
    if not found:
        draft.say("results.none")
        _mention(draft)
        menu(draft)
        return
    draft.say("results.count_one" if len(found) == 1 else "results.count_many", n=len(found))
    if "feelings" in (draft.value("needs") or ()):
        draft.say("results.feelings")
    again(draft)


def again(draft: Draft) -> None:
    """The one that was read last, and what can be done with it."""
    if not draft.session.reading:
        begin(draft)
        return
    verdict = _present(draft)
    draft.note(ProgramShown(verdict.program))
    key = "results.item" if verdict.fit is Fit.FITS else "results.item_ask"
    draft.say(key, name=_word(draft, verdict, "name"), line=_word(draft, verdict, "line"))
    if _is_last(draft):
        _mention(draft)
    menu(draft)


def next_one(draft: Draft) -> None:
    """The next; after the last the first again."""
    draft.change(reading=0 if _is_last(draft) else draft.session.reading + 1)
    again(draft)


def choose(draft: Draft, said: Said) -> bool:
    """A choice of the menu, or the name of a program."""
    choice = draft.flow.listens["results"].hear(said, draft.context.today)
    if choice and not draft.doubtful and (draft.session.reading or choice.value == "next"):
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
    menu(draft)


def why(draft: Draft) -> None:
    if not draft.session.reading:
        draft.say("results.why_nothing")
    else:
        verdict = _present(draft)
        draft.say("results.why", name=_word(draft, verdict, "name"), reasons=why_fits(draft, verdict))
    menu(draft)


def text_me(draft: Draft) -> None:
    """Ask for a yes to the text, or say why there can be none."""
    if reason := texting.cannot(draft):
        draft.say(reason)
        menu(draft)
    else:
        texting.ask(draft)


def menu(draft: Draft) -> None:
    """What can be done now."""
    if not draft.session.reading:
        draft.say("results.menu_none")
    else:
        only = len(fitting(draft.verdicts())) == 1
        which = "_only" if only else "_last" if _is_last(draft) else ""
        draft.say(f"results.menu{which}{'' if draft.can_text else '_no_text'}")
    draft.asked = True


def tell_early(draft: Draft, said: Said) -> bool:
    """A program named before there are results: what it is; the question is asked again after it."""
    verdict = named(draft, said)
    if verdict is None:
        return False
    _say_details(draft, verdict)
    return True


def _say_details(draft: Draft, verdict: Verdict) -> None:
    draft.note(ProgramShown(verdict.program))
    draft.say("results.details", name=_word(draft, verdict, "name"), details=_word(draft, verdict, "details"))
    draft.say(f"programs.{verdict.program}.call")


def _present(draft: Draft) -> Verdict:
    """What is being read; an answer taken back elsewhere may have shortened the list."""
    found = fitting(draft.verdicts())
    return found[min(draft.session.reading, len(found)) - 1]


def _is_last(draft: Draft) -> bool:
    return draft.session.reading >= len(fitting(draft.verdicts()))


def _word(draft: Draft, verdict: Verdict, which: str) -> Callable[[str], str]:
    """A program's words, in whichever language the prompt is said."""
    spoken = draft.flow.voice.prompts
    return lambda language: spoken.say(f"programs.{verdict.program}.{which}", language, mch=draft.spoken_mch)


def _mention(draft: Draft) -> None:
    """What we do not match but know of, by whom to ask."""
    found = draft.mentioned()
    for through, key in (("mch", "results.mention_mch"), ("211", "results.mention")):
        names = [program.id for program in found if program.through == through]
        if names:
            draft.say(key, names=lambda language, names=names: _names(draft, names, language))


def _names(draft: Draft, programs: list[str], language: str) -> str:
    return ", ".join(draft.flow.voice.prompts.say(f"programs.{each}.name", language) for each in programs)


CHOICES: Mapping[str, Callable[[Draft], None]] = {"next": next_one, "details": details, "why": why, "text": text_me}
