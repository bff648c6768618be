"""Worker loop of alerts: every few seconds raises what cannot wait and tells who is on call."""

from __future__ import annotations

import threading

import structlog

from bot.alerts.mail import MailBox
from bot.alerts.telling import Alarm, look
from bot.alerts.web_push import PushBox
from bot.archive.database import ArchiveAway
from bot.conversation.turns import Crowded
from bot.redis.store import StoreAway
from bot.wiring import Parts

EVERY_SECONDS = 5.0

log = structlog.get_logger()


def ring(parts: Parts, ended: threading.Event) -> None:
    """Look around until `ended`; while Redis or the database is away, wait and lose nothing."""
    settings = parts.settings
    mail = MailBox(settings.smtp_url, settings.alerts_from) if settings.smtp_url else None
    push = PushBox(settings.secret_key, settings.public_base_url)
    alarm = Alarm(parts.desk, parts.archive, mail, settings.public_base_url, push)
    while not ended.is_set():
        try:
            if count := look(alarm):
                log.info("alerts told", count=count)
        except (ArchiveAway, StoreAway, Crowded) as error:
            log.warning("alarm waits", reason=type(error).__name__)
        except Exception as error:
            log.error("alarm failed", exc_info=error)
        ended.wait(EVERY_SECONDS)
