"""Hears a text as the answer to the question in between that is open, before the step does.

What is not understood goes on to the step, unless the question is about who is there or what they
want next: then nothing else may be answered first.
"""

from __future__ import annotations

import re

from flows.dialogue.aloud import reach_a_person as people
from flows.dialogue.asides.answered import ANSWERED
from flows.dialogue.asides.aside import OFFERS, ask, is_firm, not_understood
from flows.dialogue.draft import SURE, Draft
from flows.dialogue.steps.asking import wake
from flows.dialogue.steps.volunteered import volunteer
from flows.model.session import Aside
from flows.understanding.parsers.shared.vocabulary import wordset
from flows.understanding.text.utterance import Said

# A misheard yes or no is asked about once more at worst; erasing is not undone.
SURE_OF_A_YES = 0.2
LEAST_SURE = {"forget": SURE}


# "No, May": not what we thought, but this.
_NO_BUT = re.compile(
    r"(?:no|nope|nah|not|ni)(?: no)*[,. ]+"
    r"(?:(?:it'?s|i (?:meant|said|mean)|i live in|es|era|quise decir|dije|son|that'?s|vivo en)[,"
    r" ]+)?(?=\w)"
)
_POINTING = wordset("the el la los las de del dia in en")


def left_by_aside(draft: Draft, said: Said) -> Said | None:
    """What is left to be understood by the step: the text itself, the one that was held back, or
    None when dealt with."""
    aside = draft.session.aside
    if aside is None:
        return said
    if draft.confidence < LEAST_SURE.get(aside.kind, SURE_OF_A_YES):
        not_understood(draft)
        return None
    if aside.kind == "confirm" and (meant := _meant_instead(draft, said)):
        draft.change(aside=None)
        return meant
    heard = draft.flow.asides[aside.kind].hear(_without_guess(aside, said), draft.context.today)
    if (
        aside.kind in OFFERS
        and not (heard and heard.sure)
        and (plain := _yes_or_no(draft, said)) is not None
    ):
        _offer_again(draft, aside, plain)
        return None
    if heard and heard.sure:
        wake(draft)
        draft.change(aside=None)
        if aside.kind == "confirm" and heard.value is True and not draft.doubtful:
            volunteer(draft, said, aside.slot)  # "yea its my first", to "5 months pregnant?"
        return ANSWERED[aside.kind](draft, aside, heard.value)
    if is_firm(draft) or said.bare.isdigit():
        not_understood(draft)
        return None
    return said


def _meant_instead(draft: Draft, said: Said) -> Said | None:
    """ "No, May", "no 6": what comes after the no, where it answers the step."""
    parser, no = draft.step.parser, _NO_BUT.match(said.plain)
    if (
        parser is None
        or no is None
        or isinstance(draft.session.aside and draft.session.aside.value, bool)
    ):
        return None
    meant = Said(said.plain[no.end() :])
    return meant if parser.hear(meant, draft.context.today) else None


def _without_guess(aside: Aside, said: Said) -> Said:
    """The text without the words of our guess: "east yes", "yep the 14th", "si el de windsor"."""
    if aside.kind != "confirm" or isinstance(aside.value, bool):
        return said
    guess = {*Said(aside.label).tokens, *Said(str(aside.value)).tokens, *_POINTING}
    rest = [token for token in said.tokens if token not in guess]
    return Said(" ".join(rest)) if rest and len(rest) < len(said.tokens) else said


def _yes_or_no(draft: Draft, said: Said) -> bool | None:
    """A plain one; a number is the key of a menu."""
    heard = (
        None if said.bare.isdigit() else draft.flow.asides["forget"].hear(said, draft.context.today)
    )
    return bool(heard.value) if heard and heard.sure else None


def _offer_again(draft: Draft, aside: Aside, yes: bool) -> None:
    """A yes to several things at once: which? To the offer of a person it is one."""
    if yes and aside.kind in ("stuck", "stuck_text"):
        people.reach(draft)
    else:
        ask(draft)
