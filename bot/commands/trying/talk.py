"""The conversation in a terminal: the same engine, the session stored and loaded again between
turns, nothing kept; its days pass as one likes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import click
import msgspec

from bot.config.settings import Settings
from bot.office import OfficeHours, load_closed_days
from flows import engine
from flows.dialogue.turn import Turn
from flows.flow import Flow
from flows.model.context import Context, Policy
from flows.model.inputs import Text
from flows.model.session import Session
from flows.wording.sms_encoding import segments as count_segments

INTRODUCTION = """\
Write as a parent would; an empty line ends it. /days 7 lets a week pass, and shows what is sent by
itself then."""
AN_HOUR = timedelta(hours=1)
_DAYS = re.compile(r"/days ([0-9]{1,3})")


@dataclass
class Talk:
    """One conversation, on a clock that can be put forward."""

    flow: Flow
    policy: Policy
    office: OfficeHours
    language: str
    events: bool
    segments: bool
    ahead: timedelta = timedelta()
    stored: bytes | None = None
    opted_out: bool = False

    @property
    def session(self) -> Session | None:
        return msgspec.json.decode(self.stored, type=Session) if self.stored else None

    def text(self, body: str) -> None:
        """What a parent writes, and the reply."""
        session, text, context = self.session, Text(body), self._context()
        self._keep(
            engine.resume(self.flow, session, text, context)
            if session
            else engine.start(self.flow, text, context, self.language)
        )

    def pass_days(self, days: int) -> None:
        """So many days go by, hour by hour; what is due in them is sent."""
        for _ in range(days * 24):
            self.ahead += AN_HOUR
            context, session = self._context(), self.session
            if session is None or context.texting_until is None:
                continue
            turn = engine.follow_up(self.flow, session, context)
            if turn is not None:
                click.secho(f"[{context.now.astimezone():%A %d %B}]", dim=True)
                self._keep(turn)

    def _context(self) -> Context:
        now = datetime.now(UTC) + self.ahead
        return Context(
            now,
            self.office.today(now),
            uuid4().hex,
            opted_out=self.opted_out,
            office=self.office.at(now),
            policy=self.policy,
            texting_until=self.office.working_until(now, *self.flow.follow_ups.hours),
        )

    def _keep(self, turn: Turn) -> None:
        self.stored = None if turn.erased else msgspec.json.encode(turn.session)
        self.opted_out = {"out": True, "in": False}.get(turn.opted, self.opted_out)
        if self.events:
            for event in turn.events:
                click.secho(msgspec.json.encode(event).decode(), dim=True)
        words = turn.reply or "\n".join(text.text for text in turn.texts)
        click.secho(words or "(no reply)", fg="green" if turn.texts else "cyan" if words else None)
        if self.segments:
            click.secho(f"[{count_segments(words)} segments, {len(words)} characters]", dim=True)


def converse(
    flow: Flow, policy: Policy, settings: Settings, language: str, events: bool, segments: bool
) -> None:
    office = OfficeHours(settings.office_hours, load_closed_days(settings.closed_days_file))
    talk = Talk(flow, policy, office, language, events, segments)
    click.secho(INTRODUCTION, dim=True)
    while body := click.prompt("", default="", show_default=False, prompt_suffix="> "):
        if days := _DAYS.fullmatch(body.strip()):
            talk.pass_days(int(days[1]))
        else:
            talk.text(body)
