"""When something goes wrong the page says so in plain words; and the settings page tells no
secret."""

from __future__ import annotations

import pytest

from bot.accounts.accounts import Role
from bot.accounts.passwords import Busy
from bot.archive.database import Archive, ArchiveAway
from bot.config.settings import SETTINGS
from bot.redis.store import StoreAway
from staff.frame.console import needs
from tests.staff.console_office import SECRETS, Office


def broken(office: Office, error: Exception, polled: bool = False) -> None:
    """From now on the page of one's own account fails."""

    def fail() -> str:
        raise error

    office.app.view_functions["staff.own_page"] = needs(Role.READER, polled=polled)(fail)


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/staff/nothing/here", 404, "There is no such page"),
        ("/staff/accounts", 403, "This page is not open to you"),
        ("/staff/accounts/7/role", 404, "There is no such page"),
    ],
)
def test_a_wrong_address_is_answered_in_words(
    office: Office, path: str, status: int, words: str
) -> None:
    answer = office.signed_in().get(path)
    assert (answer.status_code, words in answer.text) == (status, True)


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (RuntimeError("what a parent said"), 500, "Something went wrong here"),
        (ArchiveAway("OperationalError"), 503, "cannot be reached right now"),
        (StoreAway("no answer in time"), 503, "cannot be reached right now"),
        (Busy(), 429, "Too many attempts"),
    ],
)
@pytest.mark.parametrize("polled", [False, True])
def test_what_breaks_is_told_without_its_insides(
    office: Office, error, status: int, words: str, polled: bool
) -> None:
    browser = office.signed_in()
    broken(office, error, polled)
    answer = browser.get("/staff/account")
    assert (answer.status_code, words in answer.text) == (status, True)
    assert "what a parent said" not in answer.text
    assert answer.is_json == polled
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/staff/inbox?town=%00"),
        ("GET", "/staff/case/a%00b"),
        ("GET", "/staff/audit?email=%00"),
        ("POST", "/staff/signin"),
    ],
)
def test_what_no_database_takes_is_refused_in_words(office: Office, method: str, path: str) -> None:
    browser = office.signed_in(Role.ADMINISTRATOR)
    answer = (
        browser.get(path) if method == "GET" else browser.post(path, email="a\0b", password="x")
    )
    assert (answer.status_code, "That did not arrive whole" in answer.text) == (400, True)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("PUT", "/staff/inbox", 405),
        ("DELETE", "/staff/case/x", 405),
        ("GET", "/staff", 308),
        ("GET", "/staff//inbox", 308),
    ],
)
def test_what_comes_to_no_page_is_protected_too(
    office: Office, method: str, path: str, status: int
) -> None:
    answer = office.signed_in().client.open(path, method=method)
    assert answer.status_code == status
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_form_that_is_too_long_is_refused_in_words(office: Office) -> None:
    answer = office.browser().client.post("/staff/signin", data={"password": "x" * 70_000})
    assert (answer.status_code, "That is too much at once" in answer.text) == (413, True)


def test_without_a_database_the_pages_say_so_and_the_rest_goes_on(office: Office) -> None:
    browser = office.signed_in()
    office.archive.engine.dispose()
    nowhere = Archive("sqlite:////nowhere/at/all.db")
    office.archive.engine, kept = nowhere.engine, office.archive.engine
    try:
        assert browser.get("/staff/account").status_code == 503
        assert browser.get("/healthz").status_code == 200
    finally:
        office.archive.engine = kept


def test_settings_are_named_and_never_told(office: Office) -> None:
    page = office.signed_in(Role.ADMINISTRATOR).get("/staff/settings").text
    assert [
        setting.name for setting in SETTINGS if f"<code>{setting.name}</code>" not in page
    ] == []
    assert [name for name, secret in SECRETS.items() if secret in page] == []
    assert office.audit()[-1][1] == "settings seen"
