"""Who we are: the county (or city) that the data are of, as county.yaml states it."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

AreaCode = Annotated[str, Meta(pattern=r"^[2-9]\d\d$")]
Phone = Annotated[str, Meta(pattern=r"^\+1[2-9]\d{9}$")]


class Holidays(Struct, frozen=True, forbid_unknown_fields=True):
    """Whose public holidays `intake holidays` prints, as the library `holidays` names them."""

    country: str
    subdivision: str = ""


class County(Struct, frozen=True, forbid_unknown_fields=True):
    """`name` is the division's, `place` and `division` its two halves as a page's head shows them.

    `number` (E.164) is what people are told unless MCH_NUMBER is set; `time_zone` is that of its
    clock, by its IANA name; `office_hours` hold where OFFICE_HOURS is not set, in its form
    ("Mon-Fri 08:00-17:00"). `area_codes` are those of the phones of the simulator.
    """

    name: str
    place: str
    division: str
    number: Phone
    time_zone: str
    holidays: Holidays
    area_codes: Annotated[tuple[AreaCode, ...], Meta(min_length=1)]
    office_hours: str = ""
