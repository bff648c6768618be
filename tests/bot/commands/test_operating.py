"""Keys that are changed without a hole, and what could not be processed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import redis
from click.testing import CliRunner, Result
from cryptography.fernet import Fernet
from twilio.request_validator import RequestValidator

from bot.archive.database import Archive, address
from bot.archive.migrating import migrate
from bot.archive.models import Contact, Session
from bot.cli import main
from bot.config.load_settings import load
from bot.contacts import Cipher, partition
from bot.outage.spool import Spool, Unreadable
from bot.redis.store import Store
from bot.redis.streams.outbox_stream import OutboxStream
from bot.stored_session import decode_record
from bot.wiring import put_together
from tests.archive.archiving import archive_all, rows
from tests.bot.sending import PARENT, Person
from webhooks.signature import SignatureCheck

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()
Run = Callable[..., Result]


@pytest.fixture
def environ(tmp_path: Path, redis_url: str, store: Store) -> dict[str, str]:
    return {
        "DATA_DIR": str(tmp_path),
        "REDIS_URL": redis_url,
        "LOG_LEVEL": "error",
        "DATA_KEYS": OLD,
    }


@pytest.fixture
def run(environ: dict[str, str]) -> Run:
    return lambda *arguments, **more: CliRunner(env=environ | more).invoke(main, list(arguments))


def test_numbers_are_renewed_so_that_the_old_key_can_go(
    run: Run, environ: dict[str, str], redis_url: str
) -> None:
    parts = put_together(load(environ))
    migrate(parts.archive)
    parent = Person(parts.desk)
    for text in ("hola", "1"):
        parent.says(text)
    archive_all(parts.desk, parts.archive, redis_url)
    for _ in range(2):  # again does no harm
        assert run("keys", "renew", DATA_KEYS=f"{NEW},{OLD}").exit_code == 0
    alone = Cipher([NEW])
    archive = Archive(address("", Path(environ["DATA_DIR"])))
    (contact,), (session,) = rows(archive, Contact), rows(archive, Session)
    live = decode_record(parts.desk.store.read(parent.contact, "none").session or b"")
    for number in (contact["number"], session["record"]["number"], live.number):  # type: ignore[index]
        assert alone.decrypt(str(number)) == PARENT
    parent.says("2")  # and the conversation goes on
    assert run("keys", "renew", DATA_KEYS=Fernet.generate_key().decode()).exit_code == 1


def test_two_tokens_are_valid_while_one_is_changed() -> None:
    check, url, params = (
        SignatureCheck("1" * 32, "2" * 32),
        "https://bot.example.org/sms",
        {"Body": ["hola"]},
    )
    for token, holds in (("1" * 32, True), ("2" * 32, True), ("3" * 32, False)):
        assert (
            check.holds(
                url, params, RequestValidator(token).compute_signature(url, {"Body": "hola"})
            )
            is holds
        )


def test_what_the_spool_set_aside_is_listed_put_back_and_dropped(
    run: Run, environ: dict[str, str], tmp_path: Path
) -> None:
    def refuse(_: object) -> None:
        raise Unreadable

    spool = Spool(tmp_path / "spool", Cipher([OLD]))
    for number in range(2):
        spool.put({"delivery": f"SM{number}", "body": "private words"})
    spool.drain(refuse)
    listed = run("leftovers").output
    names = [line.split("\t")[0] for line in listed.splitlines()]
    assert len(names) == 2
    assert "private" not in listed
    assert run("leftovers", "put-back", names[0]).exit_code == 0
    assert run("leftovers", "drop", names[1], "--yes").exit_code == 0
    assert (len(spool), spool.set_aside()) == (1, [])
    assert run("leftovers", "drop", "../secrets.json", "--yes").exit_code == 1


def test_a_turn_that_cannot_be_archived_is_listed_and_dropped(
    run: Run, environ: dict[str, str], redis_url: str
) -> None:
    parts = put_together(load(environ))
    migrate(parts.archive)
    parent, stream = Person(parts.desk), OutboxStream(redis_url, block_seconds=0.05)
    stream.prepare()
    parent.says("hola")
    stream.new()
    for _ in range(3):
        list(stream.left_behind(0))
    (line,) = run("leftovers").output.splitlines()
    assert line.startswith(f"{{{partition(parent.contact)}}}:outbox/")
    assert run("leftovers", "drop", line.split("\t")[0], "--yes").exit_code == 0
    assert stream.waiting() == 0


def test_a_session_that_cannot_be_read_is_listed_put_back_and_dropped(
    run: Run, environ: dict[str, str], raw_redis: redis.Redis
) -> None:
    """A new conversation begins; the old one is kept aside until somebody has decided."""
    desk = put_together(load(environ)).desk
    desk.store.prepare()
    parent = Person(desk)
    parent.says("hola")
    key = f"{{{partition(parent.contact)}}}:session:{parent.contact}"
    whole = desk.store.read(parent.contact, "none").session or b""
    raw_redis.set(key, raw_redis.getrange(key, 0, 7) + b'{"session":{"step":"unknown kind"}}')
    parent.says("1")
    name = f"session:{parent.contact}"
    listed = run("leftovers").output
    assert listed.startswith(f"{name}\tsession, set aside")
    assert run("leftovers", "put-back", name).exit_code == 1  # it still cannot be read
    desk.store.aside.keep(parent.contact, whole)
    assert run("leftovers", "put-back", name).exit_code == 0
    assert desk.store.read(parent.contact, "none").session == whole
    desk.store.aside.keep(parent.contact, b"{}")
    assert run("leftovers", "drop", name, "--yes").exit_code == 0
    assert run("leftovers", "drop", name, "--yes").exit_code == 1
    assert run("leftovers").output == ""


def test_what_is_kept_aside_goes_with_whoever_is_erased(
    run: Run, environ: dict[str, str], raw_redis: redis.Redis
) -> None:
    desk = put_together(load(environ | {"ERASE": "now"})).desk
    desk.store.prepare()
    parent = Person(desk)
    parent.says("hola")
    desk.store.aside.keep(parent.contact, b'{"said":"private words"}')
    for text in ("FORGET", "1"):
        parent.says(text)
    assert desk.store.aside.read(parent.contact) is None
    assert desk.store.aside.contacts() == []
