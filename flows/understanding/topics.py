"""What people ask about the programs, and what they need beyond them: phrases to topics, as
data."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, NamedTuple

import msgspec
from msgspec import Meta, Struct

from flows.understanding.learned.learned_classes import Guess
from flows.understanding.text.phrase_patterns import PhraseError
from flows.understanding.text.phrases import PhraseBook
from flows.understanding.text.spelling import SHORT_FORMS, Corrector
from flows.understanding.text.utterance import OnceAWord, Said

_ASKS = re.compile(
    r"[?¿]|^(?:who|whos|what|whats|where|wheres|when|whens|how|hows|can|could|do|does|did|is|are|will|would|should|may"
    r"|que|quien|quienes|donde|adonde|a"
    r" donde|cuando|como|cual|cuales|cuanto|cuanta|puedo|puede|pueden|hay|tienen|se puede)\b"
)
Url = Annotated[str, Meta(pattern=r"^https?://")]


_SOUNDS = "topics.sounds_like"  # asked three times in a turn


class TopicsError(ValueError):
    """The topics' data are wrong. The message says where and why."""


class Topic(Struct, frozen=True, forbid_unknown_fields=True):
    """One thing that people ask: its phrases in every language, and the answer in each.

    `tells_staff` is the reason of the follow-up that is opened for staff, or nothing. `source` are
    the pages on which the answer's facts stand.
    """

    asks: tuple[str, ...]
    says: dict[str, str]
    source: tuple[Url, ...]
    tells_staff: str = ""


Chance = Annotated[float, Meta(ge=0, le=1)]
# The class of what asks nothing that we know of.
NOTHING = "none"
# Texts of fewer letters tell the learned topics nothing.
LEAST_LETTERS = 2


class Bar(Struct, frozen=True, forbid_unknown_fields=True):
    """From when on a learned topic counts: `share` is how much of the chance that it has among the
    topics, `nothing` how likely it may be at most that the text is about none."""

    share: Chance
    nothing: Chance


class Bars(Struct, frozen=True, forbid_unknown_fields=True):
    """`sure` is answered at the list; `perhaps` is answered there with the way on; `between` is
    answered at a question of ours, which is then asked again; `beside` even where the text answers
    that question too. From `plain` on it is so plain a question that danger which is only perhaps
    heard beside it is not asked about. A phrase of a rule counts from `rule` on."""

    sure: Bar
    perhaps: Bar
    between: Bar
    beside: Bar
    plain: Bar
    rule: Bar


class Sounds(NamedTuple):
    """The topic that a text sounds most like, its share among the topics, and how likely it is
    about none of them."""

    topic: str
    share: float
    nothing: float

    def passes(self, bar: Bar) -> bool:
        return self.share >= bar.share and self.nothing <= bar.nothing


# What the conversation is given: a function from a text to the chance of each class.
Classify = Callable[[str], tuple[Guess, ...]]


def hears_nothing(text: str) -> tuple[Guess, ...]:
    """For a conversation without trained topics."""
    return ()


class TopicsData(Struct, frozen=True, forbid_unknown_fields=True):
    as_of: date
    real: str
    ear: Bars
    never_plain: frozenset[str]
    topics: dict[str, Topic]


class Topics:
    """Compiled topics, in the order in which they are heard: the first with a phrase in the text
    counts."""

    def __init__(self, data: object, classify: Classify = hears_nothing) -> None:
        self._classify = classify
        try:
            read = msgspec.convert(data, TopicsData, strict=False)
            self._book = PhraseBook(
                {name: topic.asks for name, topic in read.topics.items()}, same=SHORT_FORMS
            )
        except (msgspec.ValidationError, PhraseError) as error:
            raise TopicsError(str(error)) from None
        self._corrector = Corrector(self._book.vocabulary, read.real.split(), SHORT_FORMS)
        self._about = OnceAWord(self._find)
        self.by_name = read.topics
        self.as_of = read.as_of
        self.bars = read.ear
        self._never_plain = read.never_plain

    def about(self, said: Said) -> tuple[str, ...]:
        """The names of the topics that a text speaks of, in the order of the data."""
        return self._about(said)

    def sounds_like(self, said: Said) -> Sounds | None:
        """The learned topic of a text; None where there is nothing to learn it from. Whether it
        counts is for one of `bars` to say."""
        if _SOUNDS not in said.memo:
            said.memo[_SOUNDS] = self._sounds(said)
        sounds: Sounds | None = said.memo[_SOUNDS]
        return sounds

    def _sounds(self, said: Said) -> Sounds | None:
        if sum(letter.isalpha() for letter in said.bare) < LEAST_LETTERS:
            return None
        found = {guess.name: guess.chance for guess in self._classify(said.raw)}
        nothing = found.pop(NOTHING, 0.0)
        if not found:
            return None
        topic = max(found, key=lambda name: found[name])
        return Sounds(topic, found[topic] / (sum(found.values()) or 1.0), nothing)

    def is_plainly_asked(self, said: Said) -> bool:
        """Whether a text plainly asks about a program, and about nothing that goes with danger."""
        sounds = self.sounds_like(said)
        return (
            sounds is not None
            and sounds.topic not in self._never_plain
            and sounds.passes(self.bars.plain)
        )

    def _find(self, said: Said) -> tuple[str, ...]:
        hits = self._book.find_in(self._corrector.read(said.tokens))
        return tuple(dict.fromkeys(hit.name for hit in hits))


def is_question(said: Said) -> bool:
    """Whether a text asks something: a question mark, or a word that begins a question."""
    return bool(_ASKS.search(said.plain))
