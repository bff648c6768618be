"""What an open page asks for again and again: one request chain a tab, answered with an ETag and
mostly with 304.

An ETag is the version of the page and the version of the frame around it, so that a badge can
change without the page.
docs/decisions/011-one-poll-a-tab.md says why it is a poll and not a stream.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from flask import Response, request
from msgspec import Struct

from bot.accounts.accounts import Role
from bot.alerts.alert_kinds import WORDS
from bot.alerts.taking import untaken
from bot.archive.read.lists.inbox_needs import urgent as count_urgent
from staff.frame.console import Console

HERE = "X-Here"  # sent by a page in which somebody has read or typed since it last asked
_BETWEEN = "~"


class Frame(Struct, frozen=True):
    """What every open page shows around its content: how much cannot wait, and the newest of the
    alerts nobody has."""

    urgent: int = 0
    alerts: int = 0
    newest: int = 0
    words: str = ""

    @property
    def version(self) -> str:
        return f"{self.urgent}.{self.alerts}.{self.newest}"


def frame(console: Console) -> Frame:
    """For who is signed in; alerts are for those who may act. Raises ArchiveAway."""
    with console.archive.reading() as connection:
        urgent = count_urgent(connection, console.clock())
        if not console.person().role.covers(Role.REVIEWER):
            return Frame(urgent)
        alerts, newest, kind = untaken(connection)
    return Frame(urgent, alerts, newest, WORDS.get(kind, ""))


def tag(page: str, around: Frame) -> str:
    """The ETag of a page of this version, as a header has it."""
    return f'"{page}{_BETWEEN}{around.version}"'


def answer(console: Console, version: str, page: Callable[[], Mapping[str, Any]]) -> Response:
    """304 if the tab shows this version already, else what has changed; `page` is only called if
    the page itself has."""
    around = frame(console)
    now, shown = tag(version, around), request.headers.get("If-None-Match", "").removeprefix("W/")
    if now == shown:
        return _tagged(Response(status=304), now)
    changed: dict[str, Any] = {"frame": around}
    if shown.strip('"').partition(_BETWEEN)[0] != version:
        changed |= page()
    return _tagged(Response(msgspec.json.encode(changed), mimetype="application/json"), now)


def _tagged(response: Response, etag: str) -> Response:
    response.headers["ETag"] = etag
    return response
