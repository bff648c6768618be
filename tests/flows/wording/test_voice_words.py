"""The spoken words: every rule for the ear, over every key in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from flows.wording.voice_prompts import SLOW, seconds
from tests.flows import spoken_keys as spoken
from tests.flows.spoken_keys import (
    HINTS,
    KEYPAD,
    LANGUAGES,
    MCH,
    OPTIONS,
    PROGRAMS,
    QUESTIONS,
    SOME_OPTIONS,
    WORDS,
    fields,
    numbers,
    offered,
)
from tests.playing.rows import rows

SAID_OF = [name for name, program in PROGRAMS.items() if "words" in program]
PROGRAM_KEYS = [
    f"programs.{name}.{part}"
    for name in SAID_OF
    for part in ("name", "short", "line", "details", "call")
]
KEYS = [*spoken.question_keys(), *spoken.other_keys(), *PROGRAM_KEYS]
EACH = [(language, key) for language in LANGUAGES for key in KEYS]
every_word = rows(("language", "key"), EACH)


def keys_of(*starts: str) -> Callable[[Callable[..., None]], Callable[[], None]]:
    """Over the keys that begin so, in both languages."""
    chosen = [(language, key) for language, key in EACH if key.startswith(starts)]
    return rows(("language", "key"), chosen)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_is_there_and_no_other(language: str) -> None:
    assert sorted(WORDS[language]) == sorted(KEYS)


def test_every_part_that_is_keyed_is_asked() -> None:
    assert not set(KEYPAD) - set(QUESTIONS)


# ------------------------------------------------------------------------------------------------
# fields

INCOME = {"year", "month", "week"}


@every_word
def test_a_key_has_its_fields(language: str, key: str) -> None:
    found = fields(WORDS[language][key])
    assert found == fields(WORDS["en"][key])
    if key in spoken.other_keys():
        assert found == spoken.other_keys()[key]
    else:
        assert found <= (
            INCOME
            if key.startswith("questions.income.")
            else {"mch"}
            if key.endswith(".call")
            else set()
        )


def test_the_income_question_names_the_sum_for_a_year() -> None:
    assert "year" in fields(WORDS["en"]["questions.income.ask"])


# ------------------------------------------------------------------------------------------------
# menus

MENU_KEYS = [
    f"{menu}.{part}"
    for menu in OPTIONS
    if menu.startswith("questions.")
    for part in ("ask", "again.1", "again.2", "again.3")
]
MENU_KEYS += [menu for menu in (*OPTIONS, *SOME_OPTIONS) if not menu.startswith("questions.")]


def options(key: str) -> int:
    return OPTIONS.get(key, 0) or OPTIONS.get(".".join(key.split(".")[:2]), 0)


@keys_of(*MENU_KEYS)
def test_a_menu_offers_all_its_keys_in_order(language: str, key: str) -> None:
    assert offered(WORDS[language][key], language) == SOME_OPTIONS.get(
        key, list(range(1, options(key) + 1))
    )


@pytest.mark.parametrize("part", ["ask", "again.1", "again.2", "again.3", "why"])
def test_each_voice_offers_its_own_language(part: str) -> None:
    key = f"questions.language.{part}"
    assert [offered(WORDS[language][key], language) for language in LANGUAGES] == [[1], [2]]


@every_word
def test_nothing_else_offers_keys(language: str, key: str) -> None:
    if key not in MENU_KEYS and not key.startswith("questions.language."):
        assert not offered(WORDS[language][key], language)


def test_no_menu_has_more_than_five_options() -> None:
    assert max(OPTIONS.values()) <= 5


@pytest.mark.parametrize(
    "part", [part for part, data in KEYPAD.items() if "number" not in data and "digits" not in data]
)
def test_the_keys_of_a_question_are_those_that_mean_something(part: str) -> None:
    data = KEYPAD[part]
    assert {*data.get("menu", {}), *data.get("go", {}), data.get("done", "")} - {""} == {
        str(key) for key in range(1, OPTIONS[f"questions.{part}"] + 1)
    }


@every_word
def test_an_option_comes_before_its_key(language: str, key: str) -> None:
    first = r"press [0-9]" if language == "en" else r"oprima el \w+"
    for sentence in re.split(r"[.?!;] ", WORDS[language][key]):
        assert not re.match(first, sentence, re.IGNORECASE) or re.search(
            r" (0|cero)\b", sentence
        ), sentence


POUND = {"en": "pound", "es": "la tecla de número"}
NUMBERED = [name for name, part in KEYPAD.items() if "number" in part]


@keys_of(
    *(f"questions.{name}.{part}" for name in NUMBERED for part in ("ask", "again.1", "again.2"))
)
def test_a_number_is_said_to_end_with_pound(language: str, key: str) -> None:
    assert POUND[language] in WORDS[language][key]


@keys_of(*(f"questions.{name}.again.3" for name in QUESTIONS if name != "language"))
def test_the_last_rung_says_how_to_skip(language: str, key: str) -> None:
    assert POUND[language] in WORDS[language][key]


# ------------------------------------------------------------------------------------------------
# the words themselves

# Each is looked for in every text. ZIP is a word that a voice reads right.
FORBIDDEN = {
    r"[/&$%()\[\]<>@#*_=\"+~|^\\]": "a character that a voice skips or names",
    r"\n": "a line break",
    r"[0-9]{3,}": "digits are said one by one",
    r"\b(?!ZIP\b)[A-ZÁÉÍÓÚÑ]{2,}\b": "letters in capitals: write them apart, or as a word",
    (
        r"\b(?:dr|mr|mrs|ms|st|ave|e\.g|i\.e|etc|vs|no|tel|ext|sr|sra|dra|ej|hrs?|min)"
        r"\.(?= [a-z0-9])"
    ): "an abbreviation",
    r"https?:|www|\.(?:com|org|gov|net|us)\b": "a web address",
    r"(?i)\b(?:reply|send|text) (?:a |the |your )?(?:number|[0-9])\b(?! [0-9])": (
        "a call takes no texts"
    ),
    r"(?i)\b(?:responda|mande|envíe|escriba) (?:un |el |su )?(?:número|[0-9])\b(?! [0-9])": (
        "a call takes no texts"
    ),
    r"(?i)invalid|inválid|\berror|\bwrong\b|incorrect|equivoc": "it blames",
    r"(?i)not eligible|ineligible|not qualify|no califica|elegible": "it judges",
    r"(?i)violen|abus|maltrat|domestic|doméstic|golpe": "it may be overheard",
    r"(?i)\bd ?c ?f\b|children and families|niños y familias": "never said to a parent",
}


@pytest.mark.parametrize(("pattern", "why"), FORBIDDEN.items(), ids=FORBIDDEN.values())
@pytest.mark.parametrize("language", LANGUAGES)
def test_never_said(language: str, pattern: str, why: str) -> None:
    assert not [key for key, words in WORDS[language].items() if re.search(pattern, words)]


LONGEST_SENTENCE = 22


@every_word
def test_sentences_are_short(language: str, key: str) -> None:
    said = WORDS[language][key].replace("{mch}", "").replace("{texts}", "")
    for sentence in re.split(r"[.?!;:](?:\s|$)", said):
        assert len(re.findall(r"[^\W\d]+", sentence)) <= LONGEST_SENTENCE, sentence


# ------------------------------------------------------------------------------------------------
# numbers

ONE_LINE = ("results.mention_mch", "help", "privacy")


@every_word
def test_a_number_is_one_that_we_know_digit_by_digit_in_its_groups(language: str, key: str) -> None:
    said = WORDS[language][key]
    assert set(numbers(said)) <= spoken.KNOWN_NUMBERS
    assert not re.search(r"[0-9](?: [0-9]){4}", said), "more than four digits in one group"


@every_word
def test_a_phone_number_is_said_twice(language: str, key: str) -> None:
    said = WORDS[language][key]
    long = [number for number in numbers(said) if len(number) > 3]
    assert all(long.count(number) == 2 for number in long)
    if "{mch}" in said and key not in ONE_LINE:
        assert said.count("{mch}") == 2


# The number that matters most in each, for both the reply and the connection.
FOR_HELP = {
    "danger": "911",
    "suicide": "988",
    "overdose": "18002221222",
    "urgent": "911",
    "violence": "8887742900",
    "child_hurt": "18008422288",
    "safe_haven": "18338526262",
    "distress": "18338526262",
    "loss": "18338526262",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", FOR_HELP)
def test_a_number_for_help_is_the_right_one_and_said_twice(language: str, kind: str) -> None:
    words = WORDS[language]
    told = [numbers(f"{words[f'safety.{kind}.1']} {words[f'safety.{kind}.2']}")]
    told += [numbers(words[key]) for key in (f"connect.number.{kind}",) if key in words]
    assert all(said.count(FOR_HELP[kind]) >= 2 for said in told)


@keys_of("safety.")
def test_a_reply_to_safety_words_names_no_keys(language: str, key: str) -> None:
    assert not re.search(r"\bpress\b|oprima", WORDS[language][key], re.IGNORECASE)


@keys_of("opening.hello", "opening.back", "away")
def test_what_opens_a_call_or_ends_it_early_names_the_number_for_emergencies(
    language: str, key: str
) -> None:
    assert "911" in numbers(WORDS[language][key])


@keys_of("results.feelings")
def test_the_line_to_talk_is_said_twice(language: str, key: str) -> None:
    assert numbers(WORDS[language][key]) == ["18338526262"] * 2


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SAID_OF)
def test_whom_to_call_about_a_program_is_one_of_its_numbers_said_twice(
    name: str, language: str
) -> None:
    said = WORDS[language][f"programs.{name}.call"]
    told = {
        re.sub(r"\D", "", phone["number"]) or phone["number"] for phone in PROGRAMS[name]["phones"]
    }
    assert [*numbers(said), *re.findall(r"\{mch\}", said)] in [[number] * 2 for number in told]


# ------------------------------------------------------------------------------------------------
# how long

MENU, OTHER = 20, 12
FILLED = {
    "mch": MCH,
    "texts": MCH,
    "n": "10",
    "guess": "North Stonington",
    "year": "103,082",
    "month": "8,591",
    "week": "1,983",
    "name": "Early Childhood Parents in Partnership",
    "names": "Early Childhood Parents in Partnership, Case Management for Pregnant Women",
    "details": "",
    "call": f"Call {MCH}",
    "hours": "Monday to Friday, from 8 in the morning to 4 in the afternoon",
    "time": "11 30",
    "start": "11 30 in the morning",
    "end": "12 30 in the afternoon",
    "weekday": "Wednesday",
}
FILLED_IN = {
    "en": {
        "what": "around September 30, North Stonington",
        "date": "September 30",
        "when": "Wednesday, September 30, between 10 30 in the morning and noon",
        "reasons": "you live in North Stonington, your baby is under 7 months",
        "line": "child care so that you can stay in high school",
    },
    "es": {
        "what": "hacia el 30 de septiembre, North Stonington",
        "date": "30 de septiembre",
        "when": "miércoles 30 de septiembre, entre las 10 30 de la mañana y el mediodía",
        "reasons": "vive en North Stonington, su bebé tiene menos de 7 meses",
        "line": "ayuda para poner al día las vacunas de su niño",
    },
}


def spoken_for(language: str, key: str) -> float:
    text = WORDS[language][key].format_map(FILLED | FILLED_IN[language])
    return seconds(text, SLOW if key.startswith("safety.") else 1)


def budget(language: str, key: str) -> int:
    if key.startswith(("questions.", "asides.", "results.menu")) or key == "promise.menu":
        return MENU
    return OTHER


@every_word
def test_it_takes_no_longer_than_its_budget(language: str, key: str) -> None:
    assert spoken_for(language, key) <= budget(language, key)


@keys_of(*(f"programs.{name}.line" for name in SAID_OF))
def test_a_line_has_at_most_twelve_words(language: str, key: str) -> None:
    assert len(WORDS[language][key].split()) <= 12


LADDERS = [f"questions.{name}.again" for name in QUESTIONS] + ["lead.silent", "lead.unclear"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("ladder", LADDERS)
def test_the_rungs_of_a_ladder_differ(ladder: str, language: str) -> None:
    rungs = [
        WORDS[language].get(f"{ladder.removesuffix('again')}ask", ""),
        *(WORDS[language][f"{ladder}.{i}"] for i in (1, 2, 3)),
    ]
    assert len(set(rungs)) == 4


SKIP = re.compile(r" (?:To skip|Para saltar)[^.]*\.$")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_gets_shorter(question: str, language: str) -> None:
    """The second rung explains the keys and may take its time; the last is the very least, and how
    to skip."""
    ask, first, _, last = (
        WORDS[language][f"questions.{question}.{part}"]
        for part in ("ask", "again.1", "again.2", "again.3")
    )
    assert seconds(first) <= seconds(ask)
    assert seconds(SKIP.sub("", last)) <= seconds(ask)


# ------------------------------------------------------------------------------------------------
# what callers may say

UNHINTED = {"due", "town", "results"}


def test_every_question_knows_what_may_be_said_except_where_it_is_worked_out() -> None:
    assert {language: set(hints) for language, hints in HINTS.items()} == dict.fromkeys(
        LANGUAGES, set(QUESTIONS) - UNHINTED
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("question", sorted(set(QUESTIONS) - UNHINTED))
def test_hints_are_different_phrases_that_can_be_listened_for(question: str, language: str) -> None:
    hints = HINTS[language][question]
    assert len(set(hints)) == len(hints) > 1
    assert not [
        hint for hint in hints if not isinstance(hint, str) or "," in hint or len(hint) > 100
    ]
