"""What a question says besides its own words: its fields, and in one line what was understood; and
falling silent."""

from __future__ import annotations

from datetime import date

from flows.dialogue.draft import Draft
from flows.model.events import ReplyWithheld
from flows.model.session import Disposition, Status
from flows.programs.rules.income_limits import Limit
from flows.understanding.parsers.due_date.due_date import Due
from flows.wording.formatting import spoken_ages, spoken_day

# So often the same words among texts that led nowhere are a machine's.
SAME = 4


def fields(draft: Draft) -> dict[str, str]:
    """What the words of a question mention: the income limit of this household."""
    if draft.step.slot != "income":
        return {}
    limit = income_limit(draft)
    return {"year": f"{limit.year:,}", "month": f"{limit.month:,}", "week": f"{limit.week:,}"}


def income_limit(draft: Draft) -> Limit:
    """The limit of this household, as the income question names it."""
    return draft.flow.limits.on(draft.context.today).for_size(draft.value("household") or 1)


def acknowledge(draft: Draft) -> None:
    """Say in one line what this turn's answers were understood as, where a mistake would matter."""
    if "stage" in draft.told and draft.value("stage") == "pregnancy_ended":
        draft.say("ack.pregnancy_ended")
    if "town" in draft.told and draft.value("town") == "elsewhere":
        draft.say("ack.elsewhere")
    language = draft.language
    if understood := [
        words for slot in draft.told if (words := _understood(draft, slot, language))
    ]:
        draft.say("ack.understood", what=", ".join(understood))
    draft.told.clear()


def _understood(draft: Draft, slot: str, language: str) -> str:
    """Nothing for what a shared phone should not show, or cannot be mistaken."""
    value = draft.value(slot)
    if slot == "town" and value and value != "elsewhere":
        return str(value)
    if slot == "due" and value:
        return _due(draft, language, date.fromisoformat(value))
    return spoken_ages(draft.prompts, language, value) if slot == "ages" and value else ""


def _due(draft: Draft, language: str, day: date) -> str:
    """The date, no more exactly than they said it."""
    parser = draft.flow.volunteers["due"]
    exact = (
        parser.exactness(draft.session.answers["due"].words) if isinstance(parser, Due) else "day"
    )
    said = spoken_day(draft.prompts, language, day, exact)
    return draft.words("ack.due" if exact == "day" else "ack.due_part", date=said)


def fall_silent(draft: Draft) -> None:
    draft.note(ReplyWithheld("loop"))
    if draft.session.status is Status.WAITING:
        draft.end(Status.FAILED, Disposition.FAILED)


def wake(draft: Draft) -> None:
    """Something was understood: the count of barren turns starts again, and a session that had
    fallen silent goes on."""
    draft.channel.wake()
    if draft.session.status is Status.FAILED:
        draft.change(status=Status.WAITING, disposition=None)


def says_the_same(draft: Draft) -> bool:
    """Whether the latest text came several times among the last ones."""
    recent = draft.session.recent
    return bool(recent) and recent.count(recent[-1]) >= SAME
