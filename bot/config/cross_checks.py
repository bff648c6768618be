"""Rules across settings: values that are right by themselves and wrong together."""

from __future__ import annotations

from collections.abc import Callable
from operator import lt

from msgspec import Struct


class Rule(Struct, frozen=True):
    """One refusal: `broken` gets the values of `fields`; where it is true the program does not
    start, and says `problem`."""

    fields: tuple[str, ...]
    broken: Callable[..., bool]
    problem: str


ALWAYS = (
    Rule(
        ("transfer_number", "sms_number", "voice_number"),
        lambda transfer, *ours: transfer in filter(None, ours),
        "TRANSFER_NUMBER must not be SMS_NUMBER or VOICE_NUMBER: the call would come back to this"
        " program.",
    ),
    Rule(
        ("still_you_hours", "pause_hours"), lt, "STILL_YOU_HOURS must not be less than PAUSE_HOURS."
    ),
    Rule(("session_days", "result_days"), lt, "SESSION_DAYS must not be less than RESULT_DAYS."),
    Rule(
        ("session_days", "still_you_hours"),
        lambda days, hours: days * 24 < hours,
        "SESSION_DAYS must reach beyond STILL_YOU_HOURS.",
    ),
    Rule(
        ("retention_days", "session_days"),
        lambda kept, days: 0 < kept < days,
        "RETENTION_DAYS must not be less than SESSION_DAYS, unless it is 0: so long a conversation"
        " can be taken up again.",
    ),
)
IN_PRODUCTION = (
    Rule(
        ("public_base_url",),
        lambda url: url.startswith("http:"),
        "PUBLIC_BASE_URL must begin with https:// in production.",
    ),
    Rule(
        ("twilio_api_base",),
        lambda url: url.startswith("http:"),
        "TWILIO_API_BASE must begin with https:// in production.",
    ),
    Rule(
        ("database_url",),
        lambda url: url.startswith("sqlite"),
        "DATABASE_URL must be PostgreSQL in production.",
    ),
    Rule(("try_",), bool, "TRY must be 0 in production: the simulator signs requests itself."),
)
