"""Prometheus collector of sent texts by outcome, read from Redis on scrape (the worker serves no
/metrics)."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.redis.connection.link import StoreAway
from bot.redis.streams.send_stream import SENT, SendStream


class SendCollector(Collector):
    """Read from Redis whenever they are asked for; nothing while Redis is away."""

    def __init__(self, stream: SendStream) -> None:
        self._stream = stream

    def collect(self) -> Iterator[Metric]:
        try:
            counted, waiting = self._stream.counted(), self._stream.waiting()
        except StoreAway:
            return
        sent = CounterMetricFamily(
            "intake_texts_sent", "Texts that Twilio took, beside the answers to webhooks."
        )
        sent.add_metric([], counted.pop(SENT, 0))
        not_sent = CounterMetricFamily(
            "intake_texts_not_sent", "Texts that were not sent, and why.", labels=["why"]
        )
        for why, number in sorted(counted.items()):
            not_sent.add_metric([why], number)
        yield from (
            sent,
            not_sent,
            GaugeMetricFamily("intake_texts_waiting", "Texts that wait to be sent.", waiting),
        )
