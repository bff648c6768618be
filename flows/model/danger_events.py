"""Facts about danger: heard for certain, or asked about first."""

from __future__ import annotations

from flows.model.event import Event

# Grief is not an emergency that staff must race to: it is met with sympathy.
GRIEF = frozenset({"loss", "ended"})


class SafetyRaised(Event, frozen=True):
    """Words of danger were heard. Staff see it first, unless it is grief."""

    kind: str
    opted_out: bool = False

    @property
    def urgent(self) -> bool:
        return self.kind not in GRIEF


class DangerAsked(Event, frozen=True):
    """What may have been danger was asked about; `kind` is the one that it sounded like."""

    kind: str


class DangerConfirmed(Event, frozen=True):
    """They said that it is danger; a SafetyRaised follows."""

    kind: str


class DangerDenied(Event, frozen=True):
    """They said that it is none."""

    kind: str
