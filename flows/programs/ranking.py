"""In which order programs are shown: what was asked for, what closes soon, what few can get, then
what fits best."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from flows.programs.catalogue import Catalogue
from flows.programs.rules.criteria import FITS, NO_FIT
from flows.programs.verdict import Verdict, fitting

CLOSING_SOON = timedelta(days=90)


def rank(
    catalogue: Catalogue, verdicts: Sequence[Verdict], needs: Sequence[str], today: date
) -> tuple[Verdict, ...]:
    """All verdicts in the order in which they are shown.

    First those that answer a need (see `leading`); then a window that closes within 90 days; then
    what is `rare`; then what fits; then what may; each as in the catalogue. What is covered by
    another, and what may not fit, comes last.
    """
    lead = leading(catalogue, verdicts, needs)
    shown = fitting(verdicts)
    rest = sorted(
        (verdict for verdict in shown if verdict not in lead),
        key=lambda verdict: (
            not closes_soon(verdict, today),
            not catalogue.by_id[verdict.program].rare,
            -verdict.fit,
        ),
    )
    hidden = sorted(
        (verdict for verdict in verdicts if verdict not in shown),
        key=lambda verdict: verdict.fit is NO_FIT,
    )
    return (*lead, *rest, *hidden)


def leading(
    catalogue: Catalogue, verdicts: Sequence[Verdict], needs: Sequence[str]
) -> tuple[Verdict, ...]:
    """For each need, in the order in which they were named, the program that serves it best.

    Without any need it is what the data say to lead with `unasked`. All of these belong on the
    first page.
    """
    shown = fitting(verdicts)
    lead: dict[str, Verdict] = {}
    for need in needs or catalogue.ranking.unasked:
        best = _best(catalogue.ranking.best_for.get(need, ()), shown)
        if best:
            lead.setdefault(best.program, best)
    return tuple(lead.values())


def _best(programs: Sequence[str], shown: Sequence[Verdict]) -> Verdict | None:
    """Of those that serve a need the one that fits best; of equals the one that the data name
    first."""
    serving = [verdict for verdict in shown if verdict.program in programs]
    return max(
        serving, key=lambda verdict: (verdict.fit, -programs.index(verdict.program)), default=None
    )


def closes_soon(verdict: Verdict, today: date) -> bool:
    """Whether the time to join a program that fits runs out within 90 days."""
    return verdict.fit is FITS and verdict.ends is not None and verdict.ends - today <= CLOSING_SOON
