"""The worker's part of an erasure: Twilio's records, late spool entries, free pages of database
files.

What fails is tried again, with growing pauses, until it is done; until then staff see it
(bot.archive.erasures.waiting).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog

from bot.accounts.audit import Action, Actor, record
from bot.archive.database import Archive
from bot.archive.write import pending_erasures as erasures
from bot.contacts import CipherError
from bot.conversation.turns import Desk
from bot.outage.spool import Spool
from bot.privacy.erasing import forget_in_spool
from bot.redis.store import StoreAway
from bot.twilio.erase import TwilioEraser
from bot.twilio.texts import NotNow

WORKER = Actor(None, "worker")
UNREADABLE = "unreadable"  # DATA_KEYS lacks the key of this number
FILES_BUSY = "files_busy"  # somebody reads, or Redis is away
_WILL_NOT = frozenset(
    {"ERR", "NOPERM"}
)  # a Redis of somebody else's, in which this command is not for us
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(minutes=2), timedelta(hours=6)
_CLOCKS_APART = timedelta(
    minutes=1
)  # Twilio's clock and ours; the confirmation of a FORGET goes too

log = structlog.get_logger()


@dataclass(frozen=True)
class Elsewhere:
    """Without `twilio` (in development) there is nothing to erase there."""

    desk: Desk
    archive: Archive
    spool: Spool
    twilio: TwilioEraser | None


def erase_elsewhere(elsewhere: Elsewhere) -> int:
    """Go through all that is due; how many were done. Raises ArchiveAway."""
    count = 0
    while due := erasures.take(elsewhere.archive, elsewhere.desk.clock()):
        # Of a recording there are no words here.
        scrubbed = all(erasure.reference for erasure in due) or scrub(elsewhere)
        count += sum(_finish(elsewhere, erasure, scrubbed) for erasure in due)
    return count


def scrub(elsewhere: Elsewhere) -> bool:
    """Whether no file keeps words that were deleted; of a Redis that will not be told it is only
    logged. Raises ArchiveAway."""
    try:
        elsewhere.desk.store.scrub()
    except StoreAway as error:
        log.warning(
            "redis keeps deleted words until it rewrites its file by itself", reason=str(error)
        )
        if str(error) not in _WILL_NOT:
            return False
    return erasures.scrub(elsewhere.archive)


def _finish(elsewhere: Elsewhere, erasure: Any, scrubbed: bool) -> bool:
    now = elsewhere.desk.clock()
    try:
        deleted = _at_twilio(elsewhere, erasure)
        if not (scrubbed or erasure.reference):
            raise NotNow(FILES_BUSY)
    except NotNow as error:
        pause = min(_FIRST_PAUSE * 2 ** min(erasure.tries, 10), _LONGEST_PAUSE)
        erasures.put_off(elsewhere.archive, erasure.id, now + pause, error.why)
        log.warning("erasing put off", erasure=erasure.id, why=error.why, tries=erasure.tries + 1)
        return False
    if not erasure.reference:
        forget_in_spool(elsewhere.desk, elsewhere.spool, erasure.contact_id, erasure.before)
    with elsewhere.archive.writing() as connection:
        erasures.done(connection, erasure.id)
        record(
            connection,
            WORKER,
            Action.ERASED_AT_TWILIO,
            erasure.contact_id,
            {"deleted": deleted},
            now,
        )
    return True


def _at_twilio(elsewhere: Elsewhere, erasure: Any) -> int:
    twilio = elsewhere.twilio
    if twilio is None:
        return 0
    if erasure.reference:
        return twilio.erase_recording(erasure.reference)
    try:
        number = elsewhere.desk.cipher.decrypt(erasure.number) if erasure.number else ""
    except CipherError:
        raise NotNow(UNREADABLE) from None
    return twilio.erase_person(number, erasure.before + _CLOCKS_APART) if number else 0
