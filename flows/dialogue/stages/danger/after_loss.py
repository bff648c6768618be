"""Stage: what is written after a loss: whether it was their fault, whom to talk to, no questions
about a baby, a call to somebody else, grief in any words."""

from __future__ import annotations

from flows.dialogue.asides import aside as asides
from flows.dialogue.draft import Draft
from flows.dialogue.incoming import Incoming
from flows.dialogue.stages import commands
from flows.dialogue.stages.danger import emergencies, said_in_danger
from flows.dialogue.steps.settle import decline, settle
from flows.model.danger_events import GRIEF
from flows.model.inputs import Digits
from flows.model.session import Aside
from flows.understanding.danger.safety import Danger
from flows.understanding.intents import Intent
from flows.understanding.parsers.shared.unsure import declines, says_unknown
from flows.understanding.text.utterance import Said

# Kinds of danger that follow a loss in the body or from somebody: asked about. The others are what
# grief sounds like to the ear, and get the line for it.
ASKED_ABOUT = frozenset(
    {"danger", "mother", "urgent", "infant", "overdose", "violence", "child_hurt"}
)
# From so loud on for the ear, pain is asked about, and then is sure: grief hurts as well.
ASK, SURE = 2.0, 4.0
OF_THE_BABY = frozenset({"due", "ages", "first_baby", "shots"})
# "Why me", "what" of somebody who grieves are no commands.
OF_GRIEF = frozenset({None, Intent.WHY, Intent.REPEAT, Intent.THANKS, Intent.GO_ON})
# "I don't know" in so many words answers our question; in more it is no answer.
SHORT = 4


def after_loss(draft: Draft, incoming: Incoming) -> bool:
    """Answered before it is asked about as danger; then what we wait for is asked again."""
    if draft.doubtful or not draft.session.language or not _is_after_loss(draft):
        return False
    heard = said_in_danger.names(draft, incoming.said)
    offered = _offered(draft)
    if "fault" in heard:
        draft.say("hold.fault")
    elif "no_baby" in heard:
        return _ask_nothing_about_it(draft)
    elif "call_other" in heard or ("call" in heard and offered):
        commands.obey(draft, Intent.CALL, incoming.said)
        return True
    elif "funeral" in heard and heard & {"errand", "help"}:
        draft.say("hold.funeral")
    elif _wants_to_talk(draft, incoming, heard):
        draft.say("hold.talk")
    elif offered is None and _grieves(draft, incoming):
        draft.say("safety_short.loss")
    elif offered:
        return _hear_beside_the_offer(draft, incoming, offered, heard)
    else:
        return False
    if draft.session.aside is None and draft.step.waits != "results":
        asides.ask(draft)
    return True


def _offered(draft: Draft) -> Aside | None:
    """What the loss was answered with, while nobody has gone on from it."""
    aside = draft.session.aside
    return aside if aside and aside.kind in asides.DANGER and aside.value in GRIEF else None


def _grieves(draft: Draft, incoming: Incoming) -> bool:
    """Thanks for the kind word, or "why did god do this", before our first question is answered."""
    if draft.step.slot != "needs" or "needs" in draft.session.answers:
        return False
    why = incoming.loose_intent is Intent.WHY and incoming.intent is None
    return why or incoming.intent is Intent.THANKS


def _ask_nothing_about_it(draft: Draft) -> bool:
    draft.say("hold.no_baby")
    if draft.session.aside is None and draft.step.slot in OF_THE_BABY:
        decline(draft, "", "declined")
    elif draft.step.waits != "results" or draft.session.aside:
        asides.ask(draft)
    return True


def _hear_beside_the_offer(
    draft: Draft, incoming: Incoming, aside: Aside, heard: frozenset[str]
) -> bool:
    """Going on, a command, an answer and a question go their way; all else is grief, and gets the
    number in few words."""
    said = incoming.said
    if isinstance(incoming.input, Digits) or incoming.loose_intent not in OF_GRIEF:
        return False
    chosen = draft.flow.asides[aside.kind].hear(said, draft.context.today)
    if chosen and chosen.sure:
        return False
    kind = _sounds(draft, said)
    loud = draft.flow.safety.loudness(said)
    if kind and (kind not in ASKED_ABOUT or loud >= ASK):
        _answer_danger(draft, kind, said, loud)
    elif said_in_danger.goes_on(draft, said, heard):
        draft.change(aside=None)
        settle(draft)
    elif "past" not in heard and _is_an_answer(draft, said):
        if said.bare.isdigit():
            draft.change(aside=None)
        return False
    else:
        draft.channel.aside_not_understood(aside)
    return True


def _sounds(draft: Draft, said: Said) -> str:
    """The kind of danger, where the ear is sure enough for somebody who grieves."""
    return draft.flow.safety.perhaps(said, answers=True)


def _answer_danger(draft: Draft, kind: str, said: Said, loud: float) -> None:
    """What happens to the body is asked about, unless the ear is sure; what hurts the soul gets its
    line at once."""
    if kind in ("mother", "urgent") and loud >= SURE:
        emergencies.respond(draft, Danger("urgent", draft.language), said)
    elif kind in ASKED_ABOUT:
        emergencies.ask_whether(draft, Danger(kind, draft.language), said)
    else:
        emergencies.respond(draft, Danger("distress", draft.language), said)


def _is_an_answer(draft: Draft, said: Said) -> bool:
    """A fact that we ask for, a family that is told with an age or expects again, a question about
    a program, or that they do not know."""
    told = draft.flow.family.told(said)
    family = told.plain and not told.died
    of_now = family and (
        told.stage in ("pregnant", "both")
        or (told.stage == "has_children" and "others" in said_in_danger.names(draft, said))
    )
    unknown = len(said.tokens) <= SHORT and (declines(said) or says_unknown(said))
    topics = draft.flow.topics
    sounds = topics.sounds_like(said)
    asked = sounds is not None and sounds.passes(topics.bars.between)
    town = draft.flow.volunteers["town"].hear(said, draft.context.today)
    return of_now or unknown or asked or bool(town and town.sure)


def _wants_to_talk(draft: Draft, incoming: Incoming, heard: frozenset[str]) -> bool:
    """Asks for somebody to talk to, or does not know any more what to do."""
    if "talk" in heard:
        return not _answers(draft, incoming)
    return "lost" in heard and not _sounds(draft, incoming.said)


def _answers(draft: Draft, incoming: Incoming) -> bool:
    """ "To talk to someone" is what helps most, where that is asked, or asks for a call."""
    if incoming.intent is Intent.CALL:
        return True
    parser = draft.step.parser if draft.step.slot == "needs" and not draft.session.aside else None
    heard = parser.hear(incoming.said, draft.context.today) if parser else None
    return bool(heard and heard.sure)


def _is_after_loss(draft: Draft) -> bool:
    grief = GRIEF.intersection(draft.session.dangers)
    return draft.value("stage") == "pregnancy_ended" or bool(grief)
