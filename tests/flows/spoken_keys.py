"""The spoken words as the tests read them: which keys there must be, which keys of the telephone
they offer, which numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from bot.intake import read_files
from flows.wording.voice_prompts import spoken_number

LANGUAGES = ("en", "es")
MCH = spoken_number("+18607574820")

# Every question, and whether people can ask why we ask it.
QUESTIONS = {
    "language": True,
    "stage": True,
    "stage_more": False,
    "due": True,
    "ages": True,
    "ages_next": False,
    "ages_months": False,
    "ages_years": False,
    "ages_another": False,
    "first_baby": True,
    "town": True,
    "needs": True,
    "needs_next": False,
    "needs_more": False,
    "needs_another": False,
    "needs_after_loss": True,
    "needs_after_loss_another": False,
    "shots": True,
    "benefits": True,
    "household": True,
    "income": True,
    "school": True,
    "callback_name": True,
    "callback_time": True,
}
# Every other key with its fields.
OTHERS = """
opening: hello keys back other
offer: person call_back
lead: silent.1 silent.2 silent.3 unclear.1 unclear.2 unclear.3
asides: paused still_you forget confirm{guess} safety safety_connect stuck_text stuck text_me reach
asides: reach_withheld
asides: perhaps help help_no_text quiet quiet_no_text stop stuck_text_later stuck_later
asides: stuck_alone{mch} follow_ask{when} follow_up{name}
follow_up: week days{n} yes{when} no reached{name} enrolled{name} no_answer{name}
follow_up: refused{name} not_yet{name}{when} no_more{name}{call}
hold: number number_911 no_call glad no_baby funeral fault talk
results: count_many{n}{names} item{name}{line} item_ask{name}{line} menu menu_last
results: menu_only menu_none
results: menu_no_text menu_last_no_text menu_only_no_text menu_short own_number{call} number{mch}
program: connecting unanswered
call_time: which_day closed_then{when}
results: outside{mch} has{name}
results: own_hours{hours}
results: none{mch} details{name}{details} why{name}{reasons} why_nothing{mch} feelings
results: mention{names} mention_mch{names}
promise: called_off made{when} noted{when} in_hours already{when} call{mch} menu
person: connecting unanswered closed{when} tried unavailable done{mch} withheld{mch}
voicemail: start thanks{mch} empty{mch}
text: sent questions_sent cannot{mch} opted_out{texts}
connect: start failed back number.suicide number.overdose number.violence number.child_hurt
connect: number.safe_haven number.distress
connect: number.loss number.trafficking number.child_self number.parent number.substance
connect: number.psychosis
safety: danger.1 danger.2 suicide.1 suicide.2 overdose.1 overdose.2 urgent.1 urgent.2 violence.1
safety: violence.2
safety: child_hurt.1 child_hurt.2 safe_haven.1 safe_haven.2 distress.1 distress.2 loss.1 loss.2
safety: infant.1 infant.2 mother.1 mother.2 psychosis.1 psychosis.2 trafficking.1 trafficking.2
safety: child_self.1 child_self.2
safety: parent.1 parent.2 substance.1 substance.2
safety_short: danger infant mother suicide psychosis overdose trafficking child_self parent
safety_short: violence child_hurt urgent
safety_short: substance safe_haven distress loss
: help{mch} privacy{mch} stopped{mch} stopped_away started{texts} thanks number{mch} goodbye{mch}
: sorry away
: ssn more_early back_nothing wait here
: other_language{mch} window{weekday}{date}{start}{end} opening_time{weekday}{date}{start}
: topic_again{mch}
say_as: MCH WIC HUSKY SNAP IAP
asked: cost who papers office.open{when} office.closed{when} office.unknown how_long
ack: elsewhere understood{what} due{date} skipped pregnancy_ended
ack: changed due_part{date} outside{what} sorry_before
: abortion{mch} child_writes{mch} no_home
theirs.questions.due: ask
theirs.questions.first_baby: ask
theirs.questions.town: ask
left: many{n} none
hour: morning{time} noon one{time} afternoon{time}
forgotten: now{mch} request{mch} kept call
"""
# The menus, and how many options each has. The language is asked by two voices, one option each.
OPTIONS = {
    "questions.stage": 4,
    "questions.stage_more": 4,
    "questions.ages": 3,
    "questions.ages_next": 3,
    "questions.ages_another": 2,
    "questions.first_baby": 2,
    "questions.needs": 5,
    "questions.needs_next": 5,
    "questions.needs_more": 4,
    "questions.needs_another": 2,
    "questions.needs_after_loss": 4,
    "questions.needs_after_loss_another": 2,
    "questions.shots": 3,
    "questions.benefits": 2,
    "questions.income": 2,
    "questions.school": 3,
    "questions.callback_time": 3,
    "asides.paused": 3,
    "asides.still_you": 2,
    "asides.forget": 2,
    "asides.confirm": 2,
    "asides.safety": 1,
    "asides.perhaps": 2,
    "asides.safety_connect": 2,
    "asides.stuck_text": 2,
    "asides.stuck": 1,
    "asides.text_me": 2,
    "asides.reach": 2,
    "asides.reach_withheld": 2,
    "asides.help": 2,
    "asides.help_no_text": 1,
    "asides.quiet": 3,
    "asides.stop": 2,
    "asides.follow_ask": 2,
    "asides.follow_up": 4,
    "asides.quiet_no_text": 2,
    "asides.stuck_text_later": 2,
    "asides.stuck_later": 1,
    "asides.stuck_alone": 1,
    "results.menu": 5,
    "results.menu_only": 5,
    "results.menu_last_no_text": 2,
    "results.menu_short": 1,
    "results.menu_none": 1,
    "promise.menu": 1,
}
# Menus that leave a key out: where no text can be sent, what cannot be had now, and the last words
# of the list.
SOME_OPTIONS = {
    "results.menu_last": [1, 4],
    "results.menu_no_text": [1, 2, 3, 5],
    "results.menu_only_no_text": [1, 2, 3, 5],
    "opening.other": [4],
    "theirs.questions.first_baby.ask": [1, 2],
}
# The numbers that a call may name, as dialled.
KNOWN_NUMBERS = frozenset(
    {
        "911",
        "988",
        "211",
        "711",
        "8607574780",
        "18002221222",
        "8887742900",
        "18008422288",
        "18338526262",
        "18883737888",
        "18005634086",
    }
)

_NAMED = re.compile(r"([\w.]+)((?:\{\w+\})*)")
_FIELD = re.compile(r"\{(\w+)\}")
_DIGITS = {"uno": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8}
_OFFERED = {
    # "press 1", later only "a child, 2"
    "en": re.compile(r"\bpress ([1-8])\b|(?<=[a-z], )([1-8])(?=\.)", re.IGNORECASE),
    "es": re.compile(
        rf"\bel ({'|'.join(_DIGITS)})(?=[.,;]|$)", re.IGNORECASE
    ),  # "oprima el uno", later only "el dos"
}
# Digits said one by one, at least three of them, with a comma between groups.
_NUMBER = re.compile(r"\b[0-9](?:,? [0-9]\b){2,}")


def fields(text: str) -> frozenset[str]:
    return frozenset(_FIELD.findall(text))


def other_keys() -> dict[str, frozenset[str]]:
    """The keys outside the questions, with their fields."""
    keys = {}
    for row in OTHERS.strip().splitlines():
        group, _, names = row.partition(":")
        keys.update(
            {
                f"{group}.{name}".lstrip("."): fields(places)
                for name, places in _NAMED.findall(names)
            }
        )
    return keys


def question_keys() -> Iterator[str]:
    for question, why in QUESTIONS.items():
        yield from (
            f"questions.{question}.{part}" for part in ("ask", "again.1", "again.2", "again.3")
        )
        if why:
            yield f"questions.{question}.why"


FILES = read_files()


def _flat(data: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    for key, value in data.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{path}{key}.")
        elif key != "hints" and isinstance(value, list):
            yield from _flat({f"{key}.{i}": item for i, item in enumerate(value, 1)}, path)
        elif key != "hints":
            yield f"{path}{key}", value


PROGRAMS = {program["id"]: program for program in FILES["programs"]["programs"]}
KEYPAD = FILES["keypad"]
_SPOKEN = {language: FILES["voice"][language] for language in LANGUAGES}
HINTS = {
    language: {
        name: q["hints"] for name, q in _SPOKEN[language]["questions"].items() if "hints" in q
    }
    for language in LANGUAGES
}
_NUMBERS = {
    code: own.get("aloud") or str(own["number"]) for code, own in FILES["languages"]["own"].items()
}
WORDS = {
    language: {
        key: words.replace("{number}", _NUMBERS[language])
        for key, words in _flat({**_SPOKEN[language], **FILES["voice.programs"][language]})
        if not key.startswith("hints.")
    }
    for language in LANGUAGES
}


def offered(text: str, language: str) -> list[int]:
    """The keys from 1 on that a text offers, in the order in which they are said."""
    keys = (match[match.lastindex or 0] for match in _OFFERED[language].finditer(text))
    return [int(_DIGITS.get(key.lower(), key)) for key in keys]


def numbers(text: str) -> list[str]:
    """The numbers of three digits or more that are said, as dialled."""
    return [re.sub("[^0-9]", "", number) for number in _NUMBER.findall(text)]
