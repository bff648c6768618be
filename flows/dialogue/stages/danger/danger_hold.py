"""Stages around words of danger: what may be danger is asked about once, and danger holds until
they say to go on."""

from __future__ import annotations

import re

from msgspec.structs import replace

from flows.dialogue.asides import aside as asides
from flows.dialogue.draft import Draft
from flows.dialogue.incoming import Incoming
from flows.dialogue.stages.by_voice.key_stages import keys_before
from flows.dialogue.stages.danger import emergencies, said_in_danger
from flows.dialogue.stages.promised_call import calls_off
from flows.dialogue.stages.step_answer import held_back
from flows.dialogue.steps.heard_answer import may_answer
from flows.model.danger_events import DangerDenied
from flows.model.inputs import Digits, Text
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
ASKED_AGAIN = "again"


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
        return _hear_perhaps(draft, incoming, aside)
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
        _repeat(draft, incoming)
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


def _repeat(draft: Draft, incoming: Incoming) -> None:
    """The number in fewer words, and the offer. Whoever texts HELP gets what a HELP must say as
    well."""
    if draft.session.aside:
        draft.channel.aside_not_understood(draft.session.aside)
    _say_help(draft, incoming)


def _say_help(draft: Draft, incoming: Incoming) -> None:
    """A HELP is answered in every state, as carriers demand it, also where it is a cry for help."""
    if incoming.intent is Intent.HELP and isinstance(incoming.input, Text):
        draft.say("help")


def _hear_perhaps(draft: Draft, incoming: Incoming, aside: Aside) -> bool:
    """ "No" goes on at the same question, with what the sentence told; "yes" or more words get the
    help."""
    heard = draft.flow.asides["perhaps"].hear(incoming.said, draft.context.today)
    sure = heard is not None and heard.sure and not draft.doubtful
    if sure and heard is not None and heard.value is False:
        draft.note(DangerDenied(str(aside.value)))
        draft.change(aside=None)
        incoming.resume(Said(aside.held))
        first = isinstance(incoming.input, Text) and not draft.session.greeted
        return False if first else held_back(draft, incoming)
    if sure:
        _confirm(draft, str(aside.value), aside)
    elif isinstance(incoming.input, Digits) or draft.doubtful:
        _repeat(draft, incoming)
    elif said_in_danger.means_something_else(draft, incoming, heard):
        return _taken_as_no(draft, incoming, aside)
    elif not _says_more(draft, incoming):
        _repeat(draft, incoming)
    elif heard is not None or said_in_danger.says_yes_in_words(draft, incoming.said):
        _confirm(draft, str(aside.value), aside)
        _say_help(draft, incoming)
    elif aside.label != ASKED_AGAIN and isinstance(incoming.input, Text):
        draft.change(aside=replace(aside, label=ASKED_AGAIN))
        draft.say("hold.asked")
    else:
        _confirm(draft, "danger", aside)
    return True


def _confirm(draft: Draft, kind: str, aside: Aside) -> None:
    held = Said(aside.held)
    kind = said_in_danger.kind_for(draft, kind, held)
    emergencies.confirm(draft, Danger(kind, draft.language), held)


def _taken_as_no(draft: Draft, incoming: Incoming, aside: Aside) -> bool:
    """An answer, a question, a command or "he is fine" instead of the no: answered as what it
    is."""
    draft.note(DangerDenied(str(aside.value)))
    alone = said_in_danger.says_only_fine(draft, incoming)
    draft.change(aside=None)
    incoming.denied = True
    if not alone:
        return False
    incoming.resume(Said(aside.held))
    return held_back(draft, incoming)


def _says_more(draft: Draft, incoming: Incoming) -> bool:
    """Words that are neither yes nor no; a number that was no choice, and sounds, are asked
    again."""
    if isinstance(incoming.input, Digits) or draft.doubtful:
        return False
    return any(token.isalpha() and len(token) > 1 for token in incoming.said.tokens)


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
