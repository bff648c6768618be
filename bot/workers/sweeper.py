"""Worker threads: the sweeper that expires quiet sessions, the sender, the archiver."""

from __future__ import annotations

import threading
from collections import Counter

import msgspec
import structlog

from bot.config.settings import Settings
from bot.conversation.turns import Crowded, Desk, end_quiet
from bot.outage.restore import restore
from bot.process import logs
from bot.redis.store import StoreAway
from bot.redis.streams.outbox_stream import OutboxStream
from bot.redis.streams.send_stream import SendStream
from bot.twilio.texts import Account, TwilioTexts
from bot.wiring import Parts, redis_url, worker_errors
from bot.workers.archiver import Archiver, archive_turns
from bot.workers.sender import Sender, send_texts

EVERY_SECONDS = 60.0
ERRORS_SECONDS = 5.0
MOST_AT_ONCE = 1000

log = structlog.get_logger()


def work(desk: Desk, ended: threading.Event) -> None:
    """Look around every minute until `ended`; while Redis is away, wait."""
    while not ended.is_set():
        try:
            if count := sweep(desk, desk.store.now()):
                log.info("sessions ended as quiet", count=count)
        except StoreAway as error:
            log.warning("worker waits", reason=type(error).__name__)
        ended.wait(EVERY_SECONDS)


def send(parts: Parts, ended: threading.Event) -> None:
    """Send the texts that answer no webhook until `ended`; while Redis is away, wait."""
    settings = parts.settings
    twilio = TwilioTexts(account(settings)) if settings.twilio_account_sid else None
    send_texts(
        Sender(parts.desk, SendStream(redis_url(settings), clock=parts.desk.store.now), twilio),
        ended,
    )


def archive(parts: Parts, ended: threading.Event) -> None:
    """Write turns into the archive until `ended`, and put an emptied Redis back; while either is
    away, wait."""
    stream = OutboxStream(redis_url(parts.settings))
    archive_turns(
        Archiver(parts.archive, stream, lambda: restore(parts.desk, parts.archive)), ended
    )


def count_errors(parts: Parts, ended: threading.Event) -> None:
    """Bring the counts of this worker's errors to Redis until `ended`, for /metrics."""
    counts, tally = Counter[str](), worker_errors(parts.settings)
    lock = threading.Lock()

    def note(what: str) -> None:
        with lock:
            counts[what] += 1

    logs.on_error(note)
    while True:
        over = ended.wait(ERRORS_SECONDS)
        with lock:
            found = dict(counts)
            counts.clear()
        try:
            tally.add(found)
        except StoreAway:
            with lock:
                counts.update(found)
        if over:
            return


def account(settings: Settings) -> Account:
    return Account(
        sid=settings.twilio_account_sid,
        token=settings.twilio_auth_token,
        number=settings.sms_number,
        service=settings.twilio_messaging_service_sid,
        status_callback=f"{settings.public_base_url}/sms/status",
        base=settings.twilio_api_base,
        spare_token=settings.twilio_auth_token_secondary,
    )


def sweep(desk: Desk, now: float) -> int:
    """End every session that has been quiet for too long; how many. Raises StoreAway."""
    return sum(_end(desk, contact, now) for contact in desk.store.quiet(now, MOST_AT_ONCE))


def _end(desk: Desk, contact: str, now: float) -> bool:
    """One that cannot be ended keeps no other waiting."""
    try:
        end_quiet(desk, contact, now)
    except StoreAway:
        raise
    except Crowded:
        return False  # not so quiet after all
    except Exception as error:
        log.error("session cannot be ended", contact=contact, exc_info=error)
        if isinstance(error, msgspec.DecodeError):
            desk.store.not_quiet(
                contact
            )  # nobody ever can: else a thousand of them would stand before all others
        return False
    return True
