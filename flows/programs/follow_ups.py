"""When people are asked how it went, as follow_up.yaml has it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from flows.programs.catalogue import Catalogue

Hour = Annotated[int, Meta(ge=0, le=24)]
Days = Annotated[int, Meta(ge=1, le=90)]


class FollowUpError(ValueError):
    """follow_up.yaml cannot be used. The message says where and why."""


class FollowUps(Struct, frozen=True, forbid_unknown_fields=True, rename={"first_hour": "from"}):
    """Hours by the office's clock; `reminders` are days before the last day to join, by program."""

    first_hour: Hour
    until: Hour
    offer_minutes: Annotated[int, Meta(ge=0, le=1440)]
    most: Annotated[int, Meta(ge=1, le=5)]
    later_days: Days
    reminders: Mapping[str, Days]


def read_follow_ups(data: Any, catalogue: Catalogue) -> FollowUps:
    """Raises FollowUpError."""
    try:
        read = msgspec.convert(data, FollowUps)
    except msgspec.ValidationError as error:
        raise FollowUpError(str(error)) from None
    if read.first_hour >= read.until:
        raise FollowUpError("until must be later than from - at `$.until`")
    matched = {program.id for program in catalogue.matched}
    for program in read.reminders:
        if program not in matched:
            raise FollowUpError(f"{program!r} is no program that is matched - at `$.reminders`")
    return read
