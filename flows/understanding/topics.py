"""What people ask about the programs, and what they need beyond them: phrases to topics, as
data."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from flows.understanding.phrase_patterns import PhraseError
from flows.understanding.phrases import PhraseBook
from flows.understanding.spelling import SHORT_FORMS, Corrector
from flows.understanding.utterance import OnceAWord, Said

_ASKS = re.compile(
    r"[?¿]|^(?:who|whos|what|whats|where|wheres|when|whens|how|hows|can|could|do|does|did|is|are|will|would|should|may"
    r"|que|quien|quienes|donde|adonde|a"
    r" donde|cuando|como|cual|cuales|cuanto|cuanta|puedo|puede|pueden|hay|tienen|se puede)\b"
)
Url = Annotated[str, Meta(pattern=r"^https?://")]


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


class TopicsData(Struct, frozen=True, forbid_unknown_fields=True):
    as_of: date
    real: str
    topics: dict[str, Topic]


class Topics:
    """Compiled topics, in the order in which they are heard: the first with a phrase in the text
    counts."""

    def __init__(self, data: object) -> None:
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

    def about(self, said: Said) -> tuple[str, ...]:
        """The names of the topics that a text speaks of, in the order of the data."""
        return self._about(said)

    def _find(self, said: Said) -> tuple[str, ...]:
        hits = self._book.find_in(self._corrector.read(said.tokens))
        return tuple(dict.fromkeys(hit.name for hit in hits))


def is_question(said: Said) -> bool:
    """Whether a text asks something: a question mark, or a word that begins a question."""
    return bool(_ASKS.search(said.plain))
