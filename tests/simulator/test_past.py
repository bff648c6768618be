"""The phone shows every turn once and in order, wherever it is kept by now."""

from __future__ import annotations

from bot.archive.write.turn_rows import read
from bot.archive.write.writer import keep
from bot.contacts import contact_id, partition
from bot.wiring import redis_url
from tests.archive.archiving import archive_all
from tests.simulator.conftest import Tab


def deliveries(tab: Tab, after: str = "-") -> list[str]:
    return [turn["delivery"] for turn in tab.look(after)["turns"]]


def test_turns_from_the_archive_come_before_those_that_wait(tab: Tab) -> None:
    tab.send("hola")
    tab.send("1")
    before = tab.look()["turns"]
    archive_all(tab.parts.desk, tab.parts.archive, redis_url(tab.parts.settings))
    tab.send("marzo")
    assert deliveries(tab) == tab.sids
    assert tab.look()["turns"][:2] == before
    assert deliveries(tab, before[0]["id"]) == tab.sids[1:]


def test_a_turn_that_is_archived_and_still_waits_is_shown_once(tab: Tab) -> None:
    """The worker died after it wrote, and before it let go."""
    tab.send("hola")
    contact = contact_id(tab.phone, tab.parts.desk.contact_key)
    with tab.parts.archive.writing() as connection:
        keep(connection, [read(entry) for entry in tab.parts.desk.store.outbox(partition(contact))])
    assert deliveries(tab) == tab.sids
