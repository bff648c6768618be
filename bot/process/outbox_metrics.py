"""Prometheus collector of the outbox: lag in seconds and length, read from Redis on scrape."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.redis.store import Store, StoreAway
from bot.redis.streams.outbox_stream import OutboxStream


class OutboxCollector(Collector):
    """Read from Redis whenever they are asked for; nothing while Redis is away."""

    def __init__(self, store: Store, stream: OutboxStream) -> None:
        self._store = store
        self._stream = stream

    def collect(self) -> Iterator[Metric]:
        try:
            lag, waiting, behind = (
                self._store.lag(),
                self._stream.waiting(),
                self._stream.counted_behind(),
            )
        except StoreAway:
            return
        yield GaugeMetricFamily(
            "intake_archive_lag_seconds",
            "Age of the oldest turn that is not in the archive yet.",
            lag,
        )
        yield GaugeMetricFamily(
            "intake_outbox_waiting", "Turns that are not in the archive yet.", waiting
        )
        cases = CounterMetricFamily(
            "intake_store_behind", "Cases of a Redis behind the archive, and what.", labels=["what"]
        )
        for what, number in sorted(behind.items()):
            cases.add_metric([what], number)
        yield cases
