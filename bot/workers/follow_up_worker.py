"""Worker loop for the texts that we send by ourselves: in their hours, takes what is due."""

from __future__ import annotations

import threading

import structlog

from bot.archive.database import Archive, ArchiveAway
from bot.conversation.follow_up_turns import take_due, what_is_due
from bot.conversation.turns import Crowded, Desk
from bot.privacy.legal_holds import held
from bot.redis.store import StoreAway
from bot.wiring import Parts

EVERY_SECONDS = 10.0
MOST_AT_ONCE = 200
LEGAL_HOLD = "a legal hold"

log = structlog.get_logger()


def follow_up(parts: Parts, ended: threading.Event) -> None:
    """Look around until `ended`; while Redis or the archive is away, wait."""
    while not ended.is_set():
        try:
            if count := take_all(parts.desk, parts.archive):
                log.info("texts of our own taken", count=count)
        except (StoreAway, ArchiveAway) as error:
            log.warning("follow-ups wait", reason=type(error).__name__)
        except Exception as error:
            log.error("follow-ups failed", exc_info=error)
        ended.wait(EVERY_SECONDS)


def take_all(desk: Desk, archive: Archive, most: int = MOST_AT_ONCE) -> int:
    """Take what is due now, if texts of our own may go now; how many turns. Raises StoreAway,
    ArchiveAway."""
    now = desk.clock()
    if desk.texting_until(now) is None or desk.store.missing():
        return 0
    return sum(
        _take(desk, archive, each) for each in desk.store.schedule.due(now.timestamp(), most)
    )


def _take(desk: Desk, archive: Archive, contact: str) -> bool:
    """One that cannot be taken keeps no other waiting."""
    try:
        text = what_is_due(desk, contact)
        if text is None:
            return False
        with archive.reading() as connection:
            barred = LEGAL_HOLD if held(connection, contact, 1) else ""
        return take_due(desk, text, barred) is not None
    except (StoreAway, ArchiveAway):
        raise
    except Crowded:
        return False  # they are writing just now
    except Exception as error:
        log.error("text of our own cannot be taken", contact=contact, exc_info=error)
        return False
