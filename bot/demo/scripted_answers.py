"""What somebody of the demo says to a question: in a text or aloud in their own words, or with the
keys of a telephone."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

from bot.demo.cast import Character, script

PREGNANCY_WEEKS = 40
_USUAL: dict[str, Any] = {
    "first_baby": "no",
    "ages": [24],
    "needs": ["food"],
    "needs_after_loss": ["feelings"],
    "shots": "yes",
    "benefits": "yes",
    "income": "yes",
    "school": "no",
}
_LISTS = ("needs", "needs_after_loss")


class Answers:
    """One person's answers. Who is asked again says it more plainly, and at last skips the
    question."""

    def __init__(self, who: Character, today: date) -> None:
        self._who, self._today = who, today
        self._chance = Random(f"answers {who.place}")
        self._words = script()["words"][who.language]
        self._keys = script()["keys"]
        self._ages: list[int] = []
        self._asked: dict[str, int] = {}

    def first(self) -> str:
        return str(
            self._one(self._words["recovers" if self._who.truth.get("recovers") else "greeting"])
        )

    def after(self, what: str) -> str:
        """What comes after the results, in words."""
        return str(self._one(self._words["then"][what]))

    def key_after(self, what: str) -> str:
        return str(self._keys["then"].get(what, "1"))

    def text(self, question: str) -> str:
        """In words, or in the number of an option."""
        tries = self._count(question)
        return self._skip() if tries > 1 else self._say(question, plainly=tries > 0)

    def speech(self, question: str) -> str:
        """Aloud, with words rather than numbers; nothing if keys must do."""
        if (
            self._asked.get(question)
            or question not in self._words
            or question in ("language", "due")
        ):
            return ""
        self._count(question)
        said = self._say(question, plainly=False, aloud=True)
        return "" if said.isdigit() else said

    def keys(self, question: str) -> str:
        """The keys for a question, or for a part of it."""
        truth = self._truth(question.removesuffix("_more").removesuffix("_next"))
        match question:
            case "language":
                return "2" if self._who.language == "es" else "1"
            case "due":
                return f"{self._who.due.month}#"
            case "ages" | "ages_next":
                self._ages = self._ages or list(self._truth("ages"))
                return "1" if self._ages[0] < 1 else "2" if self._ages[0] < 24 else "3"
            case "ages_months" | "ages_years":
                return f"{self._ages[0] if question == 'ages_months' else self._ages[0] // 12}#"
            case "ages_another":
                self._ages = self._ages[1:]
                return "1" if self._ages else "2"
            case "town":
                return self._who.zip
            case "household":
                return f"{self._who.truth['household']}#"
            case (
                "stage_more" | "needs_more" | "stage" | "needs" | "needs_after_loss" | "needs_next"
            ):
                value = truth[0] if isinstance(truth, list) else truth
                return str(self._keys[question.removesuffix("_next")].get(value, "1"))
            case _ if question.endswith("_another"):
                return "2"
            case _:
                return str(self._keys.get(question, {}).get(truth, "1"))

    def _say(self, question: str, plainly: bool, aloud: bool = False) -> str:
        said, truth = self._words.get(question), self._truth(question)
        match question:
            case "ages":
                return str(self._words["ages"]["and"]).join(self._age(months) for months in truth)
            case _ if question in _LISTS:
                return ", ".join(self._pick(said[need], plainly, aloud) for need in truth)
            case "callback_time":
                return self._pick(self._one(said), plainly, aloud)
        if isinstance(said, dict):
            return self._pick(said[truth], plainly, aloud)
        return self._fill(self._pick(said or ["1"], plainly, aloud))

    def _pick(self, ways: list[str], plainly: bool, aloud: bool) -> str:
        spoken = [way for way in ways if not way.isdigit()]
        return ways[0] if plainly else self._one(spoken if aloud and spoken else ways)

    def _fill(self, said: str) -> str:
        due, who = self._who.due, self._who
        weeks = max(5, PREGNANCY_WEEKS - (due - self._today).days // 7)
        months, n = self._words["months"], who.truth["household"]
        values = {
            "month": months[due.month - 1],
            "day": due.day,
            "weeks": weeks,
            "n": n,
            "name": who.name,
        }
        return said.format(town=who.truth["town"], **values)

    def _age(self, months: int) -> str:
        how = "newborn" if months < 1 else "months" if months < 24 else "years"
        return str(self._words["ages"][how]).format(n=months if how == "months" else months // 12)

    def _truth(self, question: str) -> Any:
        return self._who.truth.get(question, _USUAL.get(question))

    def _count(self, question: str) -> int:
        self._asked[question] = self._asked.get(question, 0) + 1
        return self._asked[question] - 1

    def _skip(self) -> str:
        return str(self._one(self._words["skip"]))

    def _one(self, ways: Any) -> Any:
        return self._chance.choice(ways)
