"""The conversation in a terminal: the same engine, the session stored and loaded again between
turns, nothing kept."""

from __future__ import annotations

from datetime import UTC, datetime
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

INTRODUCTION = "Write as a parent would; an empty line ends it."


def converse(
    flow: Flow, policy: Policy, settings: Settings, language: str, events: bool, segments: bool
) -> None:
    office = OfficeHours(settings.office_hours, load_closed_days(settings.closed_days_file))
    click.secho(INTRODUCTION, dim=True)
    stored: bytes | None = None
    opted_out = False
    while body := click.prompt("", default="", show_default=False, prompt_suffix="> "):
        now = datetime.now(UTC)
        context = Context(
            now,
            office.today(now),
            uuid4().hex,
            opted_out=opted_out,
            office=office.at(now),
            policy=policy,
        )
        session = msgspec.json.decode(stored, type=Session) if stored else None
        turn = (
            engine.resume(flow, session, Text(body), context)
            if session
            else engine.start(flow, Text(body), context, language)
        )
        stored = None if turn.erased else msgspec.json.encode(turn.session)
        opted_out = {"out": True, "in": False}.get(turn.opted, opted_out)
        _show(turn, events, segments)


def _show(turn: Turn, events: bool, segments: bool) -> None:
    if events:
        for event in turn.events:
            click.secho(msgspec.json.encode(event).decode(), dim=True)
    click.secho(turn.reply or "(no reply)", fg="cyan" if turn.reply else None)
    if segments:
        click.secho(
            f"[{count_segments(turn.reply)} segments, {len(turn.reply)} characters]", dim=True
        )
