"""What a person is asked for is seen to by one of the staff, who says how it went; the parent's
conversation learns of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.accounts.audit import Actor
from bot.archive.models import Handoff
from bot.archive.staff_tables import Note
from bot.casework import handoffs
from bot.casework.conversations import NotDone
from bot.redis.store import Store, StoreAway
from flows.model.staff_events import HandoffClosed, HandoffReopened
from tests.archive.archiving import rows
from tests.bot.casework import Casework


@pytest.fixture
def session(work: Casework) -> str:
    """The parent asked for a call."""
    for words in ("CALL", "Ana", "morning"):
        work.parent.says(words)
    return work.archived()


def claim(work: Casework, actor: Actor, session: str) -> None:
    handoffs.claim(work.archive, actor, session, number(work), work.clock())


def close(
    work: Casework, actor: Actor, session: str, outcome: str = "reached", note: str = ""
) -> None:
    handoffs.close(
        work.desk, work.archive, actor, session, number(work), outcome, note, f"close{outcome}"
    )


def tried(
    work: Casework,
    actor: Actor,
    session: str,
    outcome: str = "no_answer",
    note: str = "",
    **later: float,
) -> None:
    again = work.clock() + timedelta(**later or {"days": 1})
    handoffs.try_again(
        work.archive, actor, session, number(work), outcome, note, again, work.clock()
    )


def release(work: Casework, actor: Actor, session: str, anybodys: bool = False) -> None:
    handoffs.release(work.archive, actor, session, number(work), work.clock(), anybodys)


def reopen(work: Casework, actor: Actor, session: str) -> None:
    handoffs.reopen(work.desk, work.archive, actor, session, number(work), "reopen")


def number(work: Casework) -> int:
    found = work.handoff()["id"]
    assert isinstance(found, int)
    return found


def state(work: Casework) -> tuple[Any, ...]:
    row = work.handoff()
    return tuple(row[name] for name in ("state", "claimed_by", "closed_by", "outcome", "note"))


def test_one_claims_it_and_the_others_are_told_who(work: Casework, session: str) -> None:
    ana, ben = work.staff("Ana Lopez"), work.staff("Ben Cruz")
    for _ in range(2):
        claim(work, ana, session)
    for act in (claim, close):
        with pytest.raises(NotDone, match="Ana Lopez has taken this on"):
            act(work, ben, session)
    assert state(work) == ("claimed", ana.staff_id, None, "", "")
    assert work.audit() == [(ana.email, "call or task claimed")]


@pytest.mark.parametrize(
    ("anybodys", "released"), [(False, False), (True, True)], ids=["a reviewer", "an administrator"]
)
def test_only_who_claimed_it_gives_it_up_or_an_administrator(
    work: Casework, session: str, anybodys: bool, released: bool
) -> None:
    ana, ben = work.staff("Ana Lopez"), work.staff("Ben Cruz")
    claim(work, ana, session)
    if released:
        release(work, ben, session, anybodys)
        claim(work, ben, session)
    else:
        with pytest.raises(NotDone, match="You have not taken this on"):
            release(work, ben, session)
        release(work, ana, session)
        assert state(work)[:2] == ("open", None)


@pytest.mark.parametrize("outcome", handoffs.OUTCOMES)
def test_closed_with_an_outcome_nothing_is_promised_any_more(
    work: Casework, session: str, outcome: str
) -> None:
    ana = work.staff("Ana Lopez")
    close(work, ana, session, outcome, "  talked about the form ")
    assert state(work) == ("closed", None, ana.staff_id, outcome, "talked about the form")
    assert work.parent.record
    assert work.parent.record.session.promised is None
    assert HandoffClosed("callback", outcome, ana.email) in work.parent.facts
    assert work.audit() == [(ana.email, "call or task closed")]


def test_what_was_tried_stays_to_be_done_and_is_noted(work: Casework, session: str) -> None:
    """Also what is promised stands, and whose it is."""
    ana = work.staff("Ana Lopez")
    claim(work, ana, session)
    was_due = work.handoff()["due"]
    tried(work, ana, session, "no_answer", " line was busy ")
    tried(work, ana, session, "left_message", hours=3)
    assert (work.handoff()["tries"], work.handoff()["due"]) == (
        2,
        work.clock() + timedelta(hours=3),
    )
    assert work.handoff()["end"] == was_due
    assert state(work) == ("claimed", ana.staff_id, None, "", "")
    assert [row["text"] for row in rows(work.archive, Note)] == [
        "Try 1: no answer. Again Tue Nov 24, 10:00 AM. line was busy",
        "Try 2: left a message. Again Mon Nov 23, 1:00 PM.",
    ]
    assert work.parent.record
    assert work.parent.record.session.promised
    assert work.audit()[-1] == (ana.email, "call or task tried")


def test_after_that_they_can_ask_for_another_call(work: Casework, session: str) -> None:
    close(work, work.staff("Ana Lopez"), session)
    first = number(work)
    for words in ("CALL", "Ana", "morning"):
        work.parent.says(words)
    work.archived()
    assert number(work) != first
    assert state(work)[0] == "open"


def test_reopened_the_promise_stands_again(work: Casework, session: str) -> None:
    ana = work.staff("Ana Lopez")
    close(work, ana, session)
    reopen(work, ana, session)
    assert state(work) == ("open", None, None, "", "")
    assert work.parent.record
    promised, row = work.parent.record.session.promised, work.handoff()
    assert promised
    assert (promised.start, promised.end) == (row["start"], row["end"])
    assert HandoffReopened("callback", ana.email) in work.parent.facts


@pytest.mark.parametrize(
    ("before", "act", "why"),
    [
        ((close,), claim, "closed"),
        ((close,), close, "closed"),
        ((close,), tried, "closed"),
        ((), lambda work, actor, session: tried(work, actor, session, "sold"), "no_outcome"),
        ((), lambda work, actor, session: tried(work, actor, session, days=-1), "no_again"),
        ((), lambda work, actor, session: tried(work, actor, session, days=61), "no_again"),
        (
            (),
            lambda work, actor, session: close(work, actor, session, note="x" * 2001),
            "long_note",
        ),
        ((), reopen, "not_closed"),
        ((), release, "not_claimed"),
        ((), lambda work, actor, session: close(work, actor, session, "sold"), "no_outcome"),
        ((), lambda work, actor, session: claim(work, actor, "nothing"), "gone"),
    ],
)
def test_what_makes_no_sense_is_refused(
    work: Casework,
    session: str,
    before: tuple[Callable[..., None], ...],
    act: Callable[..., None],
    why: str,
) -> None:
    ana = work.staff("Ana Lopez")
    for each in before:
        each(work, ana, session)
    was = state(work)
    with pytest.raises(NotDone) as refusal:
        act(work, ana, session)
    assert (refusal.value.why, state(work)) == (why, was)


def test_it_is_closed_too_where_the_conversation_is_over(work: Casework, session: str) -> None:
    work.lapse()
    close(work, work.staff("Ana Lopez"), session)
    assert state(work)[0] == "closed"


def test_while_redis_is_away_it_stays_open(work: Casework, session: str) -> None:
    ana = work.staff("Ana Lopez")
    away = replace(work, desk=replace(work.desk, store=Store("redis://127.0.0.1:1")))
    with pytest.raises(StoreAway):
        close(away, ana, session)
    assert (state(work)[0], work.audit()) == ("open", [])
    close(work, ana, session)
    assert state(work)[0] == "closed"


@pytest.mark.parametrize("claimed", [False, True], ids=["open", "claimed"])
def test_what_the_parent_calls_off_is_closed_for_staff_too(
    work: Casework, session: str, claimed: bool
) -> None:
    """A call that she no longer wants is on no list, whoever had taken it on; asked for again, it
    is a new one."""
    if claimed:
        claim(work, work.staff("Ana Lopez"), session)
    work.parent.says("please dont call, my husband will answer")
    work.archived()
    assert (work.handoff()["state"], work.handoff()["outcome"]) == ("closed", "called_off")
    work.parent.says("CALL")
    work.archived()
    assert [row["state"] for row in rows(work.archive, Handoff)] == ["closed", "open"]
