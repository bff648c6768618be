"""One conversation, and everything about one person, to be taken along: values whose JSON is the
documented file.

docs/exports.md says what the fields mean; `format` changes when they do.
"""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection, func, select

from bot.archive.database import Archive
from bot.archive.export.bulk_csv import number_of
from bot.archive.export.export_format import (
    CONVERSATION_FORMAT,
    PERSON_FORMAT,
    Conversation,
    Person,
    ToldAnswer,
    ToldHandoff,
    ToldNote,
    ToldRecording,
    ToldText,
    ToldTurn,
)
from bot.archive.models import Contact, Delivery, Handoff, Recording, Session, Turn
from bot.archive.read.stored_turns import events
from bot.archive.staff_tables import Note, Staff
from bot.contacts import Cipher


def conversation(
    archive: Archive, cipher: Cipher, session_id: str, in_full: bool = False
) -> Conversation | None:
    """None if there is none. The number is masked unless it is wanted `in_full`. Raises
    ArchiveAway."""
    with archive.reading() as connection:
        return _conversation(connection, cipher, session_id, in_full)


def person(
    archive: Archive, cipher: Cipher, contact_id: str, in_full: bool = False
) -> Person | None:
    """None if nothing is known of them. Their conversations in order, the simulated ones too.
    Raises ArchiveAway."""
    mine = (
        select(Session.id)
        .where(Session.contact_id == contact_id)
        .order_by(Session.opened, Session.id)
    )
    with archive.reading() as connection:
        row = connection.execute(select(Contact).where(Contact.id == contact_id)).one_or_none()
        if row is None:
            return None
        found = [
            _conversation(connection, cipher, session_id, in_full)
            for session_id in connection.execute(mine).scalars()
        ]
        return Person(
            format=PERSON_FORMAT,
            id=row.id,
            number=number_of(cipher, row.number, in_full),
            known_since=row.created,
            opted_out=row.opted_out,
            opted_at=row.opted_at,
            conversations=[each for each in found if each],
            texts=_texts(
                connection, Delivery.contact_id == contact_id, Delivery.session_id.is_(None)
            ),
            recordings=_recordings(
                connection, Recording.contact_id == contact_id, Recording.session_id.is_(None)
            ),
        )


def as_json(whole: Conversation | Person) -> bytes:
    """The documented file, indented to be read."""
    return msgspec.json.format(msgspec.json.encode(whole), indent=2) + b"\n"


def _conversation(
    connection: Connection, cipher: Cipher, session_id: str, in_full: bool
) -> Conversation | None:
    whole = select(Session, Contact.number).join(Contact, Contact.id == Session.contact_id)
    row = connection.execute(whole.where(Session.id == session_id)).one_or_none()
    if row is None:
        return None
    answers = row.record["session"].get("answers", {})
    return Conversation(
        format=CONVERSATION_FORMAT,
        id=row.id,
        person=row.contact_id,
        number=number_of(cipher, row.number, in_full),
        simulated=row.simulated,
        began=row.opened,
        last=row.last_at,
        ended=row.ended_at,
        channels=row.channels,
        language=row.language,
        step=row.step,
        status=row.status,
        disposition=row.disposition,
        programs=row.programs,
        answers=msgspec.convert(answers, dict[str, ToldAnswer]),
        turns=_turns(connection, session_id),
        handoffs=_handoffs(connection, session_id),
        texts=_texts(connection, Delivery.session_id == session_id),
        recordings=_recordings(connection, Recording.session_id == session_id),
        notes=_notes(connection, session_id),
    )


def _turns(connection: Connection, session_id: str) -> list[ToldTurn]:
    columns = (Turn.first, Turn.at, Turn.channel, Turn.step, Turn.language, Turn.events)
    rows = connection.execute(
        select(*columns).where(Turn.session_id == session_id).order_by(Turn.first)
    )
    return [
        ToldTurn(row.first, row.at, row.channel, row.step, row.language, events(row.events))
        for row in rows
    ]


def _handoffs(connection: Connection, session_id: str) -> list[ToldHandoff]:
    rows = select(Handoff, func.coalesce(Staff.name, "").label("by")).outerjoin(
        Staff, Staff.id == Handoff.closed_by
    )
    found = connection.execute(rows.where(Handoff.session_id == session_id).order_by(Handoff.seq))
    return [
        ToldHandoff(
            reason=row.reason,
            opened=row.opened,
            start=row.start,
            end=row.end,
            name=row.name,
            state=row.state,
            closed=row.closed_at,
            by=row.by,
            outcome=row.outcome,
            note=row.note,
        )
        for row in found
    ]


def _texts(connection: Connection, *which: Any) -> list[ToldText]:
    rows = (
        select(Delivery.at, Delivery.status, Delivery.error)
        .where(*which)
        .order_by(Delivery.at, Delivery.id)
    )
    return [ToldText(*row) for row in connection.execute(rows)]


def _recordings(connection: Connection, *which: Any) -> list[ToldRecording]:
    columns = (Recording.at, Recording.seconds, Recording.state, Recording.reference)
    return [
        ToldRecording(*row)
        for row in connection.execute(select(*columns).where(*which).order_by(Recording.at))
    ]


def _notes(connection: Connection, session_id: str) -> list[ToldNote]:
    rows = select(Note.at, Staff.name, Note.text).join(Staff, Staff.id == Note.staff_id)
    found = connection.execute(rows.where(Note.session_id == session_id).order_by(Note.at, Note.id))
    return [ToldNote(*row) for row in found]
