"""A call, one callback at a time: it rings, it is answered with keys, words or silence, somebody is
dialled, it ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flows.dialogue.aloud import bounds, legs
from flows.dialogue.aloud import follow_up_aloud as follow_up
from flows.dialogue.aloud import reach_a_person as people
from flows.dialogue.aloud import reprompts_aloud as reprompts
from flows.dialogue.aloud import results_aloud as reading
from flows.dialogue.aloud.next_wait import wait_after
from flows.dialogue.asides import aside as asides
from flows.dialogue.draft import Draft
from flows.dialogue.order import understand
from flows.dialogue.stages.danger import emergencies
from flows.flow import Flow
from flows.model.call_events import (
    MCH,
    CallClosed,
    CallOpened,
    CaughtUp,
    RecordingLeft,
    TransferEnded,
)
from flows.model.context import Call
from flows.model.events import HandoffOpened, Prompted, SessionPaused
from flows.model.inputs import Dialled, Digits, Hangup, Input, Recorded, Ring, Silence, Speech
from flows.model.session import Aside, Session, Status, meaning
from flows.model.waits import Gather, HangUp
from flows.understanding.spoken.spoken_words import as_meant
from flows.understanding.text.utterance import Said

BUSY: Mapping[str, type] = {"transfer": Dialled, "recording": Recorded}
KEPT_WORDS = ("safety.", "connect.")


def take_callback(draft: Draft, input_: Input, call: Call) -> None:
    """One callback of a call, and what the call waits for then."""
    if isinstance(input_, Hangup):
        close(draft, call, input_)
        return
    if call.sid not in draft.session.calls:
        _ring(draft, call)
    elif draft.session.calls[call.sid].closed:
        _hear_afterwards(draft, input_)
        return
    elif (
        legs.is_current(draft.session, call)
        or isinstance(input_, Dialled | Recorded)
        or _is_danger(draft.flow, input_)
    ):
        _listen(draft, input_)
    else:
        draft.note(CaughtUp(draft.session.step))
    _finish(draft, call, input_.keys if isinstance(input_, Digits) else "")


def _hear_afterwards(draft: Draft, input_: Input) -> None:
    """The call is over; a message that was left, and how a dial ended, still are facts."""
    if isinstance(input_, Recorded):
        draft.note(RecordingLeft(input_.reference, input_.seconds))
        draft.note(HandoffOpened("voicemail"))
        draft.change(handoffs=(*draft.session.handoffs, "voicemail"))
    elif isinstance(input_, Dialled):
        draft.note(TransferEnded(MCH, input_.outcome, input_.seconds))
    draft.wait = HangUp()


def _listen(draft: Draft, input_: Input) -> None:
    """While somebody is dialled or a message recorded, only what becomes of it is heard; all else
    means that nothing did."""
    aside = draft.session.aside
    if (
        aside
        and aside.kind in BUSY
        and type(input_) is not BUSY[aside.kind]
        and not _is_danger(draft.flow, input_)
    ):
        input_ = Silence()
    HEARD[type(input_)](draft, input_)


def _is_danger(flow: Flow, input_: Input) -> bool:
    """Words of danger are heard also where a text has moved on meanwhile."""
    return (
        isinstance(input_, Speech)
        and emergencies.danger_in(flow, Said(as_meant(input_.words)), None) is not None
    )


def _finish(draft: Draft, call: Call, pressed: str) -> None:
    """Climb the ladder if nothing was heard, ask what has not been asked yet, and say what the call
    waits for."""
    if draft.unheard:
        reprompts.climb(draft, draft.unheard)
    counted = bounds.counted(draft, call)
    if isinstance(wait_after(draft), Gather):
        _bound(draft, call, counted.barren)
    if isinstance(wait_after(draft), Gather) and not draft.asked:
        _ask(draft)
    draft.wait = wait_after(draft)
    draft.change(calls=legs.after_turn(draft.session, call, pressed, counted))


def _bound(draft: Draft, call: Call, barren: int) -> None:
    """Whoever goes round hears the number and is offered a person; then the call ends with the
    number."""
    if barren >= bounds.END_AFTER or call.n >= bounds.MOST_CALLBACKS:
        _unsay(draft)
        people.say_goodbye(draft, "goes round")
    elif barren == bounds.OFFER_AFTER and not asides.is_danger(draft):
        _unsay(draft)
        draft.say("number")
        reprompts.offer_a_person(draft)


def _unsay(draft: Draft) -> None:
    """What this turn would have said again leads nowhere; what to do in danger is always said."""
    draft.events = [
        each
        for each in draft.events
        if not isinstance(each, Prompted) or each.key.startswith(KEPT_WORDS)
    ]
    draft.asked = False


def _ask(draft: Draft) -> None:
    """While nobody has chosen to go on, that is asked before anything of the conversation is
    named."""
    if draft.session.dropped and draft.session.aside is None and not people.is_waiting(draft):
        draft.change(aside=Aside("paused"))
    asides.ask(draft)


def _ring(draft: Draft, call: Call) -> None:
    draft.note(CallOpened(call.sid))
    session = draft.session
    if session.status in (Status.STOPPED, Status.FAILED):
        draft.change(status=Status.WAITING, disposition=None)
    if danger := asides.danger_held(session):
        draft.say(f"safety_short.{danger}")
    if session.answers or session.promised:
        _welcome_back(draft, session)
    else:
        draft.change(language="", step=draft.flow.start, aside=None, entry=None)
        draft.say_in(draft.flow.languages.first, "opening.hello")
        asides.ask(draft)


def _welcome_back(draft: Draft, session: Session) -> None:
    """Phones are shared: until they choose, nothing tells what was asked, answered or found."""
    hours = (draft.context.now - session.heard).total_seconds() / 3600
    kind = "still_you" if hours > draft.context.policy.still_you_hours else "paused"
    draft.note(SessionPaused(kind))
    danger = asides.danger_held(session) or None
    draft.change(
        aside=Aside(kind, value=danger), entry=None, dropped=True, misses=0, silences=0, barren=0
    )
    draft.say("opening.back")
    asides.ask(draft)
    draft.channel.offer_other_language()


def _hear_silence(draft: Draft, _: Silence) -> None:
    if follow_up.hear_nothing(draft):
        return
    aside = draft.session.aside
    if aside and aside.kind == "recording":
        people.after_empty_recording(draft)
    elif aside and aside.kind == "transfer":
        people.after_dialling(draft, Dialled("failed"))
    elif reading.at_the_list(draft):
        reading.go_on(draft)
    else:
        draft.unheard = reprompts.SILENT


def close(draft: Draft, call: Call, hangup: Hangup) -> None:
    """The call's part of the transcript is complete. A dropped call ends nothing; what was asked of
    a person is not lost."""
    draft.note(CallClosed(call.sid, hangup.status, hangup.seconds))
    if people.is_waiting(draft) and not draft.context.withheld:
        draft.change(handoffs=(*draft.session.handoffs, "hung_up"))
        draft.note(HandoffOpened("hung_up"))
    if draft.context.withheld:  # nobody can come back to it
        draft.end(Status.EXPIRED, meaning(draft.session))
    asides.leave_the_call(draft)
    session = draft.session
    texted = session.status is Status.COMPLETED and session.shown > 0
    draft.change(
        calls=legs.closed(session, call), dropped=bool(session.answers) and not texted, entry=None
    )


HEARD: Mapping[type, Callable[[Draft, Any], object]] = {
    Ring: lambda draft, _: draft.note(CaughtUp(draft.session.step)),
    Digits: understand,
    Speech: understand,
    Silence: _hear_silence,
    Dialled: people.after_dialling,
    Recorded: people.after_recording,
}
