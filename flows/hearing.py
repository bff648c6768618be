"""A text, understood: safety first, then consent, then what means the same everywhere, then the answer."""

from __future__ import annotations

from flows import asides, commands, emergencies, noise, results
from flows.asking import fall_silent, greet, too_barren
from flows.events import IntentHeard, NoiseReceived, ReplyWithheld, SessionPaused
from flows.inputs import Text
from flows.intents import Intent
from flows.moving import advance, travel
from flows.noise import Noise
from flows.parsers.base import Heard
from flows.parsers.unsure import declines, says_unknown
from flows.prompts import LANGUAGES
from flows.safety import looks_like_ssn
from flows.session import Answer, Status
from flows.steps import decline, settle, speak, take
from flows.turn import Draft
from flows.words import Said

# What is heard even when we are not sure who is there.
ALWAYS = frozenset(
    {Intent.HELP, Intent.PRIVACY, Intent.CALL, Intent.FORGET, Intent.RESTART, Intent.ENGLISH, Intent.SPANISH}
)
# What can be asked for before anything was said.
MEETING = frozenset({Intent.HELP, Intent.PRIVACY, Intent.FORGET, Intent.CALL, Intent.ENGLISH, Intent.SPANISH})


def hear(draft: Draft, text: Text) -> None:
    """Everything a text can be, in the order of what matters most. The first that fits deals with it."""
    said = Said(text.body)
    draft.raise_topics(draft.flow.safety.raised(said))
    if danger := draft.flow.safety.hear(said):
        emergencies.respond(draft, danger)
        return
    intent = draft.flow.intents.hear(said)
    if _consent(draft, text, intent) or _noise(draft, text):
        return
    if looks_like_ssn(said):
        draft.say("ssn")
        asides.ask(draft)
    elif draft.session.greeted or draft.session.aside:
        if not _pause(draft, said, intent):
            _heed(draft, said, intent)
    elif intent in MEETING:
        speak_as(draft, draft.flow.languages.hear(said))
        commands.obey(draft, intent)
    else:
        introduce(draft, said, draft.flow.languages.hear(said))


def _consent(draft: Draft, text: Text, intent: Intent | None) -> bool:
    """STOP and START, ours and the carrier's. YES reaches us as a carrier's START and is an answer all the same."""
    if draft.context.opted_out:
        if intent is Intent.START or text.carrier == "START":
            commands.start(draft, "twilio" if text.carrier == "START" else "")
        else:
            draft.note(ReplyWithheld("opted_out"))
        return True
    if text.carrier == "STOP" or intent is Intent.STOP:
        confirmed = text.carrier == "STOP" or draft.context.policy.stop_handling.confirms(text.body)
        commands.stop(draft, "twilio" if confirmed else "")
        return True
    if text.carrier == "HELP":
        draft.note(IntentHeard("help"))
        draft.note(ReplyWithheld("twilio"))
        return True
    return False


def _noise(draft: Draft, text: Text) -> bool:
    """What is no answer: a picture, a tapback, emoji alone, nothing at all, another machine."""
    kind = noise.kind(text)
    if kind is None:
        return False
    draft.note(NoiseReceived(kind.value))
    if kind is Noise.AUTO_REPLY:
        draft.note(ReplyWithheld("machine"))
    elif too_barren(draft):
        fall_silent(draft)
    else:
        draft.say(f"noise.{kind.value}")
        if not draft.step.waits:
            asides.ask(draft)
    return True


def _pause(draft: Draft, said: Said, intent: Intent | None) -> bool:
    """After a silence, first whether to go on; after a long one, first who is there."""
    session, policy = draft.session, draft.context.policy
    hours = (draft.context.now - session.heard).total_seconds() / 3600
    finished = session.status is Status.COMPLETED
    if not session.answers or intent in ALWAYS or hours <= (policy.still_you_hours if finished else policy.pause_hours):
        return False
    kind = "still_you" if hours > policy.still_you_hours else "paused"
    draft.note(SessionPaused(kind))
    draft.change(barren=0)
    asides.open_(draft, kind, held=said.raw)
    return True


def _heed(draft: Draft, said: Said, intent: Intent | None) -> None:
    """Commands, then the question in between if there is one, then the step."""
    if intent and intent not in commands.COURTESIES and (intent in ALWAYS or not asides.is_firm(draft)):
        commands.obey(draft, intent)
        return
    left = asides.hear(draft, said)
    if left is said:
        understand(draft, said, intent)
    elif left is not None:
        resume(draft, left)


def resume(draft: Draft, said: Said) -> None:
    """Go on after a pause: the text that was held back counts if it is an answer or a command, else we ask again."""
    intent = draft.flow.intents.hear(said)
    if intent and intent not in commands.COURTESIES:
        commands.obey(draft, intent)
    elif not answer(draft, said):
        asides.ask(draft)


def understand(draft: Draft, said: Said, intent: Intent | None) -> None:
    """The answer, a command in other words, another language, or nothing that we understand."""
    if not draft.session.language and draft.flow.languages.hear(said) in LANGUAGES:
        introduce(draft, said, draft.flow.languages.hear(said))
        return
    if answer(draft, said):
        return
    if results.tell_early(draft, said):
        return
    if intent or (intent := draft.flow.intents.hear(said, loosely=True)):
        commands.obey(draft, intent)
        return
    heard = draft.flow.languages.hear(said)
    if heard == "other":
        draft.say("other_language")
    elif heard and heard != draft.session.language:
        speak(draft, heard)
        asides.ask(draft)
    else:
        asides.not_heard(draft)


def introduce(draft: Draft, said: Said, language: str | None) -> None:
    """The first words: in which language, and what they already tell us. Then who we are, and the first open question."""
    if language == "other":
        draft.say("other_language")
        return
    speak_as(draft, language)
    if draft.session.language:
        greet(draft)
        travel(draft)
    if not answer(draft, said, first=True):
        settle(draft)


def speak_as(draft: Draft, language: str | None) -> None:
    if language in LANGUAGES:
        speak(draft, language)


def answer(draft: Draft, said: Said, *, first: bool = False) -> bool:
    """The step's answer, and whatever else was volunteered with it. In a first text only what is plainly meant counts."""
    step, today = draft.step, draft.context.today
    if step.parser is None:
        return results.hear(draft, said) if step.waits == "results" else _go_on(draft, said)
    heard = step.parser.hear(said, today)
    if first:
        heard = heard if heard and heard.sure and not said.bare.isdigit() else None
    elif heard is None and says_unknown(said) and step.unsure:
        heard = Heard(step.unsure)
    volunteered = _volunteer(draft, said, step.slot)
    if heard:
        take(draft, heard, said.raw)
    elif volunteered:
        settle(draft)
    elif not first and (says_unknown(said) or declines(said)):
        decline(draft, said.raw, "declined" if declines(said) else "unknown")
    else:
        return False
    return True


def _go_on(draft: Draft, said: Said) -> bool:
    """After a promise: 1 leads back to the questions."""
    if draft.flow.asides["safety"].hear(said, draft.context.today) is None:
        return False
    advance(draft, "go_on")
    settle(draft)
    return True


def _volunteer(draft: Draft, said: Said, asked: str) -> bool:
    """Fill the other open slots that the text plainly answers too."""
    if len(said.tokens) < 2:
        return False
    filled = False
    for slot, parser in draft.flow.volunteers.items():
        if slot == asked or slot in draft.session.answers:
            continue
        heard = parser.volunteer(said, draft.context.today)
        if heard and heard.sure:
            draft.answer(slot, Answer(heard.value, said.raw, "volunteered"))
            filled = True
    _reconcile_stage(draft)
    return filled


def _reconcile_stage(draft: Draft) -> None:
    """Pregnant, and then tells of a child; or a child, and then tells when the next one is due: it is both."""
    stage, told = draft.value("stage"), draft.told
    if (stage == "pregnant" and "ages" in told) or (stage == "has_children" and "due" in told):
        draft.answer("stage", Answer("both", draft.session.answers["stage"].words, "inferred"))
