"""The figures as sheets: a sentence, charts, and the table that they were drawn from, which is also
the CSV."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from staff.figures.conversation_sheets import by_day, how_far, not_understood, time_to_finish
from staff.figures.outcome_sheets import matched, promises, safety
from staff.figures.referral_sheets import by_person, by_program
from staff.figures.source import Sheet, Source

# In the order of the page; the name stands in the address of the CSV.
SHEETS: Mapping[str, Callable[[Source], Sheet]] = {
    "conversations": by_day,
    "how-far": how_far,
    "matched": matched,
    "not-understood": not_understood,
    "time": time_to_finish,
    "referrals": by_program,
    "referrals-by-person": by_person,
    "promises": promises,
    "safety": safety,
}
