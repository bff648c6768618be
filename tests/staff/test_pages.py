"""Every page, from the map of addresses: who may open it, and what protects it."""

from __future__ import annotations

import re

import pytest

from bot.accounts.accounts import Role
from staff.frame.console import needed
from staff.nav import ENTRIES
from tests.staff.console_office import Office
from tests.staff.table import APP, CLOSED, PAGES, Page

READ = [page for page in PAGES if page.method == "GET"]
FORMS = [page for page in PAGES if page.method == "POST"]
INLINE = re.compile(
    r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE
)


@pytest.mark.parametrize(
    "endpoint", sorted({rule.endpoint for rule in APP.url_map.iter_rules()} - {"staff.static"})
)
def test_every_page_says_who_may_open_it(endpoint: str) -> None:
    assert needed(APP.view_functions[endpoint])


@pytest.mark.parametrize("page", CLOSED, ids=str)
def test_nothing_is_open_to_who_is_signed_out(office: Office, page: Page) -> None:
    browser = office.browser()
    answer = browser.get(page.path) if page.method == "GET" else browser.post(page.path)
    if page.needs.polled:
        assert (answer.status_code, answer.json) == (401, {"problem": "You are signed out."})
    else:
        assert answer.status_code == 302
        assert answer.location.startswith("/staff/signin")
    assert office.audit() == []


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("page", CLOSED, ids=str)
def test_each_role_opens_its_pages_and_no_other(office: Office, page: Page, role: Role) -> None:
    browser = office.signed_in(role)
    answer = browser.get(page.path) if page.method == "GET" else browser.post(page.path)
    assert page.needs.role
    if role.covers(page.needs.role):
        assert answer.status_code not in (401, 403)
        assert answer.status_code < 500
    else:
        assert answer.status_code == 403


@pytest.mark.parametrize("page", FORMS, ids=str)
def test_no_form_of_another_site_is_taken(office: Office, page: Page) -> None:
    browser = office.signed_in(Role.ADMINISTRATOR)
    before = office.audit()
    for form in (
        {},
        {"csrf_token": "made-up"},
        {"csrf_token": office.signed_in(Role.READER).csrf()},
    ):
        answer = browser.client.post(page.path, data=form)
        assert answer.status_code == 400
    assert [row for row in office.audit() if row not in before and row[1] != "signed in"] == []


@pytest.mark.parametrize("page", READ, ids=str)
def test_the_browser_is_told_to_run_and_frame_nothing_foreign(office: Office, page: Page) -> None:
    answer = office.signed_in(Role.ADMINISTRATOR).get(page.path)
    headers = answer.headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    if answer.mimetype == "text/html":
        assert not INLINE.search(answer.text)


@pytest.mark.parametrize("packed", [True, False])
def test_a_file_named_by_its_content_is_kept_for_good_and_the_large_one_is_packed(
    office: Office, packed: bool
) -> None:
    browser = office.signed_in()
    found = re.findall(
        r'(?:href|src)="(/staff/(?:static/|bootstrap)[^"]+\?v=[0-9a-f]+)"',
        browser.get("/staff/inbox").text,
    )
    assert len(found) > 5
    for path in found:
        answer = browser.get(path, headers={"Accept-Encoding": "gzip" if packed else "identity"})
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert len(answer.data) < (40_000 if packed else 300_000)
    assert browser.get("/staff/bootstrap.css").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.words)
def test_the_navigation_shows_what_can_be_opened(office: Office, entry) -> None:
    found = needed(office.app.view_functions[entry.endpoint])
    assert found
    assert found.role is entry.role


@pytest.mark.parametrize("role", list(Role))
def test_everybody_begins_at_a_page_of_theirs(office: Office, role: Role) -> None:
    answer = office.signed_in(role).get("/staff/", follow_redirects=True)
    assert answer.status_code == 200
    assert f">{role.value}<" in answer.text


def test_a_page_that_says_nothing_is_closed(office: Office) -> None:
    office.app.view_functions["staff.own_page"] = lambda: "open by mistake"
    assert office.signed_in(Role.ADMINISTRATOR).get("/staff/account").status_code == 403


def test_the_other_parts_of_the_program_need_none_of_this(office: Office) -> None:
    answer = office.browser().get("/healthz")
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
