"""A text of our own goes once or not at all, in its hours, and never to who must not get it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import redis

from bot.accounts.audit import Actor
from bot.archive.database import Archive
from bot.casework.move_referral import move
from bot.conversation.turns import Desk
from bot.outage.restore import restore
from bot.privacy import legal_holds
from bot.redis.store import Store
from bot.workers.follow_up_worker import take_all
from flows.model.call_events import ConsentGiven, TextNotSent, TextSent
from flows.model.program_events import FollowUpEnded, FollowUpPutOff
from tests.archive.archiving import archive_all
from tests.archive.conftest import archive, database_url, migrated
from tests.bot.casework import Casework, Clock
from tests.bot.following import A_WEEK, BEGINS, Mother, a_mother
from tests.bot.workers.test_sender import sending
from tests.playing.desks import make_desk
from tests.stand_ins.twilio_stand_in import StandIn
from tests.started_program import until

__all__ = ["archive", "database_url", "migrated"]


@pytest.fixture
def clock() -> Clock:
    return Clock(BEGINS)


@pytest.fixture
def desk(store: Store, tmp_path: Path, clock: Clock) -> Desk:
    return make_desk(store, tmp_path, clock=clock)


@pytest.fixture
def mother(desk: Desk) -> Mother:
    return a_mother(desk)


@pytest.fixture
def twilio() -> Iterator[StandIn]:
    with StandIn() as stand_in:
        yield stand_in


def test_the_yes_is_kept_with_its_words_and_language(mother: Mother) -> None:
    mother.agrees()
    (given,) = [event for event in mother.facts if isinstance(event, ConsentGiven)]
    words = "May we text you in a week to ask if it worked? 1 Yes 2 No"
    assert given == ConsentGiven("follow_up", words, "en")


def test_the_schedule_is_written_with_the_turn(
    desk: Desk, mother: Mother, raw_redis: redis.Redis
) -> None:
    mother.agrees()
    due = (BEGINS + A_WEEK).timestamp()
    assert desk.store.schedule.due(due - 1) == []
    assert desk.store.schedule.due(due) == [mother.contact]
    mother.says("STOP")
    assert desk.store.schedule.waiting() == 0


def test_two_workers_take_each_text_once(
    desk: Desk, archive: Archive, clock: Clock, redis_url: str, twilio: StandIn
) -> None:
    mothers = [a_mother(desk, f"+1860555{each:04}").agrees() for each in range(12)]
    clock.wait(days=7)
    workers = [threading.Thread(target=take_all, args=(desk, archive)) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    with sending(desk, redis_url, twilio), sending(desk, redis_url, twilio):
        until(lambda: all(each.outcomes and not each.waiting() for each in mothers), "outcomes")
    assert [each.queued for each in mothers] == [mothers[0].queued] * 12
    assert len(mothers[0].queued) == 1
    assert sorted(post["To"] for post in twilio.posts) == sorted(each.number for each in mothers)


def test_a_worker_that_died_after_its_commit_leaves_nothing_to_do_twice(
    mother: Mother, clock: Clock
) -> None:
    """The turn and the text are one commit: whoever comes next finds it done."""
    mother.agrees()
    clock.wait(days=7)
    assert mother.is_due()
    assert not mother.is_due()
    assert len(mother.queued) == 1


@pytest.mark.parametrize(
    "at",
    ["2026-12-07T14:59:59", "2026-12-07T23:00:00", "2026-12-12T16:00:00", "2026-12-25T16:00:00"],
    ids=["before ten", "from six", "on a Saturday", "on a holiday"],
)
def test_outside_its_hours_nothing_goes(mother: Mother, clock: Clock, at: str) -> None:
    mother.agrees()
    clock.now = datetime.fromisoformat(at).replace(tzinfo=UTC)
    assert not mother.is_due()


def test_ten_is_ten_on_both_sides_of_a_change_of_the_clock(desk: Desk) -> None:
    """Clocks go back on 1 November 2026, forward on 14 March 2027."""
    hours = ((10, 30, 14), (11, 2, 15), (3, 12, 15), (3, 15, 14))
    for month, day, ten in hours:
        year = 2026 if month > 6 else 2027
        at = datetime(year, month, day, ten, tzinfo=UTC)
        assert desk.texting_until(at - timedelta(seconds=1)) is None
        assert desk.texting_until(at) == at + timedelta(hours=8)


def test_a_clock_that_is_put_back_sends_nothing_again(mother: Mother, clock: Clock) -> None:
    mother.agrees()
    clock.wait(days=7)
    assert mother.is_due()
    clock.wait(hours=-3)
    assert not mother.is_due()
    clock.wait(hours=3, minutes=1)
    assert not mother.is_due()
    assert len(mother.queued) == 1


def test_an_emptied_redis_gets_the_plan_back_and_sends_once(
    desk: Desk,
    archive: Archive,
    clock: Clock,
    redis_url: str,
    raw_redis: redis.Redis,
    mother: Mother,
) -> None:
    mother.agrees()
    archive_all(desk, archive, redis_url)
    raw_redis.flushall()
    restore(desk, archive)
    clock.wait(days=7)
    assert desk.store.schedule.due(clock().timestamp()) == [mother.contact]
    assert mother.is_due()
    archive_all(desk, archive, redis_url)
    raw_redis.flushall()
    restore(desk, archive)
    assert not mother.is_due()


def test_a_reminder_that_is_months_away_is_put_back_too(
    desk: Desk,
    archive: Archive,
    clock: Clock,
    redis_url: str,
    raw_redis: redis.Redis,
    mother: Mother,
) -> None:
    mother.agrees()
    clock.wait(days=7)
    assert mother.is_due()
    mother.says("1")
    archive_all(desk, archive, redis_url)
    clock.wait(days=200)
    raw_redis.flushall()
    restore(desk, archive)
    (reminder,) = mother.follow.planned
    assert reminder.kind == "reminder"
    assert reminder.last == date(2027, 10, 14)
    assert desk.store.schedule.due(reminder.at.timestamp()) == [mother.contact]


def test_what_was_sent_by_a_redis_that_was_lost_is_found_and_not_sent_again(
    desk: Desk,
    archive: Archive,
    clock: Clock,
    redis_url: str,
    raw_redis: redis.Redis,
    mother: Mother,
    twilio: StandIn,
) -> None:
    """It was posted, and Redis was gone before the archive had heard of it."""
    clock.now = datetime.now(UTC) - A_WEEK
    mother.agrees()
    archive_all(desk, archive, redis_url)
    clock.now = datetime.now(UTC)
    desk = at_any_hour(desk, mother)
    with sending(desk, redis_url, twilio):
        mother.is_due()
        until(lambda: mother.outcomes and not mother.waiting(), "first outcome")
    raw_redis.flushall()
    restore(desk, archive)
    with sending(desk, redis_url, twilio):
        assert mother.is_due()
        until(lambda: mother.outcomes and not mother.waiting(), "second outcome")
    assert len(twilio.posts) == 1
    assert [type(each) for each in mother.outcomes] == [TextSent]


def at_any_hour(desk: Desk, mother: Mother) -> Desk:
    """The same, with texts of our own at every hour; the mother's too."""

    class AnyHour(Desk):
        def texting_until(self, now: datetime) -> datetime | None:
            return now + timedelta(hours=1)

    mother.desk = AnyHour(**vars(desk))
    return mother.desk


def ends_with(mother: Mother, why: str) -> bool:
    return any(isinstance(event, FollowUpEnded) and event.why == why for event in mother.facts)


ENDS: dict[str, tuple[Callable[[Mother], object], str]] = {
    "stop": (lambda mother: mother.says("STOP"), "stopped"),
    "danger": (lambda mother: mother.says("my husband hits me"), "safety"),
    "loss": (lambda mother: mother.says("i had a miscarriage"), "safety"),
    "wrong number": (lambda mother: mother.says("wrong number"), "stopped"),
}


@pytest.mark.parametrize("what", ENDS)
def test_what_ends_it_before(mother: Mother, clock: Clock, what: str) -> None:
    does, why = ENDS[what]
    mother.agrees()
    does(mother)
    assert ends_with(mother, why)
    clock.wait(days=9)
    assert not mother.is_due()
    assert mother.queued == []


@pytest.mark.parametrize("what", ENDS)
def test_what_ends_it_between_the_commit_and_the_post(
    desk: Desk, redis_url: str, mother: Mother, clock: Clock, what: str, twilio: StandIn
) -> None:
    """The sender looks once more, just before it posts."""
    mother.agrees()
    clock.wait(days=7)
    assert mother.is_due()
    ENDS[what][0](mother)
    with sending(desk, redis_url, twilio):
        until(lambda: mother.outcomes and not mother.waiting(), "outcome")
    assert twilio.posts == []
    (outcome,) = mother.outcomes
    assert isinstance(outcome, TextNotSent)
    assert outcome.why in ("opted_out", "withdrawn")


def test_what_waited_until_after_its_hours_does_not_go(
    desk: Desk, redis_url: str, mother: Mother, clock: Clock, twilio: StandIn
) -> None:
    mother.agrees()
    clock.wait(days=7, hours=6, minutes=59)
    assert mother.is_due()
    clock.wait(minutes=2)
    with sending(desk, redis_url, twilio):
        until(lambda: mother.outcomes and not mother.waiting(), "outcome")
    assert [each.why for each in mother.outcomes if isinstance(each, TextNotSent)] == ["too_late"]
    assert twilio.posts == []


def test_while_a_person_has_it_nothing_goes(
    desk: Desk, archive: Archive, redis_url: str, clock: Clock, mother: Mother
) -> None:
    work = Casework(desk, archive, redis_url, clock, mother)
    mother.agrees()
    clock.wait(days=7)
    work.takes_over(work.staff("Ana Ruiz"), work.archived())
    mother.archive = archive
    assert mother.is_due()
    assert mother.queued == []
    assert any(isinstance(event, FollowUpPutOff) for event in mother.facts)
    clock.wait(hours=1, minutes=1)
    assert mother.is_due()
    assert len(mother.queued) == 1


def test_under_a_legal_hold_nothing_goes(
    desk: Desk, archive: Archive, redis_url: str, clock: Clock, mother: Mother
) -> None:
    mother.agrees()
    archive_all(desk, archive, redis_url)
    actor = Actor(0, "counsel@example.org")
    legal_holds.hold(archive, mother.contact, "a suit", actor, clock())
    clock.wait(days=7)
    assert take_all(desk, archive) == 1
    legal_holds.lift(archive, mother.contact, "settled", actor, clock())
    assert mother.queued == []
    clock.wait(days=1)
    assert take_all(desk, archive) == 1
    assert len(mother.queued) == 1


def test_who_was_erased_gets_nothing(
    desk: Desk, archive: Archive, clock: Clock, mother: Mother
) -> None:
    mother.agrees()
    mother.says("FORGET")
    mother.says("1")
    clock.wait(days=7)
    assert take_all(desk, archive) == 0
    assert desk.store.schedule.waiting() == 0


def test_what_staff_know_is_not_asked(
    desk: Desk, archive: Archive, redis_url: str, clock: Clock, mother: Mother
) -> None:
    work = Casework(desk, archive, redis_url, clock, mother)
    mother.agrees()
    first = mother.follow.planned[0].program
    session = work.archived()
    move(desk, archive, work.staff("Ana Ruiz"), session, first, "enrolled", "", None, "m1")
    assert first in mother.follow.settled
    clock.wait(days=7)
    take_all(desk, archive)
    mother.archive = archive
    assert not any(first.upper() in words for words in mother.queued)
