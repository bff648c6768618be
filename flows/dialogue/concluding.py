"""The end of the questions: what the answers come to."""

from __future__ import annotations

from flows.dialogue.turn import Draft
from flows.model.events import ProgramsMatched, VerdictGiven
from flows.model.session import Disposition, Status
from flows.programs.matching import fitting


def conclude(draft: Draft) -> None:
    """The session is complete: what follows are questions about its results."""
    if draft.session.status is Status.COMPLETED:
        return
    verdicts = draft.verdicts()
    draft.note(ProgramsMatched(tuple(VerdictGiven(v.program, v.fit.name.lower(), v.reasons) for v in verdicts)))
    how = Disposition.MATCHED if fitting(verdicts) else Disposition.NO_MATCH
    called = "callback" in (*draft.session.handoffs, *draft.session.closed)
    draft.end(Status.COMPLETED, Disposition.CALLBACK if called else how)
