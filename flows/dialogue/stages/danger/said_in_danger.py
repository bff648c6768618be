"""What else is said while danger holds, or is asked about: to go on, that it is over, a call, what
the number does."""

from __future__ import annotations

from flows.dialogue.asides import aside as asides
from flows.dialogue.draft import Draft
from flows.dialogue.incoming import Incoming
from flows.dialogue.stages import commands, program_questions
from flows.dialogue.stages.promised_call import cancel
from flows.dialogue.steps.callback import CALLBACK
from flows.dialogue.steps.settle import settle
from flows.model.danger_events import GRIEF
from flows.model.inputs import Digits
from flows.understanding.intents import QUESTIONS, Intent
from flows.understanding.parsers.shared.vocabulary import wordset
from flows.understanding.text.answer_words import written_out
from flows.understanding.text.phrases import Hit
from flows.understanding.text.utterance import Said

# Kinds in which 911 is the only number.
ONLY_911 = frozenset({"danger", "infant", "mother", "urgent"})
# Kinds whose help speaks to who writes: without a word of one's own it may be about another.
OF_THE_WRITER = frozenset({"substance", "trafficking", "child_self", "parent", "safe_haven"})
# Kinds in which "im ok" is soon said: going on takes an ear that hears nothing at all.
OF_THE_SOUL = frozenset({"suicide", "psychosis", "distress", "parent", "child_self", "overdose"})
# What is answered in words of its own after a loss, also while danger holds.
AFTER_LOSS = ("fault", "no_baby", "talk")
# A stage which, beside a question about danger, may be part of what happened ("took the pills").
ENDS = ("pregnancy_ended",)
# So many words beside "fine" say nothing else.
MOST_BESIDE = 1
# Facts that answer a question of ours wherever they are told.
PLAIN_FACTS = ("due", "ages", "town", "household")
# What is answered as what it is, and not together with what was held back.
ANSWERED_APART = QUESTIONS | frozenset(
    {Intent.CALL, Intent.MORE, Intent.FORGET, Intent.LANGUAGE, Intent.PRIVACY}
)
_SELF = wordset("i im ive ill me myself us we yo nos estoy toy soy voy tengo estamos conmigo")


def names(draft: Draft, said: Said) -> frozenset[str]:
    """The lists of `hold` that the text is heard in; what says that it is not well cancels going
    on, and a call to somebody else is none of ours."""
    text = written_out(said.bare)
    found = {hit.name for hit in draft.flow.hold.find_in(text) if _is_in_place(hit, text)}
    if found & {"never", "unwell"}:
        found -= {"on", "go_on", "fine", "over"}
    if "call_them" in found:
        found -= {"call", "no_call"}
    return frozenset(found)


def _is_in_place(hit: Hit, text: str) -> bool:
    """Whether a list that counts only where a text begins, or ends, with it stands there."""
    if hit.name == "no_first":
        return hit.start == 0
    return hit.name != "no_last" or hit.end == len(text)


def hears_in_hold(draft: Draft, incoming: Incoming) -> bool:
    """A go-on in other words, a call, none, erasing, and what happens at that number."""
    if isinstance(incoming.input, Digits) or draft.doubtful:
        return False
    said, heard = incoming.said, names(draft, incoming.said)
    grieved = not GRIEF.isdisjoint(draft.session.dangers)
    if "no_call" in heard:
        if CALLBACK in draft.session.handoffs:
            cancel(draft)
        _say_and_hold(draft, "no_call")
    elif "call" in heard or incoming.loose_intent is Intent.CALL:
        commands.obey(draft, Intent.CALL, said)
    elif incoming.loose_intent is Intent.FORGET:
        commands.obey(draft, Intent.FORGET, said)
    elif grieved and (key := next((key for key in AFTER_LOSS if key in heard), "")):
        _say_and_hold(draft, key)
    elif "number" in heard:
        kind = asides.danger_held(draft.session)
        _say_and_hold(draft, "number_911" if kind in ONLY_911 else "number")
    elif goes_on(draft, said, heard):
        _go_on(draft, incoming, heard)
    else:
        return False
    return True


def _go_on(draft: Draft, incoming: Incoming, heard: frozenset[str]) -> None:
    """A kind word to who is out of it; and what they ask beside it is answered."""
    draft.change(aside=None)
    if heard & {"over", "safe"}:
        draft.say("hold.glad")
    if not program_questions.beside_the_answer(draft, incoming):
        settle(draft)


def goes_on(draft: Draft, said: Said, heard: frozenset[str]) -> bool:
    """A wish to go on does, whatever else is said; that it is well, or what help is wanted, only
    where nothing in it sounds like danger."""
    if "on" in heard or {"over", "safe"} <= heard:
        return True
    if not heard & {"go_on", "over"} or "hedge" in heard:
        return False
    of_the_soul = asides.danger_held(draft.session) in OF_THE_SOUL
    surer = "but" not in heard and ("over" in heard or ("safe" in heard and not of_the_soul))
    return not draft.flow.safety.perhaps(said, answers=surer)


def _say_and_hold(draft: Draft, key: str) -> None:
    draft.say(f"hold.{key}")
    asides.ask(draft)


def denies(found: frozenset[str]) -> bool:
    """A text that begins with a no which denies ("no se murio, se fue"), and does not say what one
    cannot do or does not know."""
    return bool(found & {"no_first", "no_last"}) and "not_no" not in found


def beside_fine(draft: Draft, said: Said) -> Said:
    """What is left of a text without the words that say that it is fine."""
    text = written_out(said.bare)
    spans = [
        range(hit.start, hit.end)
        for hit in draft.flow.hold.find_in(text)
        if hit.name in ("fine", "laugh")
    ]
    rest = "".join(
        letter for place, letter in enumerate(text) if not any(place in span for span in spans)
    )
    return Said(rest) if spans else said


def is_all_fine(draft: Draft, said: Said) -> bool:
    """ "Nadie esta herido": nothing in it but that it is fine, whatever it sounds like."""
    rest = beside_fine(draft, said)
    return rest is not said and len(rest.tokens) <= MOST_BESIDE


def says_only_no(draft: Draft, incoming: Incoming, *, sure: bool) -> bool:
    """ "No", "it was a joke": nothing in it but that it is none, so that what was held back goes
    on."""
    said, found = incoming.said, names(draft, incoming.said)
    if incoming.loose_intent in ANSWERED_APART or found & {"errand", "go_on"}:
        return False
    sounds, bars = draft.flow.topics.sounds_like(said), draft.flow.topics.bars
    answers = answers_ours(draft, said) and not sure
    return not answers and not (sounds and sounds.passes(bars.between))


def answers_ours(draft: Draft, said: Said) -> bool:
    """An answer to the waiting question, of the town, or a fact that we ask for; or a question that
    people ask."""
    today, parsers = draft.context.today, [draft.step.parser, draft.flow.steps["town"].parser]
    found = [parser.hear(said, today) for parser in parsers if parser]
    found = [each for each in found if each and each.value not in ENDS]
    facts = [draft.flow.volunteers[slot].volunteer(said, today) for slot in PLAIN_FACTS]
    return any(each and each.sure for each in (*found, *facts)) or (
        draft.flow.topics.is_plainly_asked(said)
    )


def kind_for(draft: Draft, kind: str, held: Said) -> str:
    """The kind of help after "yes": the general one where only the ear said so, and nothing says
    that it is about who writes."""
    certain = draft.flow.safety.hear(held) is not None and not draft.flow.safety.doubts(held)
    if certain or kind not in OF_THE_WRITER:
        return kind
    return kind if _SELF.intersection(held.tokens) else "danger"
