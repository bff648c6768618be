"""When people are asked how it went, as follow_up.yaml has it."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

Hour = Annotated[int, Meta(ge=0, le=24)]
Days = Annotated[int, Meta(ge=1, le=90)]


class FollowUpError(ValueError):
    """follow_up.yaml cannot be used. The message says where and why."""


class FollowUps(Struct, frozen=True, forbid_unknown_fields=True, rename={"first_hour": "from"}):
    """Hours by the office's clock; the rest as the file says."""

    first_hour: Hour
    until: Hour
    offer_minutes: Annotated[int, Meta(ge=0, le=1440)]
    most: Annotated[int, Meta(ge=1, le=5)]
    later_days: Days
    call_days: Days
    sure_days: Days

    @property
    def hours(self) -> tuple[int, int]:
        """From and until."""
        return self.first_hour, self.until


def read_follow_ups(data: Any) -> FollowUps:
    """Raises FollowUpError."""
    try:
        read = msgspec.convert(data, FollowUps)
    except msgspec.ValidationError as error:
        raise FollowUpError(str(error)) from None
    if read.first_hour >= read.until:
        raise FollowUpError("until must be later than from - at `$.until`")
    return read
