"""Worker loop for erasures at Twilio and for the daily retention purge."""

from __future__ import annotations

import threading

import structlog

from bot.archive.database import ArchiveAway
from bot.outage.spool import Spool
from bot.privacy.erasing_elsewhere import WORKER, Elsewhere, erase_elsewhere, scrub
from bot.privacy.retention import purge_daily
from bot.twilio.erase import TwilioEraser
from bot.wiring import Parts
from bot.workers.sweeper import account

EVERY_SECONDS = 60.0

log = structlog.get_logger()


def keep(parts: Parts, ended: threading.Event) -> None:
    """Look around every minute until `ended`; while the database is away, wait."""
    settings, desk = parts.settings, parts.desk
    twilio = TwilioEraser(account(settings)) if settings.twilio_account_sid else None
    elsewhere = Elsewhere(
        desk, parts.archive, Spool(settings.data_dir / "spool", desk.cipher), twilio
    )
    scrubbed = True
    while not ended.is_set():
        try:
            if count := erase_elsewhere(elsewhere):
                log.info("erased elsewhere", count=count)
            if purged := purge_daily(parts.archive, settings.retention_days, WORKER, desk.clock()):
                log.info("purged", sessions=purged.sessions)
                scrubbed = False
            scrubbed = scrubbed or scrub(elsewhere)
        except ArchiveAway as error:
            log.warning("keeper waits", reason=str(error))
        except Exception as error:
            log.error("keeping failed", exc_info=error)
        ended.wait(EVERY_SECONDS)
