"""Worker loop: finds out of each caller, while the call goes on, whether a text can arrive, so that
a landline is never offered one.

What is known from earlier conversations is told again to a new one: a carrier's refusal (error
30006 and its like), or the line type that Twilio's Lookup gave.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import timedelta

import structlog
from msgspec.structs import replace
from sqlalchemy import Connection, select

from bot.archive.database import Archive, ArchiveAway
from bot.archive.models import Contact, Delivery, Fact, Session
from bot.contacts import CipherError
from bot.conversation.side_facts import TEXTLESS_ERRORS, record_beside
from bot.conversation.turns import Crowded, Desk
from bot.redis.store import StoreAway
from bot.twilio.lookup import LANDLINE, TwilioLookup
from bot.twilio.texts import NotNow
from bot.wiring import Parts
from bot.workers.sweeper import account
from flows.model.call_events import CallOpened, LineTold
from flows.model.inputs import Channel

EVERY_SECONDS = 2.0
# A call that began longer ago has been offered a text already.
RECENT = timedelta(minutes=5)
MOST_REMEMBERED = 10_000

log = structlog.get_logger()


@dataclass
class Lines:
    """What looking takes. Without `lookup` only what is known already is told."""

    desk: Desk
    archive: Archive
    lookup: TwilioLookup | None
    seen: OrderedDict[str, None] = field(default_factory=OrderedDict)


def watch(parts: Parts, ended: threading.Event) -> None:
    """Look at each new call until `ended`; while Redis, the database or Twilio is away, wait."""
    settings = parts.settings
    asks = settings.line_lookup and settings.twilio_account_sid
    lines = Lines(parts.desk, parts.archive, TwilioLookup(account(settings)) if asks else None)
    while not ended.is_set():
        try:
            look(lines)
        except (ArchiveAway, StoreAway, Crowded) as error:
            log.warning("kinds of lines wait", reason=type(error).__name__)
        except Exception as error:
            log.error("kinds of lines failed", exc_info=error)
        ended.wait(EVERY_SECONDS)


def look(lines: Lines) -> int:
    """The new calls, once each; how many were told of. Raises ArchiveAway, StoreAway, Crowded."""
    told = 0
    with lines.archive.reading() as connection:
        calls = _new_calls(connection, lines)
        known = {contact: _known(connection, contact) for _, contact, _ in calls}
    for session, contact, number in calls:
        kind = known[contact]
        try:
            kind = _ask(lines, number) if kind is None else kind
        except NotNow as error:  # asked again in a moment, and the others all the same
            log.warning("kind of a line not told", reason=error.why)
            continue
        if kind:
            _tell(lines.desk, session, contact, kind)
            told += 1
        lines.seen[session] = None
        if len(lines.seen) > MOST_REMEMBERED:
            lines.seen.popitem(last=False)
    return told


def _new_calls(connection: Connection, lines: Lines) -> list[tuple[str, str, str]]:
    """Conversation, contact and encrypted number of the calls that began lately, by people who
    never texted."""
    since = lines.desk.clock() - RECENT
    rows = (
        select(Session.id, Session.contact_id, Contact.number)
        .join_from(Fact, Session, Fact.session_id == Session.id)
        .join(Contact, Contact.id == Session.contact_id)
        .where(Fact.kind == CallOpened.__name__, Fact.at >= since, ~Session.simulated)
        .where(Session.channels == "voice")
        .order_by(Session.opened)
    )
    latest = {row.contact_id: row for row in connection.execute(rows)}
    return [
        (row.id, contact, row.number)
        for contact, row in latest.items()
        if row.id not in lines.seen and row.number
    ]


def _known(connection: Connection, contact: str) -> str | None:
    """A landline, where it was told before or a text was refused as to one; nothing to tell ("") of
    whoever texted, and of another line; None where nothing is known yet."""
    earlier = (
        select(Fact.key)
        .join_from(Fact, Session, Fact.session_id == Session.id)
        .where(Session.contact_id == contact, Fact.kind == LineTold.__name__)
        .order_by(Fact.at.desc())
    )
    refused = select(Delivery.id).where(
        Delivery.contact_id == contact, Delivery.error.in_(TEXTLESS_ERRORS)
    )
    texted = select(Session.id).where(
        Session.contact_id == contact, Session.channels.in_(("sms", "both"))
    )
    if connection.execute(texted.limit(1)).first():
        return ""
    if connection.execute(refused.limit(1)).first():
        return LANDLINE
    kind = connection.execute(earlier.limit(1)).scalar()
    return "" if kind not in (None, LANDLINE) else kind


def _ask(lines: Lines, number: str) -> str:
    if lines.lookup is None:
        return ""
    try:
        return lines.lookup.kind(lines.desk.cipher.decrypt(number))
    except CipherError:
        return ""


def _tell(desk: Desk, session: str, contact: str, kind: str) -> None:
    record_beside(
        desk,
        contact,
        f"line:{session}",
        desk.store.now(),
        LineTold(kind),
        channel=Channel.VOICE,
        mark=lambda now: replace(now, textless=now.textless or kind == LANDLINE),
    )
