"""Dependencies of the webhook views, and the verified request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import structlog

from bot.conversation.turns import Desk
from bot.outage.fallback import Outage
from bot.process.limits import Limits
from bot.process.metrics import Metrics
from webhooks.signature import Params, SignatureCheck
from webhooks.spoken import Speaker

log = structlog.get_logger()


@dataclass(frozen=True)
class Line:
    """What Twilio's side of the service needs. `base_url` is the address Twilio signs for,
    `last_words` the TwiML of a call in which nothing else works, `reports` the address for what
    became of an answer by text, empty where Twilio is not used; `shown` is the number that a parent
    sees whom the staff call from the console."""

    desk: Desk
    outage: Outage
    metrics: Metrics
    signatures: SignatureCheck
    speaker: Speaker
    last_words: str
    base_url: str
    simulator_on: bool
    reports: str = ""
    shown: str = ""
    limits: Limits = field(default_factory=lambda: Limits(0, 0))
    spare: Limits = field(default_factory=lambda: Limits(0, 0))

    def is_over(self, sender: str, matters: Callable[[], bool] = lambda: False) -> bool:
        """Whether no turn is taken for this any more. What `matters`, STOP or danger, is taken from
        a second purse as large."""
        by = self.limits.over(sender)
        if not by or (matters() and not self.spare.over(sender)):
            return False
        self.metrics.limited.labels(by).inc()
        log.warning("request over the limit", by=by)
        return True


@dataclass(frozen=True)
class Posted:
    """A signed request: what was posted, and what its address says behind the question mark."""

    params: Params
    query: Params


View = Callable[[Line, Posted], str]
