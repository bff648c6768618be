"""Whom a sentence is about: who was named last before each word."""

from __future__ import annotations

from collections.abc import Sequence

from flows.understanding.family.lexicon import Word

SELF = "self"
SOMEBODY = "she"  # "she is pregnant", and nobody was named
_KIN = {
    "PARTNER": "partner",
    "SISTER": "sister",
    "MOTHER": "mother",
    "FRIEND": "friend",
    "CLIENT": "client",
    "COUSIN": "relative",
    "SURROGATE": "surrogate",
    "DAU": "daughter",
}
_MAY_BE_NAMED = frozenset({*_KIN, "KID", "OLD", "YR"})
# These are named without a "my" too: "client is 34 weeks".
_BARE = frozenset({"CLIENT", "FRIEND", "PARTNER", "SURROGATE"})
_OWN = frozenset({"MY", "HER"})
_I = frozenset({"I", "EST1", "HAVE1", "SOY"})
_I_DID = frozenset(
    {"tuve", "tuvimos", "perdi", "perdimos", "aborte", "pari", "sufri", "he tenido", "di a luz"}
)
_SHE = frozenset({"SHE", "EST3"})
_BETWEEN = frozenset(
    {
        "SINGLE",
        "OLDEST",
        "DET",
        "little",
        "big",
        "best",
        "teenage",
        "pregnant",
        "NUM",
        "YR",
        "OLD",
        "LATER",
        "FIRST",
        "young",
        "ANOTHER",
        "PREG",
        "of",
        "de",
    }
)
_TEEN = 12
_ALONE = 3  # words between a "my" and the person


class Persons:
    """Who is meant at each word. `named` are the places where a person was named; `speaker` is
    "father", "child", "pro", "daughter" or "" for who writes, as far as the words tell."""

    def __init__(self, kinds: Sequence[str], words: Sequence[Word]) -> None:
        self._at: list[str] = []
        self.named: dict[int, str] = {}
        self.father = self._is_father(kinds)
        self.professional = "PRO" in kinds
        now, last = SELF, ""
        for place, kind in enumerate(kinds):
            if kind in _I or words[place].text in _I_DID:
                now = SELF
            elif who := self._named(kinds, words, place):
                now = last = who
                self.named[place] = who
            elif kind in _SHE or (kind == "HER" and words[place].text == "her"):
                now = last or (now if now != SELF else self._somebody())
            self._at.append(now)

    def _somebody(self) -> str:
        return "partner" if self.father else SOMEBODY

    @staticmethod
    def _is_father(kinds: Sequence[str]) -> bool:
        if "FATHER" not in kinds:
            return "DADTOBE" in kinds
        line = " " + " ".join(kinds) + " "
        says = any(
            f" {start} {end} " in line
            for start in ("I BE", "SOY", "SOY DET", "I BE DET", "SINGLE", "I")
            for end in ("FATHER",)
        )
        return says or kinds[:1] == ["FATHER"] or "DADTOBE" in kinds

    @staticmethod
    def _named(kinds: Sequence[str], words: Sequence[Word], place: int) -> str:
        kind = kinds[place]
        if kind not in _MAY_BE_NAMED:
            return ""
        before = place - 1
        while before >= 0 and kinds[before] in _BETWEEN and place - before <= _ALONE + 1:
            before -= 1
        owned = before >= 0 and kinds[before] in _OWN and place - before <= _ALONE + 2
        if kind in _KIN:
            return _KIN[kind] if owned or kind in _BARE else ""
        if (
            kind == "KID"
            and owned
            and words[place].text in ("girl", "kid", "child", "baby girl", "nena", "muchacha")
        ):
            return "girl"
        if (
            kind == "KID"
            and owned
            and words[place].text == "girls"
            and kinds[place + 1 : place + 2] == ["PREG"]
        ):
            return "girl"
        if kind in ("OLD", "YR") and owned and place and kinds[place - 1] in ("NUM", "YR"):
            number = next((w.text for w in reversed(words[:place]) if w.kind == "NUM"), "")
            return "daughter" if number.isdigit() and int(number) >= _TEEN else ""
        return ""

    def of(self, start: int, end: int) -> str:
        """Who is meant in a stretch of words."""
        within = [who for place, who in self.named.items() if start <= place < end]
        return within[-1] if within else self._at[end - 1]
