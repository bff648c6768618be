"""What means the same at every step, whatever was asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import Enum

import msgspec
from msgspec import Struct

from flows.understanding.phrases import PhraseBook, PhraseError, spell_out
from flows.understanding.spelling import SHORT_FORMS, Corrector
from flows.understanding.utterance import Said

_LONGEST_WHOLE = 9  # words: a longer text is never a command and nothing else
_LONGEST_QUESTION = 16  # words
_VARIATION = str.maketrans("", "", "\ufe0e\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")


class IntentsError(ValueError):
    """The intents data are wrong. The message says where and why."""


class Intent(Enum):
    """What the person wants, whatever the step. Where a text could be two of them, the first wins."""

    STOP = "stop"
    START = "start"
    FORGET = "forget"
    CALL = "call"
    ENGLISH = "english"
    SPANISH = "spanish"
    PRIVACY = "privacy"
    COST = "cost"
    WHO = "who"
    PAPERS = "papers"
    OFFICE = "office"
    HOW_LONG = "how_long"
    WHY = "why"
    BACK = "back"
    REPEAT = "repeat"
    SKIP = "skip"
    RESTART = "restart"
    MORE = "more"
    HELP = "help"
    THANKS = "thanks"
    GREETING = "greeting"
    GO_ON = "go_on"


# What people ask of us: answered, and nothing moves.
QUESTIONS = frozenset({Intent.COST, Intent.WHO, Intent.PAPERS, Intent.OFFICE, Intent.HOW_LONG})


class IntentData(Struct, frozen=True, forbid_unknown_fields=True):
    whole: tuple[str, ...]
    always: tuple[str, ...] = ()
    loosely: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()


class IntentsData(Struct, frozen=True, forbid_unknown_fields=True, rename={"not_": "not"}):
    same: dict[str, str]
    real: str
    polite: tuple[str, ...]
    agreeing: tuple[str, ...]
    asking: tuple[str, ...]
    not_: tuple[str, ...]
    intents: dict[str, IntentData]


class _Wrapping:
    """Words that may stand before a message, and `behind` it, and change nothing."""

    def __init__(self, phrases: Iterable[str], same: Mapping[str, str], *, behind: bool = True) -> None:
        spelled = (spell_out(Said(phrase).tokens, same) for phrase in phrases)
        one = "|".join(sorted(spelled, key=len, reverse=True))
        self._before = re.compile(f"^(?:(?:{one}) )+")
        self._after = re.compile(f"(?: (?:{one}))+$") if behind else None

    def off(self, text: str) -> str:
        """Without them; where there are no other words, the last of them stay."""
        bare = self._before.sub("", text)
        return self._after.sub("", bare) if self._after else bare


class Intents:
    """Compiled intents. A word that stops the texts is never guessed from a misspelling; the others may be one letter off."""

    def __init__(self, data: object) -> None:
        try:
            read = msgspec.convert(data, IntentsData)
            self._compile(read)
        except (msgspec.ValidationError, PhraseError) as error:
            raise IntentsError(str(error)) from None

    def hear(self, said: Said, loosely: bool = False) -> Intent | None:
        """The intent that is the whole message, or plainly asks to stop or start; `loosely`: any that is part of it."""
        if not said.tokens:
            return self._signs.get(said.raw.strip().translate(_VARIATION))
        if len(said.tokens) <= _LONGEST_WHOLE and (name := self._whole_message(said.tokens)):
            return Intent(name)
        if question := self.question(said):
            return question
        text = self._not.mask(spell_out(said.tokens, self._same))
        if hits := self._always.find_in(text):
            return Intent(hits[0].name)
        if loosely and (hits := self._loosely.find_in(self._not.mask(self._corrector.read(said.tokens)))):
            return Intent(hits[0].name)
        return None

    def question(self, said: Said) -> Intent | None:
        """What people ask of us, if the text asks that and says nothing else."""
        if not 0 < len(said.tokens) <= _LONGEST_QUESTION:
            return None
        text = self._corrector.read(said.tokens)
        bare = self._polite.off(text)
        for form in dict.fromkeys((text, bare, self._asking.off(text), self._asking.off(bare))):
            for hit in self._whole.find_in(form):
                if (intent := Intent(hit.name)) in QUESTIONS:
                    return intent
        return None

    def _whole_message(self, tokens: Iterable[str]) -> str | None:
        text = self._corrector.read(tokens)
        hits = self._whole.find_in(text)
        if not hits and (bare := self._courtesy.off(text)) != text:
            hits = [hit for hit in self._whole.find_in(bare) if Intent(hit.name) not in QUESTIONS]
        return hits[0].name if hits else None

    def _compile(self, data: IntentsData) -> None:
        names = tuple(intent.value for intent in Intent)
        if tuple(data.intents) != names:
            raise IntentsError(f"the intents must be exactly {', '.join(names)}, in this order - at `$.intents`")
        same = self._same = {**SHORT_FORMS, **data.same}
        items = data.intents.items()
        self._signs = {sign: Intent(name) for name, intent in items for sign in intent.signs}
        self._whole = PhraseBook({name: [f"= {phrase}" for phrase in intent.whole] for name, intent in items}, same=same)
        self._always = PhraseBook({name: intent.always for name, intent in items}, same=same)
        self._loosely = PhraseBook({name: intent.loosely for name, intent in items}, same=same)
        self._not = PhraseBook({"not": data.not_}, same=same)
        self._courtesy = _Wrapping((*data.polite, *data.agreeing), same)
        self._polite = _Wrapping(data.polite, same)
        self._asking = _Wrapping(data.asking, same, behind=False)
        stops = PhraseBook({"stop": data.intents["stop"].whole}, same=same).vocabulary
        heard = (self._whole.vocabulary | self._loosely.vocabulary) - stops
        self._corrector = Corrector(heard, stops | self._always.vocabulary | set(data.real.split()), same)
