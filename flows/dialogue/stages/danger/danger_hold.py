"""Stages around words of danger: what may be danger is asked about once, and danger holds until
they say to go on."""

from __future__ import annotations

import re

from flows.dialogue.asides import aside as asides
from flows.dialogue.draft import Draft
from flows.dialogue.incoming import Incoming
from flows.dialogue.stages.by_voice.key_stages import keys_before
from flows.dialogue.stages.danger import danger_asked, emergencies, said_in_danger
from flows.dialogue.stages.promised_call import calls_off
from flows.dialogue.steps.heard_answer import may_answer
from flows.model.inputs import Digits
from flows.model.session import Aside
from flows.understanding.danger.safety import Danger
from flows.understanding.intents import Intent
from flows.understanding.noise import MACHINE
from flows.understanding.text.utterance import Said

EMERGENCY_KEYS = "911"
_EMERGENCY_SAID = re.compile(
    r"(?:(?:i|need|want|call|dial|get|please|help"
    r"|the|el|al|llame|llamen|marque|necesito|quiero|por|favor|ayuda) )*"
    r"(?:911|9 1 1|nine one one|nine eleven|nueve uno uno|nueve once|novecientos once|900 11)"
    r"(?: (?:please|now|help|por|favor|ahora|ya))*"
)
# A ZIP of Connecticut may end in 91, and what comes after it may be a 1.
_ZIP = re.compile(r"06\d91$")
# What is done at once although the danger holds: a person, another language, erasing.
ALLOWED = frozenset({Intent.CALL, Intent.FORGET, Intent.LANGUAGE})
PERSON = "0"


def nine_one_one(draft: Draft, incoming: Incoming) -> bool:
    """Stage: 9 1 1, keyed one by one or spoken in figures, is heard at any step of a call."""
    if not (
        _is_keyed(draft, incoming)
        if isinstance(incoming.input, Digits)
        else _is_spoken(incoming.said)
    ):
        return False
    emergencies.respond(draft, Danger("danger", draft.language), Said(""))
    return True


def _is_keyed(draft: Draft, incoming: Incoming) -> bool:
    before = keys_before(draft)
    one_by_one = incoming.keys == "1" and before.endswith("91") and not _ZIP.search(before)
    return one_by_one or incoming.keys.rstrip("#") == EMERGENCY_KEYS


def _is_spoken(said: Said) -> bool:
    return _EMERGENCY_SAID.fullmatch(said.bare) is not None


def holds(draft: Draft, incoming: Incoming) -> bool:
    """Stage: after words of danger only an explicit go-on leaves; all else repeats the number and
    the offer."""
    aside = draft.session.aside
    if aside is None or incoming.noise in MACHINE:
        return False
    if aside.kind == "perhaps":
        return danger_asked.hear(draft, incoming, aside)
    if (
        not asides.danger_held(draft.session)
        or _is_allowed(incoming)
        or _may_be_somebody_else(draft)
    ):
        return False
    heard = draft.flow.asides[aside.kind].hear(incoming.said, draft.context.today)
    if heard and heard.sure and not draft.doubtful:
        return False
    emergencies.keep_facts(draft, incoming.said)
    if not said_in_danger.hears_in_hold(draft, incoming):
        danger_asked.repeat(draft, incoming)
    return True


def _is_allowed(incoming: Incoming) -> bool:
    """A person may be asked for, by text and by key; and whatever a call's keys mean everywhere."""
    if isinstance(incoming.input, Digits):
        return incoming.keys.rstrip("#") in ("", PERSON) and incoming.keys != "#"
    return incoming.intent in ALLOWED


def _may_be_somebody_else(draft: Draft) -> bool:
    """After a long silence, and by text after a call, it is first asked who is there: no number
    says what was told."""
    if draft.session.dropped and draft.context.call is None:
        return True
    hours = (draft.context.now - draft.session.heard).total_seconds() / 3600
    return hours > draft.context.policy.still_you_hours


def perhaps(draft: Draft, incoming: Incoming) -> bool:
    """Stage: what the rules do not hear and the learned ear does is asked about, once, before
    anything is taken from it."""
    if (
        incoming.resumed
        or incoming.denied
        or incoming.intent is not None
        or incoming.noise is not None
        or not _listens_beside(draft.session.aside)
    ):
        return False
    if draft.flow.family.told(incoming.said).wish:
        # "im pregnant and i dont want to be" has an answer of its own; danger that is said is heard
        # before
        return False
    safety, said = draft.flow.safety, incoming.said
    if "calm" in said_in_danger.names(draft, said):
        return False
    if calls_off(draft, said):
        return False
    kind = safety.perhaps(said, answers=False)
    if not kind or (_answers(draft, said) and not safety.perhaps(said, answers=True)):
        return False
    if draft.flow.topics.is_plainly_asked(said):
        return False
    emergencies.ask_whether(draft, Danger(kind, draft.session.language), incoming.said)
    return True


def _listens_beside(aside: Aside | None) -> bool:
    """A guess that waits for its yes or no ("Did you mean ...?") makes nobody deaf; what the other
    asides ask about is settled first."""
    return aside is None or aside.kind == "confirm"


def _answers(draft: Draft, said: Said) -> bool:
    """Whether it can answer what is asked: then it takes more to be taken for danger. So it does
    for the words of a list's menu in a call ("hear it again")."""
    if draft.context.call and draft.step.waits == "results":
        heard = draft.flow.listens["results_words"].hear(said, draft.context.today)
        return heard is not None and heard.sure
    return may_answer(draft, said)
