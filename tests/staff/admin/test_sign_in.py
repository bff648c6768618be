"""Signing in, failing to, staying and leaving."""

from __future__ import annotations

from datetime import timedelta
from threading import BoundedSemaphore
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.accounts import passwords
from bot.accounts.accounts import reset
from bot.accounts.audit import command_line
from bot.accounts.sign_in_places import FREE_TRIES, line_of, wait_after
from staff.guard import TOKEN
from tests.staff.console_office import PASSWORD, Browser, Office

HOME = "/staff/account"


def test_the_right_password_lets_in(office: Office) -> None:
    ana = office.person()
    browser = office.browser()
    answer = browser.sign_in(ana)
    assert (answer.status_code, answer.location) == (302, "/staff/")
    assert ana.email in browser.get(HOME).text
    assert office.account(ana).last_seen == office.clock.now
    assert office.audit() == [(ana.email, "signed in", "", {})]


@pytest.mark.parametrize("typed", [str.upper, str.title, "  {} ".format])
def test_an_address_may_be_typed_in_any_way(office: Office, typed) -> None:
    email = typed(office.person().email)
    assert office.browser().post("/staff/signin", email=email, password=PASSWORD).status_code == 302


@pytest.mark.parametrize(
    ("changed", "password", "reason"),
    [
        ({}, "wrong", "wrong password"),
        ({}, "", "wrong password"),
        ({"disabled": True}, PASSWORD, "disabled"),
        ({"disabled": True}, "wrong", "disabled"),
    ],
)
def test_who_is_refused_is_told_the_same_and_written_down(
    office: Office, changed, password: str, reason: str
) -> None:
    ana = office.person(**changed)
    answer = office.browser().sign_in(ana, password)
    assert answer.status_code == 401
    assert "That did not work." in answer.text
    assert office.audit() == [(ana.email, "sign-in failed", "", {"reason": reason})]


@pytest.mark.parametrize(
    ("typed", "kept"), [("nobody@example.org", "nobody@example.org"), ("my secret password", "")]
)
def test_what_is_no_account_is_told_the_same(office: Office, typed: str, kept: str) -> None:
    """Somebody may type a password where the address belongs: that is not written down."""
    answer = office.browser().post("/staff/signin", email=typed, password=PASSWORD)
    assert (answer.status_code, "That did not work." in answer.text) == (401, True)
    assert office.audit() == [(kept, "sign-in failed", "", {"reason": "no account"})]


@pytest.mark.parametrize(
    ("failed", "minutes"),
    [(4, None), (5, 1), (6, 2), (7, 4), (10, 32), (11, 60), (12, 60), (5000, 60)],
)
def test_each_wait_is_twice_the_last(failed: int, minutes: int | None) -> None:
    assert wait_after(failed) == (timedelta(minutes=minutes) if minutes else None)


def elsewhere(office: Office, number: int = 1) -> Browser:
    browser = office.browser()
    browser.client.environ_base = {"REMOTE_ADDR": f"192.0.2.{number}"}
    return browser


def test_a_place_waits_after_failures_and_no_password_is_looked_at(office: Office) -> None:
    ana = office.person()
    for _ in range(FREE_TRIES):
        office.browser().sign_in(ana, "wrong")
    assert office.browser().sign_in(ana).status_code == 401
    office.clock.wait(minutes=1)
    assert office.browser().sign_in(ana, "wrong").status_code == 401
    office.clock.wait(minutes=1)
    assert office.browser().sign_in(ana).status_code == 401
    office.clock.wait(minutes=1)
    assert office.browser().sign_in(ana).status_code == 302
    assert office.browser().sign_in(ana, "wrong").status_code == 401
    assert office.browser().sign_in(ana).status_code == 302


def test_a_stranger_who_guesses_never_locks_the_owner_out_and_the_owner_is_told(
    office: Office,
) -> None:
    ana = office.person()
    for number in range(1, 5):
        for _ in range(FREE_TRIES + 2):
            assert elsewhere(office, number).sign_in(ana, "wrong").status_code == 401
    browser = office.browser()
    assert browser.sign_in(ana).status_code == 302
    page = browser.get(HOME).text
    assert "Somebody tried 20 times to sign in to your account" in page
    assert "You were never locked out." in page
    assert "Somebody tried" not in browser.get(HOME).text
    again = office.browser()
    assert again.sign_in(ana).status_code == 302
    assert "Somebody tried" not in again.get(HOME).text


def test_a_known_browser_is_let_through_where_the_place_has_to_wait(office: Office) -> None:
    """Behind one address of an office, somebody else's wrong passwords do not keep her waiting."""
    ana, known = office.person(), office.browser()
    assert known.sign_in(ana).status_code == 302
    known.post("/staff/signout")
    for _ in range(21):
        office.browser().sign_in(ana, "wrong")
    assert office.browser().sign_in(ana).status_code == 429
    assert known.sign_in(ana).status_code == 302
    cookie = known.client.get_cookie("staff_browser", path="/staff/")
    assert cookie
    assert cookie.http_only
    thief = office.browser()
    thief.client.set_cookie("staff_browser", "made-up", path="/staff/")
    assert thief.sign_in(ana).status_code == 429


def test_a_reset_really_opens(office: Office) -> None:
    """Also where the owner has guessed too often herself, from the same place."""
    ana = office.person()
    for _ in range(21):
        office.browser().sign_in(ana, "wrong")
    assert office.browser().sign_in(ana).status_code == 429
    password = reset(office.archive, command_line(), ana, office.clock())
    assert office.browser().sign_in(ana, password).status_code == 302


def test_that_too_many_try_at_once_is_held_against_nobody(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, busy = office.person(), BoundedSemaphore(1)
    busy.acquire()
    monkeypatch.setattr(passwords, "_AT_ONCE", busy)
    monkeypatch.setattr(passwords, "_PATIENCE_SECONDS", 0.01)
    assert {office.browser().sign_in(ana).status_code for _ in range(FREE_TRIES + 1)} == {429}
    busy.release()
    assert office.browser().sign_in(ana).status_code == 302


def test_guessing_one_account_from_one_place_is_stopped(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    """What was typed stands in no key and no log: it may be a password."""
    answers = []
    with caplog.at_level("DEBUG"):
        for _ in range(12):
            browser = elsewhere(office)
            answers.append(
                browser.post("/staff/signin", email="Tulip@example.org", password="x").status_code
            )
    assert answers == [401] * 10 + [429] * 2
    keys = b" ".join(office.desk.store._link.call("KEYS", "*")).decode()
    assert ("exceeded" in caplog.text, "staff" in keys) == (True, True)
    assert "tulip" not in (caplog.text + keys).lower()


def test_guessing_from_one_place_is_stopped_whatever_it_guesses(office: Office) -> None:
    browser = office.browser()
    answers = [
        browser.post("/staff/signin", email=f"p{n}@example.org", password="x") for n in range(21)
    ]
    assert [answer.status_code for answer in answers] == [401] * 20 + [429]
    assert "Wait ten minutes" in answers[-1].text
    browser.post("/staff/signin", email="p@example.org", password="x")
    assert [detail["reason"] for *_, detail in office.audit()] == ["no account"] * 20 + [
        "too many attempts"
    ]
    elsewhere = office.browser()
    elsewhere.client.environ_base = {"REMOTE_ADDR": "192.0.2.1"}
    assert elsewhere.sign_in(office.person()).status_code == 302


@pytest.mark.parametrize(
    ("address", "line"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "::ffff:192.0.2.7"),
        ("2001:db8:1:2::7", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::7", "2001:db8:1:3::/64"),
        ("", ""),
        ("unknown", "unknown"),
    ],
)
def test_one_line_is_one_place_however_many_addresses_it_has(address: str, line: str) -> None:
    assert line_of(address) == line


def test_an_office_behind_one_address_signs_in_as_often_as_it_likes(office: Office) -> None:
    ana = office.person()
    assert {office.browser().sign_in(ana).status_code for _ in range(21)} == {302}


def test_a_session_that_was_planted_is_not_taken_over(office: Office) -> None:
    ana, browser = office.person(), office.browser()
    browser.put(planted="by somebody else")
    csrf = browser.csrf()
    browser.sign_in(ana)
    assert set(browser.session) == {TOKEN}
    assert browser.client.post("/staff/signout", data={"csrf_token": csrf}).status_code == 400


def test_every_sign_in_has_a_token_of_its_own(office: Office) -> None:
    ana = office.person()
    one, other = office.signed_in(ana), office.signed_in(ana)
    assert one.session[TOKEN] != other.session[TOKEN]


def test_signing_out_ends_it_also_for_a_copied_cookie(office: Office) -> None:
    ana = office.person()
    browser, thief = office.signed_in(ana), office.browser()
    thief.put(**browser.session)
    assert thief.get(HOME).status_code == 200
    browser.post("/staff/signout")
    assert browser.get(HOME).status_code == 302
    assert thief.get(HOME).status_code == 302
    assert office.audit()[-1][:2] == (ana.email, "signed out")


@pytest.mark.parametrize(("minutes", "status"), [(29, 200), (30, 302)])
def test_who_does_nothing_is_signed_out(office: Office, minutes: int, status: int) -> None:
    browser = office.signed_in()
    for _ in range(2):
        office.clock.wait(minutes=minutes)
        assert browser.get(HOME).status_code == status


def test_a_page_that_asks_by_itself_keeps_nobody_signed_in(office: Office) -> None:
    browser = office.signed_in()
    for status in (200, 200, 401):
        office.clock.wait(minutes=10)
        assert browser.get("/staff/live").status_code == status


def test_who_types_is_there(office: Office) -> None:
    browser = office.signed_in()
    for _ in range(4):
        office.clock.wait(minutes=20)
        assert browser.get("/staff/live", headers={"X-Here": "1"}).status_code == 200


def test_a_form_that_was_sent_signed_out_leads_back_to_its_page(office: Office) -> None:
    """What was written there is kept by the browser; another site's page is never gone back to."""
    browser = office.browser()
    for page, back in (
        ("http://localhost/staff/case/abc?before=4", "/staff/case/abc?before=4"),
        ("https://evil.example/", ""),
    ):
        form = {"csrf_token": browser.csrf(), "note": "call her sister"}
        answer = browser.client.post("/staff/case/abc/notes", data=form, headers={"Referer": page})
        assert answer.status_code == 302
        assert parse_qs(urlsplit(answer.location).query).get("next", [""]) == [back]


def test_a_day_of_work_ends(office: Office) -> None:
    browser = office.signed_in()
    for _ in range(12 * 3 - 1):
        office.clock.wait(minutes=20)
        assert browser.get(HOME).status_code == 200
    office.clock.wait(minutes=20)
    assert browser.get(HOME).status_code == 302


@pytest.mark.parametrize(
    ("wanted", "goes_to"),
    [
        ("/staff/audit?email=a%40b.c&before=7", "/staff/audit?email=a%40b.c&before=7"),
        ("", "/staff/"),
        ("https://evil.example/staff/", "/staff/"),
        ("//evil.example/staff/", "/staff/"),
        ("/\\evil.example", "/staff/"),
        ("/staff/\\..\\x", "/staff/"),
        ("/staff/\nLocation: x", "/staff/"),
        ("/try/", "/staff/"),
    ],
)
def test_signing_in_leads_to_the_page_that_was_asked_for(
    office: Office, wanted: str, goes_to: str
) -> None:
    assert office.browser().sign_in(office.person(), next=wanted).location == goes_to


def test_a_shared_view_is_asked_for_again_after_signing_in(office: Office) -> None:
    asked = office.browser().get("/staff/audit?action=signed+out")
    assert asked.location == "/staff/signin?next=/staff/audit?action%3Dsigned%2Bout"


def test_the_cookie_is_out_of_reach(office: Office) -> None:
    cookie = office.browser().get("/staff/signin").headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Lax", "Path=/staff/"} <= set(cookie.split("; "))


def test_in_production_all_goes_over_https(strict_office: Office) -> None:
    answer = strict_office.browser().get("/staff/signin")
    assert "Secure" in answer.headers["Set-Cookie"].split("; ")
    assert answer.headers["Strict-Transport-Security"]
