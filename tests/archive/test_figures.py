"""The figures are what the dialogues of tests/archive/stories.py come to, counted by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update

from bot.archive.database import Archive
from bot.archive.models import CLOSED, Fact, Handoff, Session
from bot.archive.read import figures
from bot.archive.read import funnel as progress
from bot.archive.read.day_spans import Span
from bot.archive.read.figures import Danger, Matches, Pace, Volume
from bot.archive.read.funnel import Missed, path_of
from bot.redis.store import Store
from tests.archive.stories import play_week
from tests.playing.desks import make_desk, the_flow

WEEK = Span(date(2026, 11, 22), date(2026, 11, 28))
MONDAY, TUESDAY, WEDNESDAY, FRIDAY = (date(2026, 11, day) for day in (23, 24, 25, 27))
LATER = datetime(2026, 12, 15, 17, tzinfo=UTC)


@pytest.fixture(scope="module")
def week(migrated: Archive, redis_url: str, tmp_path_factory: pytest.TempPathFactory) -> Archive:
    store = Store(redis_url)
    store.prepare()
    play_week(make_desk(store, tmp_path_factory.mktemp("desk")), migrated, redis_url)
    return migrated


@pytest.fixture
def promise(week: Archive) -> Iterator[Handoff]:
    """The one promise of the week, put back as it was."""
    with week.session() as session:
        found = session.query(Handoff).where(Handoff.end.is_not(None)).one()
    yield found
    with week.writing() as connection:
        connection.execute(update(Handoff).values(state="open", closed_at=None))


def test_conversations_are_counted_on_the_day_in_hartford_on_which_they_began(
    week: Archive,
) -> None:
    """Half past eleven at night in Hartford is the next day in UTC."""
    assert figures.volumes(week, WEEK) == [
        Volume(MONDAY, "sms", "en", 1),
        Volume(MONDAY, "sms", "es", 1),
        Volume(TUESDAY, "both", "en", 1),
        Volume(WEDNESDAY, "sms", "en", 2),
        Volume(FRIDAY, "sms", "en", 1),
    ]


@pytest.mark.parametrize(
    ("first", "last", "counted"),
    [
        (MONDAY, MONDAY, 2),
        (TUESDAY, TUESDAY, 1),
        (WEDNESDAY, FRIDAY, 3),
        (date(2026, 11, 22), date(2026, 11, 22), 0),
    ],
)
def test_both_ends_of_the_span_are_in_it(
    week: Archive, first: date, last: date, counted: int
) -> None:
    assert sum(volume.count for volume in figures.volumes(week, Span(first, last))) == counted


def test_what_was_matched(week: Archive) -> None:
    """Parents As Teachers fits them too; they are not told of it, because NFN does the same."""
    programs = {"healthy_start_hartford": 2, "miop": 2, "nfn": 2, "pat": 2, "wic": 2}
    assert figures.matches(week, WEEK) == Matches(told=2, none=0, programs=programs)


def test_a_result_without_any_program_is_counted_as_none(week: Archive) -> None:
    with week.session() as session:
        found = session.query(Session).where(Session.programs_seq >= 0).first()
        assert found is not None
        programs, found.programs = found.programs, []
        session.flush()
    assert figures.matches(week, WEEK).none == 1
    with week.session() as session:
        session.get_one(Session, found.id).programs = programs


def test_moments_of_danger_by_kind(week: Archive) -> None:
    assert figures.dangers(week, WEEK) == [Danger("suicide", 1, 1)]
    assert figures.dangers(week, Span(MONDAY, WEDNESDAY)) == []


def test_half_of_those_who_finished_took_less(week: Archive) -> None:
    """40 seconds and 260: the middle of two is between them."""
    assert figures.paces(week, WEEK) == [Pace("sms", 2, 150), Pace("", 2, 150)]
    assert figures.paces(week, Span(MONDAY, MONDAY)) == [Pace("sms", 1, 40), Pace("", 1, 40)]
    assert figures.paces(week, Span(TUESDAY, TUESDAY)) == []


@pytest.mark.parametrize(
    ("closed", "now", "state"),
    [
        (timedelta(0), timedelta(days=9), "kept"),
        (timedelta(seconds=1), timedelta(days=9), "late"),
        (None, timedelta(seconds=1), "missed"),
        (None, timedelta(seconds=-1), "ahead"),
    ],
)
def test_a_promise_is_kept_by_the_end_of_its_window(
    week: Archive, promise: Handoff, closed: timedelta | None, now: timedelta, state: str
) -> None:
    assert promise.end
    if closed is not None:
        with week.writing() as connection:
            connection.execute(update(Handoff).values(state=CLOSED, closed_at=promise.end + closed))
    found = figures.promises(week, WEEK, promise.end + now)
    assert {name for name, count in found.items() if count} == {state}


def test_how_far_people_get_and_where_they_stop(week: Archive) -> None:
    """Six began: two finished; one each stopped at due, first_baby and needs; one asked for a call
    at the town."""
    path = path_of(the_flow())
    places = {place.step: place for place in progress.funnel(week, WEEK, path, LATER)}
    reached = {step: places[step].reached for step in path.steps}
    assert [
        reached[step]
        for step in ("language", "due", "first_baby", "town", "needs", "benefits", "results")
    ] == [
        *(6, 6, 5, 4, 3, 2, 2),
    ]
    assert {step: place.stopped for step, place in places.items() if place.stopped} == {
        "due": 1,
        "first_baby": 1,
        "needs": 1,
    }
    assert {step: place.to_a_person for step, place in places.items() if place.to_a_person} == {
        "town": 1
    }
    assert places["due"].asked == 4
    assert places["household"].asked == 0


def test_who_said_something_within_a_day_has_not_stopped(week: Archive) -> None:
    path = path_of(the_flow())
    early = datetime(2026, 11, 24, 17, tzinfo=UTC)
    places = {
        place.step: place for place in progress.funnel(week, Span(MONDAY, TUESDAY), path, early)
    }
    assert {step: place.under_way for step, place in places.items() if place.under_way} == {
        "due": 1,
        "needs": 1,
    }
    assert not any(place.stopped for place in places.values())


def test_what_was_not_understood_is_told_by_step_the_most_frequent_first(week: Archive) -> None:
    """The same words are the same, whatever their capitals; a number that names a person is left
    out."""
    assert progress.missed(week, WEEK) == [
        Missed(
            "due", misses=3, silences=0, answers=[("in 14 months", 2), ("my number is (number)", 1)]
        )
    ]
    assert progress.missed(week, WEEK, most=1)[0].answers == [("in 14 months", 2)]


def test_simulated_conversations_are_in_no_figure(week: Archive) -> None:
    def mark(simulated: bool) -> None:
        with week.writing() as connection:
            connection.execute(update(Session).values(simulated=simulated))
            connection.execute(update(Fact).values(simulated=simulated))

    mark(True)
    try:
        assert figures.volumes(week, WEEK) == []
        assert figures.matches(week, WEEK) == Matches(0, 0, {})
        assert figures.dangers(week, WEEK) == []
        assert figures.paces(week, WEEK) == []
        assert not any(figures.promises(week, WEEK, LATER).values())
        assert progress.missed(week, WEEK) == []
        assert not any(
            place.reached for place in progress.funnel(week, WEEK, path_of(the_flow()), LATER)
        )
    finally:
        mark(False)


def test_a_day_in_hartford_has_25_hours_when_the_clocks_go_back() -> None:
    span = Span(date(2026, 11, 1), date(2026, 11, 1))
    assert span.until - span.since == timedelta(hours=25)
    assert list(span.days) == [date(2026, 11, 1)]
