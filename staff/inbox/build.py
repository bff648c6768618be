"""The inbox put together: what needs a person, then the rest; or what was searched for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from msgspec import Struct
from sqlalchemy import Connection

from bot.alike import Alike, widened
from bot.archive.read import case
from bot.archive.read.funnel import path_of
from bot.archive.read.lists import inbox_needs as needs
from bot.archive.read.lists import listing
from bot.archive.read.lists.filters import Wanted
from bot.archive.read.lists.index_walk import Mark
from bot.archive.read.searching import search
from bot.archive.read.searching.search_clauses import OURS as OURS_SAID
from bot.archive.read.searching.search_clauses import PARENTS
from bot.contacts import Cipher
from flows.flow import Flow
from staff.inbox.inbox_rows import Desk, Item, found_items, items, needed_items
from staff.inbox.query import OURS, Asked, read_after, read_mark, write_after, write_mark

PAGE = 30
# On the first page, above the rest; all of them are one press away.
FIRST_NEEDS = 15


class InboxPage(Struct, frozen=True):
    """`needs` and `rest`, or with words to look for `rest` alone. `more_needs` and `more` are where
    the next pages begin; `looked` is how far back we looked, if we stopped there so that the page
    comes at once. `open` is counted up to 100."""

    needs: Sequence[Item]
    rest: Sequence[Item]
    open: int
    more_needs: str = ""
    more: str = ""
    looked: datetime | None = None
    first: bool = True


def read(
    connection: Connection,
    flow: Flow,
    cipher: Cipher,
    asked: Asked,
    me: int,
    place: str,
    now: datetime,
    alike: Alike = MappingProxyType({}),
) -> InboxPage:
    """The page at `place`, the first one without. `alike` are words that mean the same to a
    search."""
    desk = Desk(flow, cipher, case.names(connection), now)
    if asked.q:
        return _searched(connection, desk, asked, me, place, alike)
    if asked.state == "needs":
        return _all_needs(connection, desk, asked, me, place)
    return _inbox(connection, desk, asked, me, place)


def facts(page: InboxPage, behind: str) -> Mapping[str, object]:
    """The JSON twin."""
    return {
        "needs": page.needs,
        "rest": page.rest,
        "open": page.open,
        "next": page.more or page.more_needs,
        "behind": behind,
    }


def _wanted(desk: Desk, asked: Asked, me: int) -> Wanted:
    return asked.wanted(me, path_of(desk.flow).steps, desk.now)


def _searched(
    connection: Connection, desk: Desk, asked: Asked, me: int, place: str, alike: Alike
) -> InboxPage:
    voice = OURS_SAID if asked.words == OURS else PARENTS
    hits = search.read(
        connection, widened(asked.q, alike), _wanted(desk, asked, me), read_mark(place), PAGE, voice
    )
    rows, open_ = found_items(desk, hits.found), _open(connection)
    return InboxPage((), rows, open_, more=_more(hits.next), looked=_looked(hits), first=not place)


def _all_needs(connection: Connection, desk: Desk, asked: Asked, me: int, place: str) -> InboxPage:
    found, after = needs.read(
        connection, _wanted(desk, asked, me), desk.now, read_after(place), PAGE
    )
    more = write_after(after) if after else ""
    return InboxPage(
        needed_items(desk, found), (), _open(connection), more_needs=more, first=not place
    )


def _inbox(connection: Connection, desk: Desk, asked: Asked, me: int, place: str) -> InboxPage:
    wanted, before = _wanted(desk, asked, me), read_mark(place)
    everything = bool(asked.state or asked.contact)
    found, after = (
        ((), None)
        if before or everything
        else needs.read(connection, wanted, desk.now, None, FIRST_NEEDS)
    )
    page = listing.read(connection, wanted, before, PAGE, handed_over=everything)
    above = {need.row.id for need in found}
    return InboxPage(
        needs=needed_items(desk, found),
        rest=items(desk, [row for row in page.rows if row.id not in above]),
        open=_open(connection),
        more_needs=write_after(after) if after else "",
        more=_more(page.next),
        looked=_looked(page),
        first=before is None,
    )


def _more(mark: Mark | None) -> str:
    return write_mark(mark) if mark else ""


def _looked(found: listing.Page | search.Hits) -> datetime | None:
    return found.next.at if found.partial and found.next else None


def _open(connection: Connection) -> int:
    return needs.count(connection)
