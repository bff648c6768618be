"""What is left of a person, and the worker that erases them elsewhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select, text

from bot.accounts.audit import Actor
from bot.archive.database import Archive
from bot.archive.models import Fact, Handoff, Recording, Session, Turn
from bot.archive.staff_tables import Audit
from bot.privacy.erasing import Eraser
from bot.privacy.erasing_elsewhere import Elsewhere
from bot.twilio.erase import TwilioEraser
from bot.twilio.texts import Account
from tests.bot.sending import Person
from tests.stand_ins.twilio_stand_in import ACCOUNT, TOKEN, StandIn

TALK = ("hola", "1", "marzo", "1", "Frog Hollow", "1", "si", "MORE")
OTHER = "+18605550123"
ANNA = Actor(None, "anna@example.org")
LATER = timedelta(minutes=5)


def elsewhere(eraser: Eraser, twilio: StandIn | None, after: timedelta = LATER) -> Elsewhere:
    """The worker, some time later."""
    desk = replace(eraser.desk, clock=lambda: datetime.now(UTC) + after)
    account = Account(ACCOUNT, TOKEN, "+18605550100", "", "", twilio.base) if twilio else None
    return Elsewhere(
        desk, eraser.archive, eraser.spool, TwilioEraser(account, seconds=0.5) if account else None
    )


def left(archive: Archive, contact: str) -> dict[str, int]:
    """How many rows there are of this person."""
    mine = select(Session.id).where(Session.contact_id == contact)
    with archive.reading() as connection:
        tables = {model.__tablename__: model.session_id.in_(mine) for model in (Turn, Fact)}
        tables |= {
            model.__tablename__: model.contact_id == contact
            for model in (Session, Handoff, Recording)
        }
        return {
            name: count
            for name, which in tables.items()
            if (count := connection.execute(select(func.count()).where(which)).scalar_one())
        }


def found(archive: Archive, word: str) -> int:
    """How many turns the search finds."""
    match = "SELECT count(*) FROM turns_words WHERE words MATCH :word"
    if not archive.is_sqlite:
        match = (
            "SELECT count(*) FROM turns WHERE to_tsvector('simple', words) @@"
            " plainto_tsquery('simple', :word)"
        )
    with archive.reading() as connection:
        return int(connection.execute(text(match), {"word": word}).scalar_one())


def audited(archive: Archive, contact: str) -> list[str]:
    with archive.reading() as connection:
        told = select(Audit.action).where(Audit.target == contact).order_by(Audit.id)
        return list(connection.execute(told).scalars())[-3:]


def at_twilio(twilio: StandIn, parent: Person) -> None:
    """Texts both ways and a call with a message, of this person and of another."""
    for number in (parent.number, OTHER):
        twilio.take({"To": "+18605550100", "From": number, "Body": "hola"}, "inbound")
        twilio.take(
            {"To": number, "From": "+18605550100", "Body": "Hartford MCH"}, "outbound-reply"
        )
        recording = twilio.called(number, recordings=1).recordings[0]
        twilio.transcripts[f"TR{number}"] = recording
