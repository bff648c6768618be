"""A text, understood: safety first, then consent, then what means the same everywhere, then the answer."""

from __future__ import annotations

from flows.dialogue import asides, commands, emergencies
from flows.dialogue import faq as asked
from flows.dialogue.asides import UNSURE
from flows.dialogue.asking import fall_silent, too_barren
from flows.dialogue.hold import keeps_silent
from flows.dialogue.step_input import MEETING, introduce, resume, speak_as, understand
from flows.dialogue.turn import Draft
from flows.model.events import IntentHeard, NoiseReceived, ReplyWithheld, SessionPaused
from flows.model.inputs import Text
from flows.model.session import Aside, Disposition, Status
from flows.understanding import noise
from flows.understanding.intents import QUESTIONS, Intent
from flows.understanding.noise import MACHINE, Noise
from flows.understanding.safety import looks_like_ssn
from flows.understanding.utterance import Said

# What is heard even when we are not sure who is there.
ALWAYS = frozenset(
    {
        *(Intent.HELP, Intent.PRIVACY, Intent.CALL, Intent.FORGET),
        *(Intent.RESTART, Intent.REPEAT, Intent.ENGLISH, Intent.SPANISH),
        *QUESTIONS,
    }
)


def hear(draft: Draft, text: Text, said: Said) -> None:
    """Everything a text can be, in the order of what matters most. The first that fits deals with it."""
    asides.leave_the_call(draft)
    kind = noise.kind(text)
    if danger := emergencies.danger_in(draft.flow, said, kind):
        emergencies.respond(draft, danger, said)
        return
    intent = None if kind in MACHINE else draft.flow.intents.hear(said)
    if _consent(draft, text, intent) or _machine(draft, kind):
        return
    if not _is_owed(draft, intent) and keeps_silent(draft):
        return
    if (intent is None and _noise(draft, kind)) or _pause(draft, said, intent):
        return
    draft.raise_topics(draft.flow.safety.raised(said))
    if looks_like_ssn(said):
        draft.say("ssn")
        asides.ask(draft)
    elif _is_under_way(draft):
        heed(draft, said, intent)
    elif intent in MEETING:
        speak_as(draft, draft.flow.languages.hear(said))
        commands.obey(draft, intent)
    else:
        introduce(draft, said, draft.flow.languages.hear(said))


def _is_owed(draft: Draft, intent: Intent | None) -> bool:
    """What everybody is owed an answer to at once, also while a person has the conversation."""
    erasing = draft.session.aside is not None and draft.session.aside.kind == "forget"
    return erasing or intent in (Intent.HELP, Intent.PRIVACY, Intent.FORGET)


def _is_under_way(draft: Draft) -> bool:
    session = draft.session
    return session.greeted or session.aside is not None or session.step != draft.flow.start


def _may_be_answer(draft: Draft, intent: Intent) -> bool:
    """ "Ok" may answer a yes or no, "more" how high the income is, and "yes, erase it" whether to erase."""
    asked = draft.session.status is not Status.COMPLETED
    aside = draft.session.aside
    erasing = intent is Intent.FORGET and aside is not None and aside.kind == "forget"
    return intent in commands.COURTESIES or (intent is Intent.MORE and asked) or erasing


def _consent(draft: Draft, text: Text, intent: Intent | None) -> bool:
    """STOP and START, ours and the carrier's. YES reaches us as a carrier's START and is an answer all the same."""
    if draft.context.opted_out:
        if intent is Intent.START or text.carrier == "START":
            _take_back(draft, text)
        else:
            draft.note(ReplyWithheld("opted_out"))
            draft.change(status=Status.STOPPED, disposition=Disposition.OPTED_OUT)
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


def _take_back(draft: Draft, text: Text) -> None:
    """START after a stop; Twilio's own START has been answered by Twilio."""
    commands.start(draft, "twilio" if text.carrier == "START" else "")
    if text.carrier != "START" and not _pause(draft, Said("")):
        asides.ask(draft)


def _machine(draft: Draft, kind: Noise | None) -> bool:
    """Another machine's automatic answer is never answered."""
    if kind is not Noise.AUTO_REPLY:
        return False
    draft.note(NoiseReceived(kind.value))
    draft.note(ReplyWithheld("machine"))
    return True


def _noise(draft: Draft, kind: Noise | None) -> bool:
    """What is no answer: a picture, a tapback, emoji alone, nothing at all."""
    if kind is None:
        return False
    draft.note(NoiseReceived(kind.value))
    if too_barren(draft):
        fall_silent(draft)
    else:
        draft.say(f"noise.{kind.value}")
        if not _pause(draft, Said("")) and not draft.step.waits:
            asides.ask(draft)
    return True


def _pause(draft: Draft, said: Said, intent: Intent | None = None) -> bool:
    """After a silence or a dropped call, first whether to go on; after a long silence, first who is there."""
    session, policy = draft.session, draft.context.policy
    hours = (draft.context.now - session.heard).total_seconds() / 3600
    finished = session.status is Status.COMPLETED
    due = hours > (policy.still_you_hours if finished else policy.pause_hours)
    asked = session.aside is not None and session.aside.kind in (*UNSURE, "forget")
    if not session.answers or not (due or (session.dropped and not asked)):
        return False
    kind = "still_you" if hours > policy.still_you_hours else "paused"
    draft.note(SessionPaused(kind))
    draft.change(barren=0, aside=Aside(kind, held="" if intent in ALWAYS else said.raw))
    if intent not in ALWAYS:
        asides.ask(draft)
    return intent not in ALWAYS


def heed(draft: Draft, said: Said, intent: Intent | None) -> None:
    """Commands, then what they ask of us, then the question in between if there is one, then the step."""
    if intent in QUESTIONS and not (draft.session.language or draft.session.aside or draft.doubtful):
        introduce(draft, said, draft.flow.languages.hear(said))
        return
    if intent in QUESTIONS:
        asked.speak_as_they_do(draft, said)
    if intent and not _may_be_answer(draft, intent) and (intent in ALWAYS or not asides.is_firm(draft)):
        commands.obey(draft, intent)
        return
    rest = asked.hear(draft, said) if intent is None and draft.session.language else said
    if not rest.tokens and rest is not said:
        asked.ask_again(draft)
        return
    left = asides.hear(draft, rest)
    if left is rest:
        understand(draft, rest, intent, answered=rest is not said)
    elif left is not None:
        resume(draft, left)
