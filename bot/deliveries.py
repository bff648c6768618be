"""What became of the texts we sent: recorded beside the conversation, which does not move."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from bot.contacts import contact_id
from bot.record import TurnEntry, decode_record, encode
from bot.stored import Commit, Loaded
from bot.turns import Desk, commit_over
from flows.events import AnyEvent, DeliveryReported, OptedOut
from flows.inputs import Channel

# The carrier or Twilio refuses to deliver because this person has opted out.
OPTED_OUT_ERROR = "21610"


class DeliveryReport(Struct, frozen=True):
    """A status of one of our texts. `delivery` names it however often it comes; `recipient` is E.164."""

    delivery: str
    recipient: str
    sid: str
    status: str
    error: str


def record_delivery(desk: Desk, report: DeliveryReport, received: float) -> None:
    """Once for each state of each text. An opt-out that only Twilio knew of becomes ours. Raises StoreAway."""
    contact = contact_id(report.recipient, desk.contact_key)

    def work_out(loaded: Loaded) -> Commit:
        now = desk.clock()
        events: tuple[AnyEvent, ...] = (DeliveryReported(report.sid, report.status, report.error),)
        stopped = report.error == OPTED_OUT_ERROR and loaded.opted_out is None
        if stopped:
            events += (OptedOut("error 21610"),)
        record = decode_record(loaded.session) if loaded.session else None
        first = record.session.seq if record else 0
        if record:
            record = replace(record, session=replace(record.session, seq=first + len(events)))
        return Commit(
            after=loaded,
            reply="",
            session_id=record.session.id if record else "",
            payload=encode(TurnEntry(now, Channel.SMS, first, events, record)),
            session=encode(record) if record else None,
            quiet_at=desk.quiet_at(record.session) if record else None,
            opt_out=now.isoformat(timespec="seconds") if stopped else None,
        )

    commit_over(desk, contact, report.delivery, received, work_out)
