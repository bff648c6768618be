"""Stage: a call back that was arranged is the parent's: it can be called off, moved, and asked
about."""

from __future__ import annotations

from flows.dialogue.draft import Draft
from flows.dialogue.incoming import Incoming
from flows.dialogue.steps import callback
from flows.dialogue.steps.asking import wake
from flows.dialogue.steps.moves import advance
from flows.dialogue.steps.settle import settle
from flows.model.program_events import CalledOff
from flows.model.session import Answer
from flows.understanding.text.utterance import Said

OFF, CHANGE, WHEN = "call_off", "call_change", "call_when"
ABOUT_A_CALL = frozenset({OFF, CHANGE, WHEN})


def promised_call(draft: Draft, incoming: Incoming) -> bool:
    """Where a call is arranged: off at once in any words; another day or hour; when it is.
    Otherwise nothing is meant."""
    if callback.CALLBACK not in draft.session.handoffs or draft.doubtful:
        return False
    about = _about(draft, incoming.said)
    if OFF in about:
        wake(draft)
        cancel(draft)
        draft.say("promise.called_off")
    elif CHANGE in about:
        wake(draft)
        _change(draft, incoming)
    elif (
        WHEN in about and draft.step.waits and incoming.intent is None
    ):  # not "what time do you open"
        wake(draft)
        callback.remind(draft)
        return True
    else:
        return False
    if not draft.asked:
        draft.channel.ask_after_answering()
    return True


def calls_off(draft: Draft, said: Said) -> bool:
    """Whether an arranged call is called off, whatever the reason: that is done before anything is
    asked."""
    return callback.CALLBACK in draft.session.handoffs and OFF in draft.flow.topics.about(said)


def _about(draft: Draft, said: Said) -> frozenset[str]:
    """What a text says of the call: by the rules, else by what was learned."""
    topics = draft.flow.topics
    if by_rule := ABOUT_A_CALL.intersection(topics.about(said)):
        return by_rule
    sounds = topics.sounds_like(said)
    return frozenset({sounds.topic}) if sounds and sounds.passes(topics.bars.sure) else frozenset()


def cancel(draft: Draft) -> None:
    handoffs = tuple(reason for reason in draft.session.handoffs if reason != callback.CALLBACK)
    draft.change(handoffs=handoffs, promised=None)
    draft.note(CalledOff(callback.CALLBACK))


def _change(draft: Draft, incoming: Incoming) -> None:
    """The day and hour in the same text are taken; without any they are asked for."""
    cancel(draft)
    parser = draft.flow.steps["callback_time"].parser
    heard = parser.hear(incoming.said, draft.context.today) if parser else None
    if heard is not None and heard.sure:
        draft.answer("callback_time", Answer(heard.value, incoming.said.raw))
        callback.promise(draft)
    else:
        draft.remove(("callback_time",), "changed")
        advance(draft, "call")
        settle(draft)
    draft.asked = True
