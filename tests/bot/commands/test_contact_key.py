"""CONTACT_KEY is changed: who is known stays known, also by nothing but an id."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.archive import audit_chain
from bot.archive.migrating import migrate
from bot.archive.models import Contact, Session
from bot.cli import main
from bot.config.load_settings import load
from bot.contacts import key_name
from bot.redis.store import NotReady, Store
from bot.wiring import Parts, put_together
from tests.archive.archiving import archive_all, rows
from tests.bot.sending import Person

OLD, NEW = "an-older-contact-key-for-the-tests-0", "a-newer-contact-key-for-the-tests-00"
ERASED = "+18605550177"


def together(folder: Path, redis_url: str, key: str) -> Parts:
    parts = put_together(
        load({"DATA_DIR": str(folder), "REDIS_URL": redis_url, "CONTACT_KEY": key, "ERASE": "now"})
    )
    migrate(parts.archive)
    return parts


def renew(folder: Path, redis_url: str, *options: str) -> str:
    environ = {"DATA_DIR": str(folder), "REDIS_URL": redis_url, "CONTACT_KEY": f"{NEW},{OLD}"}
    result = CliRunner(env=environ).invoke(main, ["keys", "renew-contacts", *options])
    assert result.exit_code == 0, result.output
    return result.output


def test_everybody_is_known_under_the_new_key(store: Store, redis_url: str, tmp_path: Path) -> None:
    before = together(tmp_path, redis_url, OLD)
    parent, gone = Person(before.desk), Person(before.desk, ERASED)
    parent.says("hola")
    for text in ("hi", "FORGET", "1"):
        gone.says(text)
    time.sleep(0.05)  # what came before the erasing is dropped
    gone.says("STOP")
    archive_all(before.desk, before.archive, redis_url)
    step = before.desk.store.read(parent.contact, "none").session
    assert before.desk.store.optouts() == {gone.contact}
    assert "ids were renewed" in renew(tmp_path, redis_url)
    assert "0 ids were renewed" in renew(tmp_path, redis_url)
    with pytest.raises(NotReady):  # a process that does not know the new key serves nobody
        Store(redis_url, key_name=key_name(OLD)).read(parent.contact, "none")
    after = together(tmp_path, redis_url, f"{NEW},{OLD}")
    known = [Person(after.desk), Person(after.desk, ERASED)]
    assert parent.contact != known[0].contact
    assert after.desk.store.read(known[0].contact, "none").session == step
    assert after.desk.store.optouts() == {known[1].contact}
    assert after.desk.store.read(known[1].contact, "none").epoch == 1
    known[0].says("1")  # the conversation goes on
    archive_all(after.desk, after.archive, redis_url)
    assert {row["id"] for row in rows(after.archive, Contact)} == {one.contact for one in known}
    assert known[0].contact in {row["contact_id"] for row in rows(after.archive, Session)}
    with after.archive.reading() as connection:
        audit_chain.check(connection)  # and the audit log is whole


def test_ended_in_the_middle_it_is_begun_again(
    store: Store, redis_url: str, tmp_path: Path
) -> None:
    before = together(tmp_path, redis_url, OLD)
    parent = Person(before.desk)
    parent.says("hola")
    archive_all(before.desk, before.archive, redis_url)
    before.desk.store.ids.close()  # as far as it had come: nobody is served, nothing is lost
    renew(tmp_path, redis_url)
    after = together(tmp_path, redis_url, f"{NEW},{OLD}")
    assert after.desk.store.read(Person(after.desk).contact, "none").session


def test_it_waits_for_the_workers_and_says_so(store: Store, redis_url: str, tmp_path: Path) -> None:
    before = together(tmp_path, redis_url, OLD)
    Person(before.desk).says("hola")
    environ = {"DATA_DIR": str(tmp_path), "REDIS_URL": redis_url, "CONTACT_KEY": f"{NEW},{OLD}"}
    command = ["keys", "renew-contacts", "--wait", "0"]
    result = CliRunner(env=environ).invoke(main, command)
    assert result.exit_code == 1
    assert "1 turns or texts wait for a worker" in result.output
    Person(before.desk).says("1")  # and everybody is still served
    result = CliRunner(env=environ | {"CONTACT_KEY": NEW}).invoke(main, command)
    assert "CONTACT_KEY=new,old" in result.output
