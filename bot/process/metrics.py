"""Prometheus metrics of one process."""

from __future__ import annotations

import os

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from flows.dialogue.turn import Turn
from flows.model.danger_events import DangerConfirmed, DangerDenied, SafetyRaised

SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # prometheus-client's own name


class Metrics:
    """Counters and histograms of one process, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.read_elsewhere = (
            CollectorRegistry()
        )  # figures that stand in Redis, the same whoever tells them
        self.turn_seconds = Histogram(
            "intake_turn_seconds", "Time to take a turn, Redis included.", registry=self.registry
        )
        self.refused = Counter(
            "intake_requests_refused",
            "Requests without Twilio's signature.",
            registry=self.registry,
        )
        self.limited = Counter(
            "intake_requests_limited", "Requests over a limit.", ["by"], registry=self.registry
        )
        self.outages = Counter(
            "intake_answered_without_store",
            "Texts answered while Redis was away.",
            registry=self.registry,
        )
        self.errors = Counter(
            "intake_errors",
            "Errors in the log, by what went wrong.",
            ["what"],
            registry=self.registry,
        )
        self.dangers = Counter(
            "intake_dangers",
            "Danger heard, by kind: certain, or asked about and answered yes or no.",
            ("kind", "how"),
            registry=self.registry,
        )
        self.spooled = Gauge(
            "intake_spooled",
            "Texts that wait on disk for Redis to come back.",
            multiprocess_mode="mostrecent",
            registry=self.registry,
        )

    def told(self) -> bytes:
        """Everything, in Prometheus' own format; of all web processes that share a folder,
        whichever is asked."""
        mine = self.registry
        if os.environ.get(SHARED_FOLDER):
            mine = CollectorRegistry()
            MultiProcessCollector(mine)  # type: ignore[no-untyped-call]
        return generate_latest(mine) + generate_latest(self.read_elsewhere)

    def count_error(self, what: str) -> None:
        """One more line of the log at the level of errors; `what` is its event, a constant of the
        code."""
        self.errors.labels(what).inc()

    def count(self, turn: Turn) -> None:
        """Count the danger of a committed turn, by kind: certain, or asked about and answered."""
        asked = {event.kind for event in turn.events if isinstance(event, DangerConfirmed)}
        for event in turn.events:
            if isinstance(event, SafetyRaised):
                self.dangers.labels(
                    event.kind, "asked_yes" if event.kind in asked else "certain"
                ).inc()
            elif isinstance(event, DangerDenied):
                self.dangers.labels(event.kind, "asked_no").inc()
