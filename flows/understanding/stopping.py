"""Whether somebody asks for an end of the texts: an ending with what should end, told apart from
answers and complaints."""

from __future__ import annotations

import re
from enum import Enum

from flows.understanding.text.answer_words import AnswerWords, written_out
from flows.understanding.text.phrases import Hit
from flows.understanding.text.utterance import OnceAWord, Said, fold

_CLAUSE = re.compile(
    r"[,;:!?()\n]|\.(?!\d)| (?:but|pero|cuz|bc|because|porque)(?= )"
    r"|(?<!\bpa)(?<!\bpara)(?<!\bpor) (?=(?:que|q) (?:me|ya) )| (?=(?:pa|para|por) (?:que|q) )"
)
_SPACED = re.compile(r"^(?:[a-z][ .\-_*]+){3,10}[a-z][ .!]*$")
_SIGNS = frozenset("🛑⛔🚫")
_NUMBER = re.compile(r"^[0-9]+$")
_CLOSING = frozenset(("stop", "unsubscribe", "unsub", "stopp"))
_LONGEST = 45  # words
# A complaint, or the list of another thing than texts.
_ELSEWISE = ("never", "other_list")


class Stop(Enum):
    """How sure a wish for no more texts is."""

    SURE = "sure"
    PERHAPS = "perhaps"


class Stopping:
    """Hears a wish for no more texts in one's own words. `PERHAPS` is asked, never obeyed."""

    def __init__(self, words: AnswerWords) -> None:
        self._stop = words.words("consent", "stop")
        self._around = words.words("consent", "around") | self._stop
        self._work_out = OnceAWord(self._hear)
        self._telling = self._stop | _CLOSING
        self._book = words.phrases("consent", "ends", "perhaps", "never", "instead", "other_list")
        self._parts = words.phrases("consent", "keeps", "subject")

    def hear(self, said: Said) -> Stop | None:
        """None for what asks for nothing of the kind. Asked several times of a text, and worked out
        once."""
        if self not in said.memo:
            said.memo[self] = self._work_out(said)
        heard: Stop | None = said.memo[self]
        return heard

    def _hear(self, said: Said) -> Stop | None:
        if not said.tokens:
            return (
                Stop.SURE
                if _SIGNS & set(said.raw) and not set(said.plain) - _SIGNS - {" ", "\ufe0f"}
                else None
            )
        if len(said.tokens) > _LONGEST:
            return None
        if _SPACED.match(said.plain) and re.sub(r"[^a-z]", "", said.plain) in self._stop:
            return Stop.SURE
        if self._says_nothing_of_it(said):
            return None
        clauses = [Said(part) for part in _CLAUSE.split(_lines(said.raw))]
        kinds = [self._of(clause) for clause in clauses if clause.tokens]
        if Stop.SURE not in kinds:
            return Stop.PERHAPS if Stop.PERHAPS in kinds else None
        if "keeps" in (of_ours := self._of_ours(said)):
            return None
        return Stop.PERHAPS if of_ours or self._instead(said) else Stop.SURE

    def subject(self, said: Said) -> str:
        """Whether one subject of ours is refused (`subject`), or kept alone (`keeps`), in words
        that would otherwise end the texts; else nothing."""
        of_ours = self._of_ours(said)
        if not of_ours or self._says_nothing_of_it(said):
            return ""
        clauses = [Said(part) for part in _CLAUSE.split(_lines(said.raw))]
        if Stop.SURE not in [self._of(clause) for clause in clauses if clause.tokens]:
            return ""
        return "keeps" if "keeps" in of_ours else "subject"

    def _of_ours(self, said: Said) -> set[str]:
        """ "Only the food" keeps something, and "no baby stuff" refuses one subject of ours: the
        texts themselves are not asked to end."""
        return {hit.name for hit in self._parts.find_in(written_out(said.bare))}

    def _says_nothing_of_it(self, said: Said) -> bool:
        """Whether no word of the text can be part of an ending, so that its clauses need not be
        looked at."""
        text = written_out(said.bare)
        return self._telling.isdisjoint(text.split()) and not self._book.may_be_in(text)

    def vetoes(self, said: Said) -> bool:
        """Whether words that look like an ending plainly say something else: a complaint, a time,
        another matter."""
        if self._of_ours(said):
            return True
        clauses = (written_out(Said(part).bare) for part in _CLAUSE.split(_lines(said.raw)))
        return any(
            hit.name in _ELSEWISE for clause in clauses for hit in self._book.find_in(clause)
        )

    def _instead(self, said: Said) -> bool:
        """ "No texting please, call me": something else is wanted."""
        return any(
            hit.name in ("instead", "other_list")
            for hit in self._book.find_in(written_out(said.bare))
        )

    def _of(self, part: Said) -> Stop | None:
        clause = written_out(part.bare)
        tokens = clause.split()
        if self._is_bare(list(part.tokens)) and self._is_bare(tokens):
            return Stop.SURE
        hits = self._book.find_in(clause)
        ends = [hit for hit in hits if hit.name == "ends"]
        kinds = {hit.name for hit in hits if not _is_inside(hit, ends)}
        if "never" in kinds:
            return None
        closing = tokens[-1] in _CLOSING and len(tokens) > 1
        return (
            Stop.SURE
            if "ends" in kinds
            else Stop.PERHAPS
            if "perhaps" in kinds or closing
            else None
        )

    def _is_bare(self, tokens: list[str]) -> bool:
        """A word that stops, among nothing but small words: "no thanks stop", "STOP 12345"; "para
        nada" is a no."""
        if "para" in tokens and "nada" in tokens:
            return False
        stops = [word for word in tokens if word in self._stop]
        others = [word for word in tokens if word not in self._around and not _NUMBER.match(word)]
        if (
            not stops
            or others
            or (set(stops) <= {"para", "salir", "remove", "end"} and len(tokens) > len(stops) + 1)
        ):
            return False
        return tokens[0] not in ("dont", "do") and not (
            "no" in tokens[:1] and set(stops) <= {"para", "pare", "paren"}
        )


def _is_inside(hit: Hit, ends: list[Hit]) -> bool:
    """Whether what says something else is a part of a longer ending: "dont ever text me again"."""
    return hit.name == "never" and any(end.start < hit.start and hit.end <= end.end for end in ends)


def _lines(raw: str) -> str:
    return "\n".join(fold(line) for line in raw.splitlines())
