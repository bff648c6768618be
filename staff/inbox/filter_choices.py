"""What the filters of the inbox offer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.accounts.accounts import everybody
from bot.archive.read.funnel import path_of
from bot.archive.read.lists.filters import ACTED, AHEAD, BEGAN, ENDED, KEPT, LATE, MISSED
from bot.archive.read.lists.filters import NONE as UNKNOWN
from flows.understanding.places.place_names import ELSEWHERE
from staff.case.answer_lines import in_words
from staff.case.matches import short_name
from staff.frame import labels as english
from staff.frame.console import Console
from staff.inbox.query import CHANNELS, LAST, ME, NONE, OURS

Choice = tuple[str, str]

STATES: Sequence[Choice] = (
    ("", "What needs a person, then the rest"),
    ("needs", "Only what needs a person"),
    ("open", "Going on"),
    ("ended", "Over"),
    ("unreviewed", "Not reviewed yet"),
    ("reviewed", "Reviewed"),
)
# Which of its four dates puts a conversation among the days that are asked for.
DATES: Sequence[Choice] = (
    (LAST, "the parent's last word"),
    (BEGAN, "the beginning"),
    (ACTED, "the last act of staff"),
    (ENDED, "the end"),
)


CHANNEL_WORDS = {
    "sms": "Text",
    "voice": "Phone",
    "sms_only": "Only text",
    "voice_only": "Only phone",
    "both": "Text and phone",
    UNKNOWN: "Not in touch yet",
}
PROMISED = {
    KEPT: "Kept in time",
    LATE: "Done, but later than promised",
    MISSED: "Not done, and the time is over",
    AHEAD: "Still to come",
}


def choices(console: Console) -> Mapping[str, Sequence[Choice]]:
    """For each filter its values with their words."""
    flow = console.desk.flow
    people = [(str(each.id), each.name) for each in everybody(console.archive) if not each.disabled]
    programs = sorted(
        (short_name(flow, program.id), program.id) for program in flow.catalogue.matched
    )
    needs = flow.catalogue.ranking.best_for
    ends = [(value, words.capitalize()) for value, words in english.DISPOSITIONS.items() if value]
    elsewhere = in_words(flow.prompts, "town", ELSEWHERE).capitalize()
    return {
        "state": STATES,
        "channel": [
            ("", "Any"),
            *((each, CHANNEL_WORDS[each]) for each in CHANNELS),
        ],
        "language": [
            ("", "Any"),
            *((code, language.name) for code, language in flow.languages.items()),
            (UNKNOWN, "Not known"),
        ],
        "town": [
            ("", "Any"),
            *((town, town) for town in flow.places.towns),
            (ELSEWHERE, elsewhere),
            (UNKNOWN, "Not known"),
        ],
        "program": [
            ("", "Any"),
            *((value, words) for words, value in programs),
            (UNKNOWN, "None, after all questions"),
        ],
        "reached": [
            ("", "Any"),
            *((step, english.place(flow.prompts, step)) for step in path_of(flow).steps),
        ],
        "need": [
            ("", "Any"),
            *((need, in_words(flow.prompts, "needs", [need]).capitalize()) for need in needs),
        ],
        "promise": [("", "Any"), *PROMISED.items()],
        "disposition": [("", "Any"), *ends],
        "assigned": [("", "Anybody"), (ME, "Me"), (NONE, "Nobody"), *people],
        "by": DATES,
        "words": [("", "What parents said"), (OURS, "What we said")],
        "step": [("", "Any"), *((step, english.place(flow.prompts, step)) for step in flow.steps)],
        "danger": [
            ("", "Any"),
            *((kind, words.capitalize()) for kind, words in english.DANGERS.items()),
        ],
        "missed": [
            ("", "Any"),
            *((step, english.place(flow.prompts, step)) for step in flow.steps),
        ],
        "practice": [("", "Shown, and marked"), ("without", "Left out"), ("only", "Only practice")],
    }
