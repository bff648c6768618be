"""Questions in between, which keep the place: go on after a pause? did you mean ...? erase
everything?

This is how they are asked and left; what their answers lead to stands in `answered`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flows.dialogue.draft import Draft
from flows.dialogue.steps import callback
from flows.model.danger_events import GRIEF
from flows.model.session import Aside, Session
from flows.understanding.parsers.base import Heard

# While we do not know who is there, nothing is asked and nothing is shown.
FIRM = frozenset({"still_you"})
UNSURE = frozenset({"still_you", "paused"})
DANGER = frozenset({"safety", "safety_connect"})
# What a caller is offered: a yes or a no to it never answers the question before it.
OFFERS = frozenset({"reach", "reach_withheld", "stuck", "stuck_text", "help", "quiet"})
# What only a caller can be asked.
OF_A_CALL = OFFERS | {"transfer", "recording", "text_me", "follow_ask", "follow_up"}
REPEATS: Mapping[str, Callable[[Draft], None]] = {
    "results": lambda draft: draft.channel.repeat_results(),
    "promise": callback.remind,
}


def ask(draft: Draft) -> None:
    """Say once more what we are waiting for: the aside's question, or the step's."""
    aside = draft.session.aside
    if aside and aside.kind == "confirm":
        draft.channel.ask_guess(aside.slot, Heard(aside.value, label=aside.label))
    elif aside:
        draft.channel.ask_aside(aside)
    elif draft.step.waits:
        REPEATS[draft.step.waits](draft)
    else:
        draft.channel.ask_question()


def confirm_erasing(draft: Draft) -> None:
    """Ask before erasing. Who is there may have been asked before; it is asked again if nothing is
    erased."""
    before = draft.session.aside
    draft.change(
        aside=Aside("forget", value=before.kind if before and before.kind in UNSURE else None)
    )
    ask(draft)


def keep(draft: Draft, aside: Aside) -> None:
    """Nothing is erased: back to what was asked before."""
    draft.change(aside=Aside(aside.value) if aside.value else None)
    draft.say("forgotten.kept")
    ask(draft)


def danger_held(session: Session) -> str:
    """The kind of danger that was answered and nobody has said to go on since; nothing where none
    is."""
    aside = session.aside
    held = aside is not None and aside.kind in DANGER and aside.value not in GRIEF
    return str(aside.value or "") if aside and held else ""


def leave_the_call(draft: Draft) -> None:
    """A text comes, or the call is over: what only a caller can be asked is asked no more."""
    aside = draft.session.aside
    if aside is None:
        return
    if aside.kind == "safety_connect":
        draft.change(aside=Aside("safety", value=aside.value))
    elif aside.kind in OF_A_CALL:
        stuck = aside.kind in ("stuck", "stuck_text") and aside.label
        draft.change(
            aside=Aside(aside.label, aside.slot, aside.value, held=aside.held) if stuck else None
        )


def is_danger(draft: Draft) -> bool:
    """Whether what to do in danger was just said."""
    aside = draft.session.aside
    return aside is not None and aside.kind in DANGER


def is_firm(draft: Draft) -> bool:
    """Whether nothing else may be said or done before this question is answered."""
    aside = draft.session.aside
    return aside is not None and (
        aside.kind in FIRM or (aside.kind in UNSURE and draft.session.dropped)
    )


def not_understood(draft: Draft) -> None:
    """Nobody understood it. A guess that is not confirmed is dropped; the others ask again."""
    aside = draft.session.aside
    if aside is None or aside.kind == "confirm":
        draft.change(aside=None)
        draft.channel.not_understood()
    else:
        draft.channel.aside_not_understood(aside)
