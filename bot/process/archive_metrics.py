"""Prometheus collectors of what stands in the archive and of what could not be processed, read on
scrape."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.redis.connection.link import StoreAway

Counts = Callable[[], Mapping[str, int] | None]


class OpenCollector(Collector):
    """`open_now` counts open dangers and untaken alerts, "danger" and "alert:<kind>"; None while
    the archive is away."""

    def __init__(self, open_now: Counts) -> None:
        self._open_now = open_now

    def collect(self) -> Iterator[Metric]:
        counts = self._open_now()
        if counts is None:
            return
        yield GaugeMetricFamily(
            "intake_open_dangers",
            "Conversations with danger that no person has taken.",
            counts["danger"],
        )
        alerts = GaugeMetricFamily(
            "intake_alerts_open", "Alerts of which nobody has said: I have it.", labels=["kind"]
        )
        for name, number in sorted(counts.items()):
            kind = name.removeprefix("alert:")
            if kind != name:
                alerts.add_metric([kind], number)
        yield alerts


class LeftoverCollector(Collector):
    """What could not be processed, by what it is, and the errors of the workers, which serve no
    /metrics; nothing while Redis is away."""

    def __init__(self, leftovers: Counts, errors: Counts) -> None:
        self._leftovers = leftovers
        self._errors = errors

    def collect(self) -> Iterator[Metric]:
        try:
            left, errors = self._leftovers() or {}, self._errors() or {}
        except StoreAway:
            return
        aside = GaugeMetricFamily(
            "intake_set_aside",
            "What could not be processed: look with `intake leftovers`.",
            labels=["what"],
        )
        for what, number in sorted(left.items()):
            aside.add_metric([what], number)
        told = CounterMetricFamily(
            "intake_worker_errors", "Errors in the log of the workers, by what.", labels=["what"]
        )
        for what, number in sorted(errors.items()):
            told.add_metric([what], number)
        yield from (aside, told)
