"""The second step: asked of administrators, offered to all, and no code counts twice."""

from __future__ import annotations

import re
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select

from bot.accounts.accounts import Account, Role
from bot.archive.staff_tables import Staff
from tests.staff.console_office import PASSWORD, Browser, Office

HOME, CODE, SET_UP = "/staff/account", "/staff/signin/code", "/staff/account/codes"


def secret_of(office: Office, account: Account) -> str:
    with office.archive.reading() as connection:
        kept = connection.execute(select(Staff.totp).where(Staff.id == account.id)).scalar_one()
    return office.desk.cipher.decrypt(kept or "")


def code(office: Office, account: Account, steps: int = 0) -> str:
    """What the app shows now, or some steps of 30 seconds before or after."""
    return pyotp.TOTP(secret_of(office, account)).at(
        office.clock.now + timedelta(seconds=30 * steps)
    )


def halfway(office: Office, account: Account) -> Browser:
    browser = office.browser()
    assert browser.sign_in(account).location == CODE
    return browser


@pytest.fixture
def boss(office: Office) -> Account:
    return office.person(Role.ADMINISTRATOR)


@pytest.mark.parametrize(("steps", "status"), [(-2, 401), (-1, 302), (0, 302), (1, 302), (2, 401)])
def test_a_phone_may_be_half_a_minute_off(
    office: Office, boss: Account, steps: int, status: int
) -> None:
    browser = halfway(office, boss)
    assert browser.post(CODE, code=code(office, boss, steps)).status_code == status
    assert (browser.get(HOME).status_code == 200) == (status == 302)


@pytest.mark.parametrize("typed", ["", "000", "abcdef", "１２３４５６", "1" * 5000])
def test_what_is_no_code_is_refused_and_written_down(
    office: Office, boss: Account, typed: str
) -> None:
    answer = halfway(office, boss).post(CODE, code=typed)
    assert (answer.status_code, "That code did not work." in answer.text) == (401, True)
    assert office.audit() == [(boss.email, "sign-in failed", "", {"reason": "wrong code"})]


@pytest.mark.parametrize("steps", [0, -1])
def test_a_code_counts_once_and_then_none_before_it(
    office: Office, boss: Account, steps: int
) -> None:
    seen = code(office, boss)
    assert halfway(office, boss).post(CODE, code=f"{seen[:3]} {seen[3:]}").status_code == 302
    again = halfway(office, boss)
    assert again.post(CODE, code=code(office, boss, steps)).status_code == 401
    assert office.audit()[-1][3] == {"reason": "code used before"}
    office.clock.wait(seconds=30)
    assert again.post(CODE, code=code(office, boss)).status_code == 302


def test_guessing_codes_makes_the_account_wait(office: Office, boss: Account) -> None:
    browser = halfway(office, boss)
    for _ in range(5):
        assert browser.post(CODE, code="000000").status_code == 401
    assert browser.post(CODE, code=code(office, boss)).status_code == 401
    assert office.audit()[-1][3] == {"reason": "waiting"}


def test_the_right_password_does_not_forget_wrong_codes(office: Office, boss: Account) -> None:
    for _ in range(5):
        halfway(office, boss).post(CODE, code="000000")
    assert office.browser().sign_in(boss).status_code == 401


def test_halfway_opens_nothing_and_lasts_five_minutes(office: Office, boss: Account) -> None:
    browser = halfway(office, boss)
    assert browser.get(HOME).status_code == 302
    office.clock.wait(minutes=5)
    assert browser.post(CODE, code=code(office, boss)).location == "/staff/signin"
    assert browser.get(CODE).location == "/staff/signin"


def test_the_page_that_was_asked_for_is_kept_over_both_steps(office: Office, boss: Account) -> None:
    browser = office.browser()
    browser.sign_in(boss, next="/staff/audit?action=signed+in")
    assert browser.post(CODE, code=code(office, boss)).location == "/staff/audit?action=signed+in"


def test_an_administrator_sets_codes_up_before_anything_else(strict_office: Office) -> None:
    boss = strict_office.person(Role.ADMINISTRATOR, totp=None, totp_on=False)
    browser = strict_office.browser()
    browser.sign_in(boss)
    for path in ("/staff/", "/staff/accounts", "/staff/audit", HOME):
        assert browser.get(path).location == SET_UP
    page = browser.get(SET_UP).text
    shown = "".join(re.findall(r"<span>([A-Z2-7]{1,4})</span>", page))
    assert shown == secret_of(strict_office, boss)
    assert "<svg" in page
    assert "Not now" not in page
    assert browser.post(SET_UP, code="000000").status_code == 422
    assert browser.get(SET_UP).text.count(shown[:4]) == page.count(shown[:4])
    assert browser.post(SET_UP, code=code(strict_office, boss)).location == "/staff/"
    assert browser.get("/staff/accounts").status_code == 200
    assert [row[1] for row in strict_office.audit()] == ["signed in", "sign-in codes set up"]


def test_outside_production_an_administrator_is_asked_and_may_wait(office: Office) -> None:
    boss = office.person(Role.ADMINISTRATOR, totp=None, totp_on=False)
    browser = office.browser()
    assert browser.sign_in(boss).location == SET_UP
    assert "Not now" in browser.get(SET_UP).text
    assert browser.get("/staff/accounts").status_code == 200


def test_the_code_that_set_them_up_does_not_sign_in(office: Office) -> None:
    ana = office.person()
    browser = office.signed_in(ana)
    browser.get(SET_UP)
    shown = code(office, ana)
    browser.post(SET_UP, code=shown)
    assert halfway(office, ana).post(CODE, code=shown).status_code == 401


def test_the_others_may_do_without(office: Office) -> None:
    browser = office.signed_in(Role.REVIEWER)
    assert SET_UP in browser.get(HOME).text


def test_setting_codes_up_signs_out_elsewhere(office: Office) -> None:
    ana = office.person()
    browser, other = office.signed_in(ana), office.signed_in(ana)
    browser.get(SET_UP)
    browser.post(SET_UP, code=code(office, ana))
    assert browser.get(HOME).status_code == 200
    assert other.get(HOME).status_code == 302


@pytest.mark.parametrize(
    ("password", "status", "on"), [("wrong", 422, True), (PASSWORD, 302, False)]
)
def test_codes_end_only_for_who_knows_the_password(
    strict_office: Office, password: str, status: int, on: bool
) -> None:
    boss = strict_office.person(Role.ADMINISTRATOR)
    browser = strict_office.signed_in(boss)
    assert browser.post(f"{SET_UP}/end", password=password).status_code == status
    assert strict_office.account(boss).codes_on == on
    assert (browser.get("/staff/accounts").location == SET_UP) != on


def test_codes_that_are_on_are_not_shown_again(office: Office, boss: Account) -> None:
    browser = office.signed_in(boss)
    assert browser.get(SET_UP).location == HOME
    assert browser.post(SET_UP, code=code(office, boss)).location == HOME
