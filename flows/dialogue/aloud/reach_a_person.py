"""To a person: connected now, or called back, or a recorded message; always told truthfully, and
always in staff's list."""

from __future__ import annotations

from flows.dialogue.aloud import bounds, legs
from flows.dialogue.aloud.next_wait import PROGRAM, wait_after
from flows.dialogue.draft import Draft
from flows.dialogue.steps import callback
from flows.dialogue.steps.settle import call_back
from flows.model.call_events import (
    MCH,
    CallEnded,
    ConsentGiven,
    RecordingLeft,
    RecordingStarted,
    TransferEnded,
    TransferStarted,
)
from flows.model.events import HandoffOpened, OptedOut
from flows.model.inputs import Dialled, Recorded
from flows.model.session import Aside
from flows.model.waits import RECORD_SECONDS
from flows.wording.formatting import spoken_opening

TAKEN = "taken"
# What is known of a transfer before it ends, in the `slot` of its aside.
ACCEPTED, DECLINED = "accepted", "declined"


def reach(draft: Draft) -> None:
    """A person now, if the office is open and was not rung twice; else another way, which is a call
    back if they ask again."""
    policy, office, aside = draft.context.policy, draft.context.office, draft.session.aside
    if bounds.may_ring(draft):
        draft.say("person.connecting")
        _start(draft, MCH)
    elif aside and aside.kind == "reach":
        call_back(draft)
    elif policy.transfer and office.open:
        draft.say("person.tried")
        _otherwise(draft)
    else:
        say_closed(draft)
        _otherwise(draft)


def say_closed(draft: Draft) -> None:
    """That nobody can be reached now, and when somebody can, where that is known."""
    policy, windows, prompts = draft.context.policy, draft.context.office.windows, draft.prompts
    if policy.transfer and windows:
        draft.say(
            "person.closed", when=lambda language: spoken_opening(prompts, language, windows[0])
        )
    else:
        draft.say("person.unavailable")


def through(draft: Draft, program: str) -> None:
    """To the program itself; its number is said first, so that nothing is lost if nobody
    answers."""
    draft.say("program.connecting")
    _start(draft, f"{PROGRAM}{program}")


def connect(draft: Draft, kind: str) -> None:
    """To the help line for a kind of danger."""
    draft.say("connect.start")
    _start(draft, kind)


def after_dialling(draft: Draft, dialled: Dialled) -> None:
    """What became of it. A help line that did not answer is named once more, so that they can call
    it themselves."""
    aside = draft.session.aside
    to = str(aside.value) if aside and aside.kind == "transfer" else MCH
    taken = dialled.outcome == TAKEN and not (aside and aside.slot == DECLINED)
    draft.note(
        TransferEnded(
            to,
            DECLINED if dialled.outcome == TAKEN and not taken else dialled.outcome,
            dialled.seconds,
        )
    )
    draft.change(aside=None)
    if to.startswith(PROGRAM):
        _after_program(draft, to.removeprefix(PROGRAM), taken=taken)
    elif to != MCH:
        draft.say("connect.back" if taken else "connect.failed")
        if not taken:
            draft.say(f"connect.number.{to}")
        draft.change(aside=Aside("safety", value=None if taken else to))
    elif taken:
        draft.change(handoffs=(*draft.session.handoffs, "transferred"))
        draft.say("person.done")
        draft.note(CallEnded("transferred"))
    else:
        draft.say("person.unanswered")
        _otherwise(draft)


def _after_program(draft: Draft, program: str, *, taken: bool) -> None:
    """Back to the list, which is asked by the end of the turn."""
    draft.say("connect.back" if taken else "program.unanswered")
    if not taken:
        draft.say(f"programs.{program}.call")
        say_hours(draft, program)


def say_hours(draft: Draft, program: str) -> None:
    """When a program answers its own line, where that is known."""
    key, spoken = f"programs.{program}.hours", draft.flow.voice.prompts
    if key in spoken:
        draft.say("results.own_hours", hours=lambda language: spoken.say(key, language))


def record(draft: Draft, consented: str) -> None:
    """Record a message. The yes is to the words of the prompt `consented`."""
    language = draft.language
    draft.note(ConsentGiven("recording", draft.spoken(consented, language), language))
    draft.say("voicemail.start")
    draft.note(RecordingStarted(RECORD_SECONDS))
    draft.change(aside=Aside("recording", label=consented))


def after_recording(draft: Draft, recorded: Recorded) -> None:
    draft.note(RecordingLeft(recorded.reference, recorded.seconds))
    draft.note(HandoffOpened("voicemail"))
    draft.change(handoffs=(*draft.session.handoffs, "voicemail"), aside=Aside("safety"))
    draft.say("voicemail.thanks")


def after_empty_recording(draft: Draft) -> None:
    """Nothing was said after the tone: the same choice again."""
    draft.say("voicemail.empty")
    _otherwise(draft)


def say_goodbye(draft: Draft, why: str) -> None:
    """The last words of a call: our number, twice; after words of danger first the number that
    helps there."""
    if line := next((kind for kind in reversed(draft.session.dangers) if kind != "ended"), ""):
        draft.say(f"safety_short.{line}")
    draft.say("goodbye")
    draft.note(CallEnded(why))


def stop_texts(draft: Draft) -> None:
    """A call is no text: they get no more texts, and the call goes on."""
    draft.note(OptedOut("call"))
    draft.say("stopped")


def put_through(draft: Draft) -> None:
    """When the conversation cannot go on: to a person if the office is open, else goodbye. Nothing
    of the session moves."""
    draft.say("number")
    if bounds.may_ring(draft):
        draft.say("person.connecting")
        draft.note(TransferStarted(MCH))
    else:
        draft.note(CallEnded("failed"))
    draft.wait = wait_after(draft)
    if call := draft.context.call:
        draft.change(
            calls=legs.after_turn(draft.session, call, counted=bounds.counted(draft, call))
        )


def is_waiting(draft: Draft) -> bool:
    """Whether a person was asked for, and nothing is arranged yet."""
    aside = draft.session.aside
    dialling = (
        aside is not None
        and (aside.kind, aside.value) == ("transfer", MCH)
        and aside.slot != ACCEPTED
    )
    reaching = aside is not None and aside.kind in ("reach", "recording")
    return dialling or reaching or draft.step.slot in callback.CALLBACK_SLOTS


def _start(draft: Draft, to: str) -> None:
    draft.change(aside=Aside("transfer", value=to))
    draft.note(TransferStarted(to))


def _otherwise(draft: Draft) -> None:
    """A message, or a call back; for who withholds the number only what they can use."""
    voicemail = draft.context.policy.voicemail
    if draft.context.withheld:
        draft.say("person.withheld")
        draft.change(aside=Aside("reach_withheld") if voicemail else None)
    elif voicemail:
        draft.change(aside=Aside("reach"))
    else:
        call_back(draft)
