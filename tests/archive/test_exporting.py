"""What is taken along: one conversation, one person, and many of them, whatever the database."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from sqlalchemy import select, update

from bot.archive.database import Archive
from bot.archive.export.bulk_csv import Rows, Shape, Taking, read_rows, size, written
from bot.archive.export.csv_cells import BOM, csv_parts, harmless
from bot.archive.export.export_format import Conversation, Person
from bot.archive.export.exporting import as_json, conversation, person
from bot.archive.export.for_parents import letter
from bot.archive.export.plain_text import conversation_as_text
from bot.archive.models import Session, Turn
from bot.archive.read.lists.filters import Wanted
from bot.archive.read.lists.selecting import Selection
from bot.contacts import Cipher
from bot.redis.store import Store
from flows.model.events import InputReceived
from flows.model.inputs import Text
from tests.archive.stories import WEEK, play_week
from tests.playing.desks import make_desk, the_flow

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
SLOTS = [step.slot for step in the_flow().steps.values() if step.slot]


@dataclass(frozen=True)
class Week:
    archive: Archive
    cipher: Cipher

    def id_of(self, at: str) -> str:
        """The conversation that stands at this step."""
        with self.archive.reading() as connection:
            return connection.execute(select(Session.id).where(Session.step == at)).scalars().one()


@pytest.fixture(scope="module")
def week(migrated: Archive, redis_url: str, tmp_path_factory: pytest.TempPathFactory) -> Week:
    store = Store(redis_url)
    store.prepare()
    desk = make_desk(store, tmp_path_factory.mktemp("desk"))
    play_week(desk, migrated, redis_url)
    return Week(migrated, desk.cipher)


def table(week: Week, taking: Taking) -> list[dict[str, str]]:
    content = b"".join(
        written(taking, read_rows(week.archive, week.cipher, taking), SLOTS)
    ).decode()
    assert content.startswith(BOM)
    return list(csv.DictReader(io.StringIO(content.removeprefix(BOM))))


def test_one_conversation_as_text_tells_who_said_what(week: Week) -> None:
    told = conversation(week.archive, week.cipher, week.id_of("promised"))
    assert told
    text = conversation_as_text(told, the_flow().languages.name)
    lines = [line.strip() for line in text.splitlines()]
    assert lines.index("Wed Nov 25, 2026, 10:01 AM, the person") < lines.index("call me")
    assert lines[lines.index("call me") - 1].endswith("the person")
    assert "town: " not in text  # it was never asked
    assert "A person was asked for: callback" in text
    assert "promised from" in text
    assert "(860) ***-**" in text


def test_one_conversation_as_json_is_what_the_documented_shape_reads(week: Week) -> None:
    told = conversation(week.archive, week.cipher, week.id_of("needs"))
    assert told
    again = msgspec.json.decode(as_json(told), type=Conversation)
    assert again == told
    assert (again.format, again.channels, again.language) == ("intake-conversation/1", "both", "en")
    assert again.answers["town"].value == "Hartford"
    assert again.answers["town"].words == "hartford"
    assert [turn.turn for turn in again.turns] == sorted(turn.turn for turn in again.turns)
    assert sum(len(turn.events) for turn in again.turns) == again.turns[-1].turn + len(
        again.turns[-1].events
    )


def test_there_is_nothing_of_a_conversation_or_a_person_that_nobody_knows(week: Week) -> None:
    assert conversation(week.archive, week.cipher, "nothing") is None
    assert person(week.archive, week.cipher, "0" * 24) is None


@pytest.mark.parametrize(("in_full", "shown"), [(False, "***-**"), (True, "-")])
def test_a_number_is_masked_unless_it_is_wanted_in_full(
    week: Week, in_full: bool, shown: str
) -> None:
    told = conversation(week.archive, week.cipher, week.id_of("due"), in_full)
    assert told
    assert told.number.startswith("(860) ")
    assert shown in told.number
    assert ("*" in told.number) is not in_full


def test_a_person_gets_everything_about_them(week: Week) -> None:
    one = conversation(week.archive, week.cipher, week.id_of("promised"))
    assert one
    told = person(week.archive, week.cipher, one.person)
    assert told
    assert told.conversations == [one]
    assert msgspec.json.decode(as_json(told), type=Person) == told


OURS = re.compile(r"[0-9a-f]{12,}|\b[a-z]+_[a-z_]+\b|\b(?:RE|SM|CA)[0-9a-f]{8,}")


@pytest.mark.parametrize("step", ["promised", "due", "needs", "first_baby"])
@pytest.mark.parametrize("language", ["", "en", "es"])
def test_the_letter_to_a_person_is_in_their_language_and_without_our_ids(
    week: Week, step: str, language: str
) -> None:
    one = conversation(week.archive, week.cipher, week.id_of(step), in_full=True)
    assert one
    told = person(week.archive, week.cipher, one.person, in_full=True)
    assert told
    text = letter(told, the_flow(), language)
    spoken = language or told.conversations[-1].language
    title = {"en": "What Hartford MCH keeps", "es": "Lo que MCH de Hartford guarda"}[spoken]
    assert text.startswith(f"{title}")
    assert told.number in text
    assert OURS.findall(text) == []
    for turn in one.turns:
        for event in turn.events:
            if isinstance(event, InputReceived) and isinstance(event.input, Text):
                assert event.input.body.splitlines()[0] in text


def test_a_row_for_each_conversation_the_one_that_began_first_comes_first(week: Week) -> None:
    rows = table(week, Taking())
    assert len(rows) == len(WEEK) == size(week.archive, Taking())
    assert [row["began"][:16] for row in rows] == [
        *(
            "2026-11-23 10:00",
            "2026-11-23 23:30",
            "2026-11-24 09:00",
            "2026-11-25 09:00",
            "2026-11-25 10:00",
            "2026-11-27 10:00",
        ),
    ]
    assert [row["step"] for row in rows] == [
        "results",
        "due",
        "needs",
        "first_baby",
        "promised",
        "results",
    ]
    assert rows[0]["answer_needs"] == "food"
    assert rows[0]["answer_first_baby"] == "yes"
    assert {row["number"][:8] for row in rows} == {"(860) **"}
    assert not {"answer_callback_name", "answer_town"} & rows[0].keys()


def test_a_row_for_each_turn_in_order(week: Week) -> None:
    taking = Taking(rows=Rows.TURNS)
    rows = table(week, taking)
    assert len(rows) == size(week.archive, taking)
    heard = [row["heard"] for row in rows if row["conversation"] == week.id_of("promised")]
    assert heard[:7] == [
        "pregnant",
        "in 14 MONTHS!",
        "'march 5",
        "yes",
        "call me",
        "Ana",
        "morning",
    ]
    assert (
        "NotUnderstood"
        in rows[[row["heard"] for row in rows].index("in 14 MONTHS!")]["events"].split()
    )


def test_json_lines_hold_the_same_rows_each_whole(week: Week) -> None:
    for rows in Rows:
        taking = Taking(rows=rows, shape=Shape.LINES)
        lines = b"".join(
            written(taking, read_rows(week.archive, week.cipher, taking), SLOTS)
        ).splitlines()
        found = [msgspec.json.decode(line) for line in lines]
        assert len(found) == size(week.archive, taking)
        assert {row["conversation"] for row in found} == {
            row["conversation"] for row in table(week, Taking(rows=rows))
        }


@pytest.mark.parametrize(
    ("selection", "steps"),
    [
        (Selection(Wanted(language="es")), ["due"]),
        (Selection(Wanted(channel="voice")), ["needs"]),
        (Selection(Wanted(disposition="matched")), ["results", "results"]),
        (Selection(Wanted(program="wic", until=NOW + timedelta(days=1))), ["results"]),
        (Selection(Wanted(state="needs")), ["promised", "results"]),
        (Selection(words="14 Months"), ["first_baby", "promised"]),
        (Selection(words="14 months nothing"), []),
        (Selection(words="?!"), []),
        (Selection(Wanted(since=NOW + timedelta(days=4))), ["results"]),
    ],
)
def test_the_filters_are_those_of_the_inbox(
    week: Week, selection: Selection, steps: list[str]
) -> None:
    taking = Taking(selection)
    assert [row["step"] for row in table(week, taking)] == steps
    assert size(week.archive, taking) == len(steps)


def test_what_was_tried_out_in_the_simulator_is_not_taken_along(week: Week) -> None:
    try:
        with week.archive.writing() as connection:
            connection.execute(update(Session).values(simulated=True))
        for rows in Rows:
            assert size(week.archive, Taking(rows=rows)) == 0
            assert table(week, Taking(rows=rows)) == []
    finally:
        with week.archive.writing() as connection:
            connection.execute(update(Session).values(simulated=False))


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    written = next(csv_parts(["said"], [[cell]])).removeprefix(BOM)
    assert list(csv.reader(io.StringIO(written, newline=""))) == [["said"], ["'" + cell]]


@pytest.mark.parametrize(
    "cell",
    [
        "06106",
        "3-15",
        "3/15",
        "march 5",
        "5 mar",
        "12345678901234567",
        "1e5",
        "10:30",
        "TRUE",
        "1.5",
        "2026-3-5",
    ],
)
def test_what_a_spreadsheet_would_change_is_kept_as_text(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize(
    "cell",
    ["yes", "", "a=b", 5, -5, "6 months", "2026-11-23 10:05:00", "2026-11-23", "marina 5 7", "1"],
)
def test_what_is_no_formula_stays_as_it_is(cell: Any) -> None:
    assert harmless(cell) == cell


def test_what_a_parent_writes_is_never_a_formula(week: Week) -> None:
    taking = Taking(rows=Rows.TURNS)
    with week.archive.writing() as connection:
        turn = connection.execute(select(Turn.id, Turn.heard).where(Turn.heard == "Ana")).one()
        connection.execute(
            update(Turn).where(Turn.id == turn.id).values(heard='=HYPERLINK("http://x")')
        )
    try:
        assert '\'=HYPERLINK("http://x")' in [row["heard"] for row in table(week, taking)]
    finally:
        with week.archive.writing() as connection:
            connection.execute(update(Turn).where(Turn.id == turn.id).values(heard="Ana"))
