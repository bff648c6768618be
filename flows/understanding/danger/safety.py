"""Detects urgent words by kind, before anything else, in every language, typing slips included."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

import msgspec

from flows.understanding.danger.safety_data import KINDS, SafetyData, SafetyError, check, named
from flows.understanding.learned.ear import Listen, deaf
from flows.understanding.text.phrase_patterns import PhraseError
from flows.understanding.text.phrases import Hit, PhraseBook
from flows.understanding.text.spelling import SHORT_FORMS, Corrector
from flows.understanding.text.utterance import OnceAWord, Said

# Kinds in which one person does something to another: "my husband beats me" is not the idiom that
# it ends with.
DONE_TO_SOMEBODY = frozenset({"violence", "child_hurt", "child_self"})
# Kinds that count only now: who is expecting again is not asked about a loss of years ago.
PAST_OR_NOT = frozenset({"loss", "ended"})
# Fewer words than this are never asked about, and what the rules hear in fewer than the second is
# never doubted.
LEAST_WORDS = 2
LEAST_DOUBTED = 5
# The ear may outvote the rules in texts of so many words: on the milder kinds, and where it is
# surer on the others too.
DISMISSED_MILD, DISMISSED_ANY = range(5, 26), range(7, 41)
MILD = frozenset({"safe_haven", "distress"})


@dataclass(frozen=True, slots=True)
class Danger:
    """What was heard: one of `KINDS`, and the language it was said in."""

    kind: str
    language: str


# "No, bleeding": a no that stands apart answers something else and denies nothing.
_NO_APART = re.compile(
    r"\b(?:no|not|nope|nah|nunca|never|nada|sin)\s*[^\w\s'’]|\b(?:no|nope)\s*\n", re.IGNORECASE
)
_BUT = frozenset(
    {"but", "pero", "except", "although", "though", "aunque", "yet", "sometimes", "maybe"}
)


class Safety:
    """Compiled safety data; `lines` are the help lines that a caller can be connected to.

    Slips of one letter, missing accents and apostrophes, capitals and text speech are all heard."""

    def __init__(self, data: object, languages: Collection[str], listen: Listen = deaf) -> None:
        self._listen = listen
        self._heard, self._brought_up = OnceAWord(self._hear), OnceAWord(self._subjects)
        try:
            read = msgspec.convert(data, SafetyData)
            check(read, languages)
            self.lines, self._ear = read.lines, read.ear
            short = {**SHORT_FORMS, **read.same}
            same = {
                word: short.get(meant, meant) for word, meant in short.items()
            }  # a slip of "cant" is "can not"
            books = (
                PhraseBook(part, read.groups, same)
                for part in (read.idioms, read.denials, read.earlier, read.lightly)
            )
            self._idioms, self._denials, self._earlier, self._lightly = books
            self._dangers = PhraseBook(named(read.kinds), read.groups, same)
            self._raised = PhraseBook(named(read.raised), read.groups, same)
        except (msgspec.ValidationError, PhraseError) as error:
            raise SafetyError(str(error)) from None
        harmless = self._idioms.vocabulary | self._denials.vocabulary | set(read.real.split())
        self._corrector = Corrector(
            self._dangers.vocabulary | self._raised.vocabulary, harmless, same
        )

    def hear(self, said: Said) -> Danger | None:
        """The most urgent thing said, or None. Idioms ("this heat is killing me") and plain denials
        do not count."""
        return self._heard(said)

    def _hear(self, said: Said) -> Danger | None:
        text = self._corrector.read(said.tokens)
        if not self._dangers.may_be_in(text):
            return None
        covered = self._without_denials(said, self._idioms.mask(text))
        hits = self._dangers.find_in(covered)
        if covered is not text:
            hits = self._with_done_to_somebody(text, hits)
        found = [Danger(*hit.name.split(".")) for hit in hits]
        if found and found[0].kind in PAST_OR_NOT and self._earlier.find_in(text):
            found = [each for each in found if each.kind not in PAST_OR_NOT]
        return found[0] if found else None

    def _with_done_to_somebody(self, text: str, hits: list[Hit]) -> list[Hit]:
        """What one person does to another is no idiom where more of it stands there than the idiom
        covers."""
        spans = [*self._idioms.spans(text), *self._denials.spans(text)]
        done = [
            hit
            for hit in self._dangers.find_in(text)
            if hit.name.partition(".")[0] in DONE_TO_SOMEBODY
        ]
        plain = [
            hit
            for hit in done
            if not any(start <= hit.start and hit.end < end for start, end in spans)
        ]
        return (
            sorted({*hits, *plain}, key=lambda hit: KINDS.index(hit.name.partition(".")[0]))
            if plain
            else hits
        )

    def doubts(self, said: Said) -> bool:
        """Whether the learned ear finds nothing of danger where the rules did: then it is asked
        about.

        Few words leave nothing to doubt: what stands in them is all that was said. What is said
        with a laugh, or of years ago, is sooner doubted."""
        if len(said.tokens) < LEAST_DOUBTED:
            return False
        agree = self._ear.ask_answer if self._is_lightly_said(said) else self._ear.agree
        return self._listen(said.raw).score < agree

    def dismisses(self, found: Danger, said: Said) -> bool:
        """Whether the learned ear is sure of no danger where the rules heard some: "he cried when
        the water hit him lol".

        Neither few words nor many are ever dismissed: among many a short cry for help weighs
        little. With a laugh, or of years ago, less than a hint of danger is none."""
        words, score = len(said.tokens), self._listen(said.raw).score
        if words in DISMISSED_ANY and self._is_lightly_said(said):
            return score < self._ear.hint
        if words in DISMISSED_MILD and found.kind in MILD:
            return score < self._ear.dismiss_mild
        return words in DISMISSED_ANY and score < self._ear.dismiss_any

    def perhaps(self, said: Said, *, answers: bool) -> str:
        """The kind of danger that the learned ear hears where the rules hear none; nothing where it
        hears none either.

        A single word, and figures, are never asked about; a text that `answers` the question, or
        denies something ("im not bleeding or anything"), or is said with a laugh or of years ago,
        only if the ear is surer."""
        if sum(token.isalpha() for token in said.tokens) < LEAST_WORDS:
            return ""
        heard = self._listen(said.raw)
        if heard.score < self._ear.ask:
            return ""
        surer = answers or self._is_lightly_said(said) or self._denies(said)
        return "" if surer and heard.score < self._ear.ask_answer else heard.kind

    def perhaps_in_reply(self, said: Said) -> str:
        """The same of a reply to "is someone in danger?": what it denies is left out of it, and
        only the rest is listened to."""
        text = self._corrector.read(said.tokens)
        rest = self._without_denials(said, text)
        return self.perhaps(said if rest is text else Said(rest), answers=False)

    def beside_idioms(self, said: Said) -> Said:
        """What is left without the idioms ("im dying over here"): the text itself where there are
        none."""
        text = self._corrector.read(said.tokens)
        rest = self._idioms.mask(text)
        return said if rest is text else Said(rest)

    def grieves_in_danger(self, found: Danger, said: Said) -> bool:
        """Whether who tells of a loss sounds as if they wanted to die as well."""
        return found.kind in PAST_OR_NOT and self.perhaps(said, answers=True) == "suicide"

    def hears_at_all(self, said: Said) -> bool:
        """Whether the learned ear hears anything, also weakly: of somebody who was just asked."""
        return self._listen(said.raw).score >= self._ear.hint

    def loudness(self, said: Said) -> float:
        """How much it sounds like danger to the learned ear (log odds)."""
        return self._listen(said.raw).score

    def hears_near(self, said: Said) -> bool:
        """Whether the learned ear is not sure that there is nothing."""
        return self._listen(said.raw).score >= self._ear.dismiss_mild

    def raised(self, said: Said) -> frozenset[str]:
        """Subjects the person has brought up by themselves ("substance"): only then may they be
        mentioned."""
        return self._brought_up(said)

    def _subjects(self, said: Said) -> frozenset[str]:
        return frozenset(
            hit.name.partition(".")[0]
            for hit in self._raised.find_in(self._corrector.read(said.tokens))
        )

    def _is_lightly_said(self, said: Said) -> bool:
        """Whether it is told with a laugh, or of years ago: seldom danger of now."""
        return bool(self._lightly.find_in(self._corrector.read(said.tokens)))

    def _denies(self, said: Said) -> bool:
        text = self._corrector.read(said.tokens)
        return self._without_denials(said, text) is not text

    def _without_denials(self, said: Said, text: str) -> str:
        denied = self._denials.mask(text)
        if denied is text or _NO_APART.search(said.raw) or not _BUT.isdisjoint(text.split()):
            return text
        return denied
