"""The loop closes on the pages: an answer put right before one's eyes, each program followed, the
list by due date, and the figures from told to enrolled."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest

from bot.accounts.accounts import Role
from bot.office import ZONE
from tests.staff.console_office import Browser, Office
from tests.staff.parents import FIRST_BABY, Parent, archived


@pytest.fixture
def parent(office: Office, redis_url: str) -> Parent:
    parent = Parent(office).texts(*FIRST_BABY)
    archived(office, redis_url)
    return parent


@pytest.fixture
def nurse(office: Office) -> Browser:
    return office.signed_in(Role.REVIEWER)


def figures(nurse: Browser, name: str) -> list[list[str]]:
    answer = nurse.get(f"/staff/figures/{name}.csv?since=2026-11-01&until=2026-12-31")
    return list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))


def test_an_answer_is_put_right_and_the_programs_are_matched_anew(
    office: Office, nurse: Browser, parent: Parent, redis_url: str
) -> None:
    case = f"/staff/case/{parent.id}"
    assert "NFN" in nurse.get(case).text
    told = nurse.post(f"{case}/answer", slot="first_baby", answer="no, my second")
    assert told.status_code == 302
    archived(office, redis_url)
    page = nurse.get(case).text
    assert "The programs are matched anew." in page
    assert "told to staff by phone" in page or "by phone" in page
    fits = page.partition("Why not the others")[0]
    assert "Nurturing Families" not in fits
    assert parent.session.answers["first_baby"].value is False
    assert ("answer corrected", case.rpartition("/")[2]) in [row[1:3] for row in office.audit()]


def test_what_is_no_answer_is_refused_and_the_words_are_kept(
    nurse: Browser, parent: Parent
) -> None:
    told = nurse.post(f"/staff/case/{parent.id}/answer", slot="town", answer="zzz qqq xyzzy")
    assert told.status_code in (409, 422)
    assert "zzz qqq xyzzy" in told.text


def test_the_list_of_referrals_has_the_longest_overdue_first(
    office: Office, nurse: Browser, parent: Parent, redis_url: str
) -> None:
    other = Parent(office).texts(*FIRST_BABY)
    archived(office, redis_url)
    today = office.clock().astimezone(ZONE).date()
    for whose, days in ((parent, 5), (other, 2)):
        due = (today + timedelta(days=days)).isoformat()
        form = {"program": "wic", "state": "waiting", "note": "", "due": due}
        assert nurse.post(f"/staff/case/{whose.id}/referral", **form).status_code == 302
    archived(office, redis_url)
    page = nurse.get("/staff/referrals").text
    assert 0 < page.index(other.id) < page.index(parent.id)
    office.clock.wait(days=3)
    nurse = office.signed_in(Role.REVIEWER)
    nurse.post(f"/staff/case/{other.id}/referral", program="wic", state="enrolled", note="")
    archived(office, redis_url)
    page = nurse.get("/staff/referrals").text
    assert other.id not in page
    assert parent.id in page


@pytest.mark.parametrize(
    ("state", "counts"),
    [
        ("told", ["1", "0", "0"]),
        ("reached", ["1", "1", "0"]),
        ("waiting", ["1", "1", "0"]),
        ("refused", ["1", "1", "0"]),
        ("not_wanted", ["1", "0", "0"]),
        ("enrolled", ["1", "1", "1"]),
    ],
)
def test_figures_go_from_told_to_reached_to_enrolled(
    office: Office,
    nurse: Browser,
    parent: Parent,
    redis_url: str,
    state: str,
    counts: list[str],
) -> None:
    if state != "told":
        form = {"program": "wic", "state": state, "note": ""}
        assert nurse.post(f"/staff/case/{parent.id}/referral", **form).status_code == 302
        archived(office, redis_url)
    wic = [row for row in figures(nurse, "referrals") if row[0] == "WIC"]
    assert [row[1:5] for row in wic] == [["'2026-11", *counts]]  # text also for a spreadsheet
    by = {(row[0], row[1]): row[2:5] for row in figures(nurse, "referrals-by-person")[1:]}
    assert {("Town", "Hartford"), ("Language", "English"), ("Need", "food")} <= by.keys()
    assert by["Town", "Hartford"][2] == counts[2]


def test_who_may_only_read_changes_nothing(office: Office, parent: Parent) -> None:
    reader = office.signed_in(Role.READER)
    for what in ("answer", "referral"):
        assert reader.post(f"/staff/case/{parent.id}/{what}").status_code == 403
    assert reader.get("/staff/referrals").status_code == 403
