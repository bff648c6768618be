"""When the learned ear asks, doubts the rules and outvotes them: with an ear that says what the
test wants."""

from __future__ import annotations

from functools import cache

import pytest

from bot.intake import read_files
from flows.understanding.danger.safety import Danger, Safety
from flows.understanding.learned.ear import Perhaps
from flows.understanding.text.utterance import Said

EAR = read_files()["safety"]["ear"]
SAYS = {"score": 0.0}
KIND = {"kind": "violence"}
CERTAIN = 9.0


@cache
def safety() -> Safety:
    data = read_files()["safety"]
    return Safety(
        data, tuple(data["idioms"]), lambda _: Perhaps(SAYS["score"], lambda: KIND["kind"])
    )


@pytest.fixture(autouse=True)
def _forget() -> None:
    SAYS["score"], KIND["kind"] = 0.0, "violence"


@pytest.mark.parametrize(
    ("score", "answers", "text", "kind"),
    [
        (EAR["ask"], False, "he is at it again", "violence"),
        (EAR["ask"] - 0.01, False, "he is at it again", ""),
        (EAR["ask_answer"], True, "he is at it again", "violence"),
        (EAR["ask_answer"] - 0.01, True, "he is at it again", ""),
        (EAR["ask_answer"] - 0.01, False, "im not bleeding or anything", ""),
        (EAR["ask_answer"], False, "im not bleeding or anything", "violence"),
        (EAR["ask_answer"] - 0.01, False, "no tengo sangrado ni nada", ""),
        (CERTAIN, False, "again", ""),
        (CERTAIN, False, "06106", ""),
        (CERTAIN, False, "06106 again", ""),
        (CERTAIN, False, "again and", "violence"),
    ],
)
def test_it_asks_from_its_threshold_on(score: float, answers: bool, text: str, kind: str) -> None:
    SAYS["score"] = score
    assert safety().perhaps(Said(text), answers=answers) == kind


@pytest.mark.parametrize(
    ("score", "text", "doubted"),
    [
        (EAR["agree"] - 0.01, "my husband beats me every night", True),
        (EAR["agree"], "my husband beats me every night", False),
        (-CERTAIN, "my husband beats me", False),  # few words leave nothing to doubt
        (-CERTAIN, "my husband beats me up", True),
    ],
)
def test_it_doubts_the_rules_below_its_threshold(score: float, text: str, doubted: bool) -> None:
    SAYS["score"] = score
    assert safety().doubts(Said(text)) is doubted


@pytest.mark.parametrize(
    ("score", "kind", "words", "dismissed"),
    [
        (EAR["dismiss_mild"] - 0.01, "distress", 5, True),
        (EAR["dismiss_mild"] - 0.01, "distress", 25, True),
        (EAR["dismiss_mild"] - 0.01, "urgent", 25, False),
        (EAR["dismiss_mild"] - 0.01, "safe_haven", 4, False),
        (EAR["dismiss_mild"] - 0.01, "distress", 41, False),
        (EAR["dismiss_mild"], "distress", 10, False),
        (EAR["dismiss_mild"] - 0.01, "violence", 10, False),
        (EAR["dismiss_any"] - 0.01, "violence", 7, True),
        (EAR["dismiss_any"] - 0.01, "suicide", 40, True),
        (EAR["dismiss_any"], "suicide", 10, False),
        (EAR["dismiss_any"] - 0.01, "suicide", 6, False),
        (EAR["dismiss_any"] - 0.01, "suicide", 41, False),
        (EAR["dismiss_any"] - 0.01, "distress", 40, True),
    ],
)
def test_it_outvotes_the_rules_only_where_it_is_sure(
    score: float, kind: str, words: int, dismissed: bool
) -> None:
    """Neither few words nor many are dismissed: among many a short cry for help weighs little."""
    SAYS["score"] = score
    assert safety().dismisses(Danger(kind, "en"), Said(" ".join(["word"] * words))) is dismissed


LIGHTLY = [
    "my husband beats me at cards lol",
    "my husband hits me with puns hahaha",
    "my husband beats me up 3 years ago",
    "my husband beats me up back in 2014",
    "my husband beats me up when i was young",
    "mi esposo me pega en el domino jaja",
    "mi esposo me pega eso fue hace diez años",
    "mi esposo me pega eso fue en el 2013",
    "mi esposo me pega cuando yo era joven",
]


@pytest.mark.parametrize("text", LIGHTLY)
def test_with_a_laugh_or_of_years_ago_it_must_be_surer(text: str) -> None:
    """Asked about from `ask_answer` on, doubted below it, and nothing without a hint of danger."""
    said, found = Said(text), Danger("violence", "en")
    SAYS["score"] = EAR["ask_answer"]
    assert not safety().doubts(said)
    assert safety().perhaps(said, answers=False)
    SAYS["score"] = EAR["ask_answer"] - 0.01
    assert safety().doubts(said)
    assert not safety().perhaps(said, answers=False)
    assert not safety().dismisses(found, said)
    SAYS["score"] = EAR["hint"] - 0.01
    assert safety().dismisses(found, said)


@pytest.mark.parametrize("text", ["he hit me lol", "me pega jaja"])
def test_few_words_with_a_laugh_are_neither_doubted_nor_dismissed(text: str) -> None:
    SAYS["score"] = -CERTAIN
    assert not safety().doubts(Said(text))
    assert not safety().dismisses(Danger("violence", "en"), Said(text))


def test_a_hint_is_heard_of_somebody_who_was_just_asked() -> None:
    SAYS["score"] = EAR["hint"]
    assert safety().hears_at_all(Said("kind of"))
    SAYS["score"] = EAR["hint"] - 0.01
    assert not safety().hears_at_all(Said("kind of"))


@pytest.mark.parametrize(
    ("found", "sounds", "score", "asked"),
    [
        ("loss", "suicide", CERTAIN, True),
        ("loss", "distress", CERTAIN, False),
        ("loss", "suicide", -CERTAIN, False),
        ("violence", "suicide", CERTAIN, False),
    ],
)
def test_who_grieves_and_wants_to_die_is_asked(
    found: str, sounds: str, score: float, asked: bool
) -> None:
    SAYS["score"], KIND["kind"] = score, sounds
    assert safety().grieves_in_danger(Danger(found, "en"), Said("she died and i go")) is asked


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("im not bleeding or anything he is at it again", "im he is at it again"),
        ("he is at it again", "he is at it again"),
        ("im not bleeding", ""),
    ],
)
def test_what_a_reply_denies_is_not_listened_to(text: str, heard: str) -> None:
    """What is left of it is; where too little is left, nothing is heard."""
    listened: list[str] = []

    def listen(said: str) -> Perhaps:
        listened.append(" ".join(Said(said).tokens))
        return Perhaps(CERTAIN, lambda: "violence")

    data = read_files()["safety"]
    own = Safety(data, tuple(data["idioms"]), listen)
    assert bool(own.perhaps_in_reply(Said(text))) is bool(heard)
    assert bool(listened) is bool(heard)
    assert all("bleeding" not in each for each in listened)


def test_what_stands_beside_an_idiom_is_left() -> None:
    said = Said("im dying over here when can they start")
    assert safety().beside_idioms(said).tokens[-4:] == ("when", "can", "they", "start")
    assert "dying" not in safety().beside_idioms(said).tokens
    plain = Said("when can they start")
    assert safety().beside_idioms(plain) is plain


@pytest.mark.parametrize(("score", "near"), [(0.0, True), (-1.01, False)])
def test_it_is_near_above_what_is_dismissed(score: float, near: bool) -> None:
    SAYS["score"] = EAR["dismiss_mild"] + score
    assert safety().hears_near(Said("he is at it again")) is near
