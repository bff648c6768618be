"""What means the same at every step, whatever was asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import Enum

import msgspec
from msgspec import Struct

from flows.model.language import Switch
from flows.understanding.stopping import Stop, Stopping
from flows.understanding.text.phrase_patterns import PhraseError, spell_out
from flows.understanding.text.phrases import Hit, PhraseBook
from flows.understanding.text.spelling import SHORT_FORMS, Corrector
from flows.understanding.text.utterance import OnceAWord, Said

_OF = "."  # between an intent and the language it asks for
_LONGEST_WHOLE = 9  # words: a longer text is never a command and nothing else
_LONGEST_QUESTION = 16  # words
_VARIATION = str.maketrans("", "", "\ufe0e\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")


class IntentsError(ValueError):
    """The intents data are wrong. The message says where and why."""


class Intent(Enum):
    """What the person wants, whatever the step. Where a text could be two of them, the first
    wins."""

    STOP = "stop"
    START = "start"
    FORGET = "forget"
    CALL = "call"
    LANGUAGE = "language"
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
    languages: dict[str, Switch] = {}


class _Wrapping:
    """Words that may stand before a message, and `behind` it, and change nothing."""

    def __init__(
        self, phrases: Iterable[str], same: Mapping[str, str], *, behind: bool = True
    ) -> None:
        spelled = (spell_out(Said(phrase).tokens, same) for phrase in phrases)
        one = "|".join(sorted(spelled, key=len, reverse=True))
        self._before = re.compile(f"^(?:(?:{one}) )+")
        self._after = re.compile(f"(?: (?:{one}))+$") if behind else None

    def off(self, text: str) -> str:
        """Without them; where there are no other words, the last of them stay."""
        bare = self._before.sub("", text)
        return self._after.sub("", bare) if self._after else bare


class Intents:
    """Compiled intents. A word that stops the texts is never guessed from a misspelling; the others
    may be one letter off."""

    def __init__(self, data: object, stopping: Stopping | None = None) -> None:
        self._stopping = stopping
        self._work_out, self._beside = OnceAWord(self._plainly), OnceAWord(self._as_part)
        self._asked = OnceAWord(self._question)
        try:
            read = msgspec.convert(data, IntentsData)
            self._compile(read)
        except (msgspec.ValidationError, PhraseError) as error:
            raise IntentsError(str(error)) from None

    def hear(self, said: Said, loosely: bool = False) -> Intent | None:
        """The intent that is the whole message, or plainly asks to stop or start; `loosely`: any
        that is part of it."""
        if self._stopping and self._stopping.hear(said) is Stop.SURE:
            return Intent.STOP
        heard = self._hear(said, loosely)
        if heard is Intent.STOP and self._stopping and self._stopping.vetoes(said):
            return None
        return heard

    def may_stop(self, said: Said) -> Stop | None:
        """How sure a wish for no more texts is, beyond what `hear` takes for one."""
        return self._stopping.hear(said) if self._stopping else None

    def refuses_a_subject(self, said: Said) -> str:
        """`subject` or `keeps` where a text wants no more of one subject, else nothing."""
        return self._stopping.subject(said) if self._stopping else ""

    def _hear(self, said: Said, loosely: bool) -> Intent | None:
        if self not in said.memo:
            said.memo[self] = self._work_out(said)
        heard: Intent | None = said.memo[self]
        return self._beside(said) if heard is None and loosely and said.tokens else heard

    def _as_part(self, said: Said) -> Intent | None:
        text = self._corrector.read(said.tokens)
        hits = self._loosely.find_in(self._not.mask(text)) if self._loosely.may_be_in(text) else []
        return _named(hits[0]) if hits else None

    def _plainly(self, said: Said) -> Intent | None:
        if not said.tokens:
            return self._signs.get(said.raw.strip().translate(_VARIATION))
        if len(said.tokens) <= _LONGEST_WHOLE and (hit := self._whole_message(said.tokens)):
            return _named(hit)
        if question := self.question(said):
            return question
        text = spell_out(said.tokens, self._same)
        if self._always.may_be_in(text) and (hits := self._always.find_in(self._not.mask(text))):
            return _named(hits[0])
        return None

    def language(self, said: Said) -> str:
        """The language that a text which is Intent.LANGUAGE asks for."""
        whole = self._whole_message(said.tokens)
        loose = self._loosely.find_in(self._not.mask(self._corrector.read(said.tokens)))
        hits = [hit for hit in (whole, *loose) if hit and _named(hit) is Intent.LANGUAGE]
        return hits[0].name.partition(_OF)[2] if hits else ""

    def question(self, said: Said) -> Intent | None:
        """What people ask of us, if the text asks that and says nothing else."""
        return self._asked(said) if 0 < len(said.tokens) <= _LONGEST_QUESTION else None

    def _question(self, said: Said) -> Intent | None:
        text = self._corrector.read(said.tokens)
        if not self._whole.may_be_in(text):
            return None
        bare = self._polite.off(text)
        for form in dict.fromkeys((text, bare, self._asking.off(text), self._asking.off(bare))):
            for hit in self._whole.find_in(form):
                if (intent := _named(hit)) in QUESTIONS:
                    return intent
        return None

    def _whole_message(self, tokens: Iterable[str]) -> Hit | None:
        text = self._corrector.read(tokens)
        if not self._whole.may_be_in(text):
            return None
        hits = self._whole.find_in(text)
        if not hits and (bare := self._courtesy.off(text)) != text:
            hits = [hit for hit in self._whole.find_in(bare) if _named(hit) not in QUESTIONS]
        return hits[0] if hits else None

    def _compile(self, data: IntentsData) -> None:
        names = tuple(intent.value for intent in Intent if intent is not Intent.LANGUAGE)
        if tuple(data.intents) != names:
            raise IntentsError(
                f"the intents must be exactly {', '.join(names)}, in this order - at `$.intents`"
            )
        same = self._same = {**SHORT_FORMS, **data.same}
        items = data.intents.items()
        self._signs = {sign: Intent(name) for name, intent in items for sign in intent.signs}
        self._whole = PhraseBook(
            _by_urgency({n: _whole(i.whole) for n, i in items}, data, "whole"), same=same
        )
        self._always = PhraseBook({name: intent.always for name, intent in items}, same=same)
        self._loosely = PhraseBook(
            _by_urgency({n: i.loosely for n, i in items}, data, "loosely"), same=same
        )
        self._not = PhraseBook({"not": data.not_}, same=same)
        self._courtesy = _Wrapping((*data.polite, *data.agreeing), same)
        self._polite = _Wrapping(data.polite, same)
        self._asking = _Wrapping(data.asking, same, behind=False)
        stops = PhraseBook({"stop": data.intents["stop"].whole}, same=same).vocabulary
        heard = (self._whole.vocabulary | self._loosely.vocabulary) - stops
        self._corrector = Corrector(
            heard, stops | self._always.vocabulary | set(data.real.split()), same
        )


def _named(hit: Hit) -> Intent:
    return Intent(hit.name.partition(_OF)[0])


def _whole(phrases: Iterable[str]) -> list[str]:
    return [f"= {phrase}" for phrase in phrases]


def _by_urgency(
    phrases: Mapping[str, Iterable[str]], data: IntentsData, part: str
) -> dict[str, Iterable[str]]:
    """The phrases in the order of Intent; a wish for a language stands under its name, in its
    place."""
    wishes = {
        f"{Intent.LANGUAGE.value}{_OF}{code}": _whole(switch.whole)
        if part == "whole"
        else switch.loosely
        for code, switch in data.languages.items()
    }
    found: dict[str, Iterable[str]] = {}
    for intent in Intent:
        found |= wishes if intent is Intent.LANGUAGE else {intent.value: phrases[intent.value]}
    return found
