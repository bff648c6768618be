"""Finds a yes or a no that opens or closes a sentence, whatever else it says."""

from __future__ import annotations

import re
from typing import NamedTuple

from flows.understanding.parsers.shared.vocabulary import wordset
from flows.understanding.text.answer_words import AnswerWords, written_out
from flows.understanding.text.phrases import Hit
from flows.understanding.text.utterance import Said, fold

_CLAUSE = re.compile(r"[,;:!?()/\n]|\.(?!\d)|-(?= )|(?<= )-")
_ALIKE = re.compile(r"([a-z])\1{2,}")
_SIGN = re.compile(r"[^\w\s,.;:!?()/'\"-]+")
# Words that are a yes or a no only where nothing follows in their clause.
_ALONE = wordset(
    "y n k s ya know eso ese esa right true sure fine good cool verdad seguro bueno ok okay i c"
)
_DENIALS = frozenset(("not", "never", "no", "ni"))
_MOST = 40  # words after which a sentence is a story, and its first word no answer
_KEYS = {"1": "yes", "2": "no"}
POLARITY = {
    "yes": True,
    "yes_alone": True,
    "leaning_yes": True,
    "no": False,
    "no_alone": False,
    "leaning_no": False,
}


class Lead(NamedTuple):
    """The answer; whether it may be taken without a question; whether it stood at the head; and the
    rest of the text."""

    yes: bool
    sure: bool
    head: bool
    rest: str


class Leading:
    """Finds the answer that a text opens or closes with. None where there is none, or where there
    are both."""

    def __init__(self, words: AnswerWords) -> None:
        section = "yes_no"
        self._words = {name: words.words(section, name) for name in ("yes", "no", "leaning_yes")}
        self._openers = words.words(section, "openers")
        self._hedges = words.words(section, "hedges")
        self._answered = words.words(section, "answered")
        self._turns = words.words(section, "turns")
        self._book = words.phrases(
            section, "yes", "yes_alone", "no", "no_alone", "leaning_yes", "leaning_no"
        )
        self._neither = words.phrases(section, "neither")

    def hear(self, said: Said) -> Lead | None:
        """The yes or no of this text, and what else it says."""
        parts = self._parts(said)
        if not parts or sum(len(part.split()) for part in parts) > _MOST:
            return None
        head = self._head(parts[0], said)
        at = 0
        while head is None and at + 1 < len(parts) and not self._without_openers(parts[at]):
            at += 1  # a clause of nothing but openers
            head = self._head(parts[at], said)
        if head is not None:
            return self._judge(head, parts[at + 1 :], said)
        return self._tail(parts, said)

    def _parts(self, said: Said) -> list[str]:
        text = "\n".join(
            fold(_SIGN.sub(" ", line)) for line in said.raw.replace("’", "'").splitlines()
        )
        text = _ALIKE.sub(r"\1", text)
        parts = (written_out(Said(part).bare) for part in _CLAUSE.split(text))
        return [" ".join(self._neither.mask(part).split()) for part in parts if part]

    def _without_openers(self, part: str) -> list[str]:
        tokens = part.split()
        while tokens and tokens[0] in self._openers:
            tokens.pop(0)
        return tokens

    def _head(self, part: str, said: Said) -> tuple[str, bool, list[str]] | None:
        """The kind of answer, whether it is plain, and what follows in the clause."""
        tokens = part.split()
        while tokens:
            if found := self._at_start(tokens, said):
                return found
            if tokens[0] not in self._openers:
                return None
            tokens.pop(0)
        return None

    def _at_start(self, tokens: list[str], said: Said) -> tuple[str, bool, list[str]] | None:
        hits = [hit for hit in self._book.find_in(" ".join(tokens)) if hit.start == 0]
        if hits:
            longest = max(hits, key=lambda hit: hit.end)
            after = " ".join(tokens)[longest.end :].split()
            if not longest.name.endswith("_alone") or not [
                word for word in after if word not in self._openers
            ]:
                return longest.name, True, after
        word, after = tokens[0], tokens[1:]
        if word in _KEYS and after and after[0] in (self._turns | self._openers):
            return _KEYS[word], True, after
        beside = [each for each in after if each not in self._openers]
        for name in ("yes", "no", "leaning_yes"):
            if word not in self._words[name] or (
                beside and (word in _ALONE or name == "leaning_yes")
            ):
                continue
            return None if word == "si" and _may_be_if(after, said) else (name, True, after)
        return None

    def _judge(
        self, head: tuple[str, bool, list[str]], others: list[str], said: Said
    ) -> Lead | None:
        name, plain, after = head
        yes = POLARITY[name]
        rest = " ".join((" ".join(after), *others)).strip()
        if self._opposite(after[:1], yes):
            return None  # "1 no", "si no"
        contrary = any(self._contrary(part, yes, said) for part in others)
        if contrary and not self._other_words(after) and name in ("yes", "no") and len(others) == 1:
            return None  # "yes, no"
        leaning = name.startswith("leaning")
        turned = contrary or not self._turns.isdisjoint(rest.split())
        hedged = not self._hedges.isdisjoint((*rest.split(), *said.tokens)) or said.plain.endswith(
            "?"
        )
        return Lead(yes, plain and not (turned or leaning or hedged), True, rest)

    def _opposite(self, words: list[str], yes: bool) -> bool:
        return bool(words) and (
            words[0] in self._words["no" if yes else "yes"] or words[0] == ("2" if yes else "1")
        )

    def _contrary(self, part: str, yes: bool, said: Said) -> bool:
        found = self._head(part, said)
        return found is not None and POLARITY[found[0]] is not yes and found[0] != "leaning_yes"

    def _other_words(self, tokens: list[str]) -> list[str]:
        return [word for word in tokens if word not in self._openers]

    def _tail(self, parts: list[str], said: Said) -> Lead | None:
        """ "On unemployment so yes", "thats where she lives yes"."""
        if said.plain.rstrip().endswith("?"):
            return None
        last = parts[-1].split()
        while last and last[-1] in self._openers and last[-1] not in ("i", "it"):
            last.pop()
        for size in (3, 2, 1):
            found = self._at_start(last[-size:], said) if len(last) >= size else None
            if found and not found[2] and found[0] in ("yes", "no"):
                before = last[:-size]
                if not _DENIALS.isdisjoint(before) or (
                    before and all(word.isdigit() for word in before)
                ):
                    return None
                linked = not before or before[-1] in self._answered or before[-2:] == ["asi", "que"]
                hedged = not self._hedges.isdisjoint(said.tokens)
                return Lead(
                    POLARITY[found[0]],
                    linked and not hedged and found[1],
                    False,
                    " ".join((*parts[:-1], *before)),
                )
        return None


def _may_be_if(after: list[str], said: Said) -> bool:
    """Whether this "si" without its accent may be an "if"."""
    if "sí" in said.raw.lower() or not after:
        return False
    return after[0] in (
        "me",
        "te",
        "se",
        "le",
        "les",
        "uno",
        "alguien",
        "puedo",
        "quiero",
        "hay",
        "pongo",
        "fuera",
        "hubiera",
    )


def longest(hits: list[Hit]) -> Hit | None:
    """The longest of some hits."""
    return max(hits, key=lambda hit: hit.end - hit.start, default=None)
