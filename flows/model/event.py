"""Base class of all events."""

from __future__ import annotations

from msgspec import Struct


class Event(Struct, frozen=True, omit_defaults=True, tag_field="event", tag=lambda name: name):
    """A fact of a session."""
