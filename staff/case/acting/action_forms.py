"""What the page of a conversation needs so that somebody can act on it: the forms of
staff/case/doing.html."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import uuid4

from msgspec import Struct

from bot.accounts.accounts import Role
from bot.casework.conversations import NotDone
from bot.casework.handoffs import OUTCOMES
from bot.casework.replies import Outlook, outlook
from bot.casework.reviews import MOST_NOTE, colleagues
from bot.office import ZONE
from bot.redis.store import StoreAway
from flows.dialogue import staff_corrections
from flows.wording.sms_encoding import MAX_LENGTH
from staff.case.matches import short_name
from staff.case.tasks import Task
from staff.frame import labels as english
from staff.frame.console import Console

AWAY = (
    "The live conversations cannot be reached right now: nobody can take this over or write until"
    " they can. Parents are still answered with the number."
)


class Template(Struct, frozen=True):
    """An answer to begin with: its name for staff, and its words in each language."""

    key: str
    title: str
    words: Mapping[str, str]


class Again(Struct, frozen=True):
    """When a call is likely to be tried again, as the fields of a form have it: 24 hours from now,
    at a quarter."""

    date: str
    time: str


def again(now: datetime) -> Again:
    local = (now + timedelta(days=1)).astimezone(ZONE)
    return Again(f"{local:%Y-%m-%d}", f"{local.hour:02}:{local.minute // 15 * 15:02}")


class Doing(Struct, frozen=True):
    """`person` may act at all if `able`, and erase if `administrator`. `once` names the text that
    is about to be written, so that a form sent twice is one text; `words` is what was written and
    not sent."""

    id: str
    person: int
    able: bool
    administrator: bool
    now: Outlook
    once: str
    words: str
    language: str
    languages: Mapping[str, str]
    templates: Sequence[Template]
    yes: Mapping[str, str]
    colleagues: Sequence[tuple[int, str]]
    outcomes: Mapping[str, str]
    most: int
    most_note: int
    gsm7_only: bool
    again: Again
    slots: Sequence[tuple[str, str]]
    programs: Sequence[tuple[str, str]]

    @property
    def writable(self) -> bool:
        """Whether this person may write a text now."""
        return self.able and not self.now.refusal and (self.now.mine or not self.now.held_by)


def doing(
    console: Console, session_id: str, language: str = "", words: str = "", once: str = ""
) -> Doing:
    """For a conversation in this language. Raises ArchiveAway; while Redis is away it says so."""
    person, desk = console.person(), console.desk
    languages = desk.flow.languages
    with console.archive.reading() as connection:
        people = colleagues(connection)
        try:
            now = outlook(desk, connection, session_id, person.email)
        except StoreAway:
            now = Outlook(refusal=AWAY, over=True)
        except NotDone as refusal:
            now = Outlook(refusal=str(refusal), over=True)
    return Doing(
        id=session_id,
        person=person.id,
        able=person.role.covers(Role.REVIEWER),
        administrator=person.role.covers(Role.ADMINISTRATOR),
        now=now,
        once=once or uuid4().hex,
        words=words,
        language=language if language in languages else languages.first,
        languages={code: each.name for code, each in languages.items()},
        templates=_filled(console),
        yes=desk.flow.templates.yes,
        colleagues=people,
        outcomes=OUTCOMES,
        most=MAX_LENGTH,
        most_note=MOST_NOTE,
        gsm7_only=desk.policy.gsm7_only,
        again=again(console.clock()),
        slots=[
            (slot, english.place(desk.flow.prompts, slot))
            for slot in staff_corrections.slots(desk.flow)
        ],
        programs=sorted(
            ((each.id, short_name(desk.flow, each.id)) for each in desk.flow.catalogue.matched),
            key=_by_name,
        ),
    )


def _by_name(pair: tuple[str, str]) -> str:
    return pair[1].casefold()


def acting(can: Doing, tasks: Sequence[Task]) -> str:
    """Another one when something else can be done. As Redis has it: the archive is a moment behind
    what somebody just did."""
    now = can.now
    parts = (
        now.held_by,
        now.refusal,
        now.yes_needed,
        now.over,
        *(f"{task.id} {task.state}" for task in tasks),
    )
    return "|".join(map(str, parts))


def _filled(console: Console) -> list[Template]:
    """The answers to begin with, signed as the person wants it."""
    flow, name = console.desk.flow, console.person().signature
    said = {
        code: flow.templates.filled(code, name, console.desk.policy.mch) for code in flow.languages
    }
    return [
        Template(key, title, {code: words[key] for code, words in said.items()})
        for key, title in flow.templates.titles.items()
    ]
