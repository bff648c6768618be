"""Accounts: made, changed and ended by administrators; a password and a name are one's own
business."""

from __future__ import annotations

import re

import pytest

from bot.accounts import accounts, passwords
from bot.accounts.accounts import AccountRefused, Role
from bot.accounts.audit import Actor
from tests.staff.console_office import PASSWORD, Browser, Office

ACCOUNTS, OWN_PASSWORD = "/staff/accounts", "/staff/account/password"
NEW = "four other words here"


def told_password(page: str) -> str:
    found = re.search(r'class="secret">([a-z2-9-]{19})<', page)
    assert found
    return found[1]


def change(browser: Browser, old: str = PASSWORD, new: str = NEW, again: str | None = None):
    return browser.post(OWN_PASSWORD, password=old, new=new, again=new if again is None else again)


def test_somebody_is_added_and_chooses_a_password(strict_office: Office) -> None:
    boss = strict_office.person(Role.ADMINISTRATOR)
    page = strict_office.signed_in(boss).post(
        ACCOUNTS, email=" Ana@Example.org ", name=" Ana  Díaz ", role="reviewer"
    )
    password, ana = (
        told_password(page.text),
        accounts.find(strict_office.archive, "ana@example.org"),
    )
    assert (ana.name, ana.role, ana.temporary) == ("Ana Díaz", Role.REVIEWER, True)
    browser = strict_office.browser()
    browser.sign_in(ana, password)
    assert browser.get("/staff/account").location == OWN_PASSWORD
    assert change(browser, password, password).status_code == 422
    assert change(browser, password).location == "/staff/"
    assert browser.get("/staff/account").status_code == 200
    assert (
        strict_office.browser().sign_in(ana, password).status_code,
        strict_office.browser().sign_in(ana, NEW).status_code,
    ) == (401, 302)
    assert (
        boss.email,
        "account added",
        "ana@example.org",
        {"role": "reviewer"},
    ) in strict_office.audit()
    assert (ana.email, "password changed", ana.email, {}) in strict_office.audit()


@pytest.mark.parametrize(
    ("email", "name", "role", "status"),
    [
        ("nobody", "Ana", "reader", 422),
        ("a b@example.org", "Ana", "reader", 422),
        ("<b>@example.org", "Ana", "reader", 422),
        (f"{'a' * 65}@example.org", "Ana", "reader", 422),
        ("a@example.org", " ", "reader", 422),
        ("a@example.org", "A" * 81, "reader", 422),
        ("a@example.org", "Ana", "king", 400),
        ("taken@example.org", "Ana", "reader", 422),
        ("TAKEN@example.org", "Ana", "reader", 422),
    ],
)
def test_what_makes_no_account_is_refused(
    office: Office, email: str, name: str, role: str, status: int
) -> None:
    office.person(email="taken@example.org")
    browser = office.signed_in(Role.ADMINISTRATOR)
    before = accounts.everybody(office.archive)
    assert browser.post(ACCOUNTS, email=email, name=name, role=role).status_code == status
    assert len(accounts.everybody(office.archive)) == len(before)


@pytest.mark.parametrize(
    ("what", "form", "action", "detail"),
    [
        ("role", {"role": "reviewer"}, "role changed", {"from": "reader", "to": "reviewer"}),
        ("disable", {}, "account disabled", {}),
        ("enable", {}, "account enabled", {}),
        ("reset", {}, "account reset", {}),
    ],
)
def test_every_change_is_written_down(
    office: Office, what: str, form: dict[str, str], action: str, detail: object
) -> None:
    boss, ana = office.person(Role.ADMINISTRATOR), office.person()
    assert office.signed_in(boss).post(f"{ACCOUNTS}/{ana.id}/{what}", **form).status_code in (
        200,
        302,
    )
    assert office.audit()[-1] == (boss.email, action, ana.email, detail)


def test_a_new_role_counts_from_the_next_page(strict_office: Office) -> None:
    ana = strict_office.person(Role.REVIEWER)
    browser = strict_office.signed_in(ana)
    assert browser.get(ACCOUNTS).status_code == 403
    boss = strict_office.signed_in(Role.ADMINISTRATOR)
    boss.post(f"{ACCOUNTS}/{ana.id}/role", role="administrator")
    assert browser.get(ACCOUNTS).location == "/staff/account/codes"


def test_who_is_disabled_is_out_at_once_and_can_come_back(office: Office) -> None:
    ana = office.person()
    browser, boss = office.signed_in(ana), office.signed_in(Role.ADMINISTRATOR)
    boss.post(f"{ACCOUNTS}/{ana.id}/disable")
    assert browser.get("/staff/account").status_code == 302
    assert office.browser().sign_in(ana).status_code == 401
    boss.post(f"{ACCOUNTS}/{ana.id}/enable")
    assert browser.get("/staff/account").status_code == 302  # with that sign-in it is over
    assert office.browser().sign_in(ana).status_code == 302


def test_a_reset_ends_what_was_and_tells_a_password_once(office: Office) -> None:
    ana = office.person(Role.ADMINISTRATOR, failed=9)
    browser, boss = office.signed_in(ana), office.signed_in(Role.ADMINISTRATOR)
    password = told_password(boss.post(f"{ACCOUNTS}/{ana.id}/reset").text)
    assert browser.get("/staff/account").status_code == 302
    assert office.browser().sign_in(ana).status_code == 401
    assert office.browser().sign_in(ana, password).location == OWN_PASSWORD
    after = office.account(ana)
    assert (after.codes_on, after.temporary) == (False, True)
    assert password not in boss.get(ACCOUNTS).text


@pytest.mark.parametrize("what", ["role", "disable", "enable", "reset"])
def test_nobody_changes_their_own_account_there(office: Office, what: str) -> None:
    boss = office.person(Role.ADMINISTRATOR)
    office.person(Role.ADMINISTRATOR)
    answer = office.signed_in(boss).post(f"{ACCOUNTS}/{boss.id}/{what}", role="reader")
    assert answer.status_code == 409
    assert office.account(boss) == accounts.Account(**vars(boss) | {"last_seen": office.clock()})


def test_an_administrator_is_left_whatever_happens(office: Office) -> None:
    boss, gone = office.person(Role.ADMINISTRATOR), office.person(Role.ADMINISTRATOR, disabled=True)
    nobody, now = Actor(None, "command line"), office.clock()
    with pytest.raises(AccountRefused, match="last administrator"):
        accounts.disable(office.archive, nobody, boss, now)
    with pytest.raises(AccountRefused, match="last administrator"):
        accounts.change_role(office.archive, nobody, boss, Role.READER, now)
    accounts.change_role(office.archive, nobody, gone, Role.READER, now)
    assert [row[1:3] for row in office.audit()] == [("role changed", gone.email)]


@pytest.mark.parametrize(
    ("old", "new", "again", "problem"),
    [
        ("wrong", NEW, NEW, "That is not your password."),
        (PASSWORD, NEW, "something else", "not the same"),
        (PASSWORD, "short", "short", "at least 12"),
        (PASSWORD, "x" * 201, "x" * 201, "at most 200"),
        (PASSWORD, "abababababab", "abababababab", "more different"),
        (PASSWORD, "", "", "at least 12"),
    ],
)
def test_a_password_is_not_changed_when(
    office: Office, old: str, new: str, again: str, problem: str
) -> None:
    ana = office.person()
    answer = change(office.signed_in(ana), old, new, again)
    assert (answer.status_code, problem in answer.text) == (422, True)
    assert office.browser().sign_in(ana).status_code == 302


def test_a_changed_password_signs_out_elsewhere(office: Office) -> None:
    ana = office.person()
    browser, other = office.signed_in(ana), office.signed_in(ana)
    assert change(browser).status_code == 302
    assert browser.get("/staff/account").status_code == 200
    assert other.get("/staff/account").status_code == 302


def test_an_address_is_no_part_of_a_password() -> None:
    assert (
        passwords.weakness("ana.diaz is here", "Ana.Diaz@example.org")
        == "Leave your e-mail address out of it."
    )


def test_passwords_that_are_made_differ() -> None:
    made = {passwords.make() for _ in range(50)}
    assert len(made) == 50
    assert all(re.fullmatch("[a-z2-9]{4}(-[a-z2-9]{4}){3}", password) for password in made)


@pytest.mark.parametrize(
    "password", ["password1234", "Hartford2026!", "qwertyuiop12", "123456789012", "iloveyou1234"]
)
def test_a_password_that_is_among_the_first_anybody_guesses_is_refused(password: str) -> None:
    assert passwords.weakness(password, "ana@example.org")


@pytest.mark.parametrize(
    "password", ["correct horse battery staple", "four other words here", "kfm2-9xvt-aq7c-hj4n"]
)
def test_a_few_words_that_have_nothing_to_do_with_each_other_will_do(password: str) -> None:
    assert passwords.weakness(password, "ana@example.org") == ""


@pytest.mark.parametrize(
    "name", ["\u0410na Lopez", "Ana\u202e zepoL", "An\u0430", "Ana\u200b", "\uff21na", "Ana\u2066x"]
)
def test_a_name_that_could_pass_for_another_is_refused(name: str) -> None:
    with pytest.raises(AccountRefused, match="Latin letters"):
        accounts.check_name(name)


@pytest.mark.parametrize(
    "name", ["Ana López-Ñuñez", "D'Angelo Jr.", "Zoë O’Neil", "Łukasz Żak", "Luz (demo)"]
)
def test_names_of_people_are_taken(name: str) -> None:
    accounts.check_name(name)
