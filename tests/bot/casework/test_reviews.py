"""Notes, whose conversation it is, and that somebody has looked at it: in the archive, and in the
audit log."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.accounts.audit import Actor
from bot.archive.models import Session
from bot.archive.staff_tables import Note
from bot.casework import reviews
from bot.casework.conversations import NotDone
from tests.archive.archiving import rows
from tests.bot.casework import NOW, Casework


def test_a_note_says_who_and_when(work: Casework) -> None:
    session, ana = work.archived(), work.staff("Ana Lopez")
    reviews.add_note(work.archive, ana, session, "  <b>Call</b> after 3\0 ", work.clock())
    (note,) = rows(work.archive, Note)
    assert (note["staff_id"], note["at"], note["text"]) == (
        ana.staff_id,
        NOW,
        "<b>Call</b> after 3",
    )
    assert work.audit() == [(ana.email, "note added")]


@pytest.mark.parametrize(
    ("later", "notes"), [(30, 1), (120, 2)], ids=["sent twice", "written again"]
)
def test_a_form_sent_twice_is_one_note(work: Casework, later: int, notes: int) -> None:
    session, ana = work.archived(), work.staff("Ana Lopez")
    for at in (NOW, NOW + timedelta(seconds=later)):
        reviews.add_note(work.archive, ana, session, "Called.", at)
    assert len(rows(work.archive, Note)) == notes


def test_assigned_to_somebody_and_to_nobody(work: Casework) -> None:
    session, ana = work.archived(), work.staff("Ana Lopez")
    for who in (ana.staff_id, None):
        reviews.assign(work.archive, ana, session, who, work.clock())
        assert rows(work.archive, Session)[0]["assigned_to"] == who
    assert work.audit() == [(ana.email, "assigned")] * 2


@pytest.mark.parametrize(("role", "disabled"), [("reader", False), ("reviewer", True)])
def test_nothing_is_assigned_to_who_cannot_follow_up(
    work: Casework, role: str, disabled: bool
) -> None:
    session, ana = work.archived(), work.staff("Ana Lopez")
    other = work.staff("Ben Cruz", role, disabled)
    with pytest.raises(NotDone, match="may follow up"):
        reviews.assign(work.archive, ana, session, other.staff_id, work.clock())
    with work.archive.reading() as connection:
        assert reviews.colleagues(connection) == [(ana.staff_id, "Ana Lopez")]


def test_marked_reviewed_and_reopened(work: Casework) -> None:
    session, ana = work.archived(), work.staff("Ana Lopez")
    reviews.mark_reviewed(work.archive, ana, session, NOW)
    row = rows(work.archive, Session)[0]
    assert (row["reviewed_at"], row["reviewed_by"]) == (NOW, ana.staff_id)
    work.parent.says("06106")
    work.archived()
    assert rows(work.archive, Session)[0]["reviewed_at"] == NOW
    reviews.reopen(work.archive, ana, session, NOW)
    row = rows(work.archive, Session)[0]
    assert (row["reviewed_at"], row["reviewed_by"]) == (None, None)
    assert [action for _, action in work.audit()] == ["marked reviewed", "review reopened"]


def _note(work: Casework, ana: Actor, session: str) -> None:
    reviews.add_note(work.archive, ana, session, "Called.", NOW)


def _assign(work: Casework, ana: Actor, session: str) -> None:
    reviews.assign(work.archive, ana, session, ana.staff_id, NOW)


def _review(work: Casework, ana: Actor, session: str) -> None:
    reviews.mark_reviewed(work.archive, ana, session, NOW)


def _reopen(work: Casework, ana: Actor, session: str) -> None:
    reviews.reopen(work.archive, ana, session, NOW)


@pytest.mark.parametrize("act", [_note, _assign, _review, _reopen])
def test_where_there_is_no_conversation_nothing_is_written(
    work: Casework, act: Callable[[Casework, Actor, str], None]
) -> None:
    with pytest.raises(NotDone, match="not in the records"):
        act(work, work.staff("Ana Lopez"), "nothing")
    assert work.audit() == []


def test_a_note_without_words_is_refused(work: Casework) -> None:
    with pytest.raises(NotDone, match="no words in the note"):
        reviews.add_note(work.archive, work.staff("Ana Lopez"), work.archived(), " \n", NOW)
