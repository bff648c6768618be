"""Composition root: builds the service's parts from the settings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from hashlib import blake2b
from typing import Any

from msgspec.structs import replace

from bot.archive.database import Archive, address
from bot.archive.read.lists.open_now import open_now
from bot.compiled_flow import kept_flow
from bot.config.settings import Settings
from bot.config.value_kinds import openings
from bot.contacts import Cipher, key_name
from bot.conversation.optouts import OptOutMirror
from bot.conversation.turns import Desk
from bot.office import ZONE, OfficeHours, load_closed_days
from bot.outage.fallback import Outage
from bot.outage.leftovers import Leftovers
from bot.outage.spool import Spool
from bot.process import logs
from bot.process.archive_metrics import LeftoverCollector, OpenCollector
from bot.process.metrics import Metrics
from bot.process.outbox_metrics import OutboxCollector
from bot.process.send_metrics import SendCollector
from bot.redis.connection import server as redis_server
from bot.redis.store import Store
from bot.redis.streams.outbox_stream import OutboxStream
from bot.redis.streams.send_stream import SendStream
from bot.redis.tally import Tally
from flows.county import County
from flows.model.context import Policy, StopHandling

DAY = 24 * 3600
# The store keeps a session a little longer than the worker lets it be quiet, so that its end is
# always recorded.
GRACE_DAYS = 7


@dataclass(frozen=True)
class Parts:
    """The service, put together."""

    settings: Settings
    desk: Desk
    outage: Outage
    metrics: Metrics
    archive: Archive


def put_together(settings: Settings) -> Parts:
    """Raises the plain-worded errors of settings, data files and Redis."""
    flow = kept_flow(settings.intake_dir, settings.data_dir / "compiled", settings.secret_key)
    settings = of_county(settings, flow.county)
    url = redis_url(settings)
    name = key_name(settings.contact_key)
    store = Store(url, (settings.session_days + GRACE_DAYS) * DAY, name)
    cipher = Cipher(settings.data_keys)
    metrics = Metrics()
    desk = Desk(
        flow=flow,
        store=store,
        cipher=cipher,
        contact_key=settings.contact_key,
        policy=policy(settings),
        office=OfficeHours(settings.office_hours, load_closed_days(settings.closed_days_file)),
        optouts=OptOutMirror(settings.data_dir / "opted-out.txt"),
        session_days=settings.session_days,
        clock=lambda: datetime.fromtimestamp(store.now(), UTC),
        took=metrics.count,
    )
    metrics.read_elsewhere.register(SendCollector(SendStream(url)))
    metrics.read_elsewhere.register(OutboxCollector(store, OutboxStream(url)))
    outage = Outage(desk, Spool(settings.data_dir / "spool", cipher))
    parts = Parts(settings, desk, outage, metrics, open_archive(settings))
    metrics.read_elsewhere.register(OpenCollector(partial(open_now, parts.archive)))
    metrics.read_elsewhere.register(
        LeftoverCollector(leftovers_of(parts).counts, worker_errors(settings).read)
    )
    logs.on_error(metrics.count_error)
    return parts


def leftovers_of(parts: Parts) -> Leftovers:
    """What could not be processed here."""
    spool = Spool(parts.settings.data_dir / "spool", parts.desk.cipher)
    return Leftovers(spool, OutboxStream(redis_url(parts.settings)), parts.desk.store)


def worker_errors(settings: Settings) -> Tally:
    """The errors of all workers since ever, by what went wrong."""
    return Tally(redis_url(settings), "intake:errors")


def open_archive(settings: Settings) -> Archive:
    """The archive of these settings; its audit log is chained under a key made of the oldest
    CONTACT_KEY, which stays."""
    first = settings.contact_key.rpartition(",")[2]
    key = blake2b(first.encode(), digest_size=32, person=b"audit-key").digest()
    return Archive(address(settings.database_url, settings.data_dir), key)


def of_county(settings: Settings, county: County) -> Settings:
    """The settings with what the county's data say where the environment says nothing; its clock is
    used from here on."""
    ZONE.use(county.time_zone)
    told: dict[str, Any] = {} if settings.mch_number else {"mch_number": county.number}
    if county.office_hours and "OFFICE_HOURS" not in settings.given:
        told["office_hours"] = openings(county.office_hours)
    return replace(settings, **told)


def redis_url(settings: Settings) -> str:
    """Your Redis, or the one of our own, started if it does not run yet."""
    return settings.redis_url or redis_server.ensure(settings.data_dir, settings.redis_fsync).url


def policy(settings: Settings) -> Policy:
    return Policy(
        pause_hours=settings.pause_hours,
        still_you_hours=settings.still_you_hours,
        result_days=settings.result_days,
        follow_up_days=settings.follow_up_days,
        retention_days=settings.retention_days,
        erase=settings.erase,
        gsm7_only=settings.sms_gsm7_only,
        stop_handling=StopHandling(settings.stop_handling),
        mch=settings.mch_printed,
        texts_to=settings.sms_printed,
        transfer=bool(settings.transfer_number),
        voicemail=settings.voicemail,
    )
