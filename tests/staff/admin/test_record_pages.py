"""A person's record in an administrator's hands: the copy, the legal hold, the erasing; each of
them is written down."""

from __future__ import annotations

import json

import pytest

from bot.accounts.accounts import Role
from bot.archive.write import pending_erasures as erasures
from tests.staff.console_office import Browser, Office
from tests.staff.parents import FIRST_BABY, Parent, archived

WHY = "counsel asked, letter 12"


@pytest.fixture
def boss(office: Office) -> Browser:
    return office.signed_in(Role.ADMINISTRATOR)


@pytest.fixture
def parent(office: Office, redis_url: str) -> Parent:
    parent = Parent(office).texts(*FIRST_BABY)
    archived(office, redis_url)
    return parent


def test_a_copy_says_all_and_is_written_down(office: Office, boss: Browser, parent: Parent) -> None:
    path = f"{record(parent)}/copy"
    text, data = (
        boss.post(path, kind="txt", reason="she asked"),
        boss.post(path, kind="json", reason="she asked"),
    )
    assert FIRST_BABY[0] in text.text
    assert json.loads(data.data)["number"].endswith(parent.number[-4:])
    assert "attachment" in text.headers["Content-Disposition"]
    assert [row[1:] for row in office.audit()].count(
        ("copy made", parent.contact, {"reason": "she asked"})
    ) == 2


@pytest.mark.parametrize("what", ["person", "conversation"])
def test_what_is_held_cannot_be_erased_until_the_hold_ends(
    office: Office, boss: Browser, parent: Parent, what: str
) -> None:
    target = parent.contact if what == "person" else parent.id
    assert boss.post(f"{record(parent)}/hold", what=what, reason=WHY).status_code == 302
    assert WHY in boss.get(record(parent)).text
    assert WHY in boss.get("/staff/keeping").text
    refused = boss.post(f"{record(parent)}/erase", reason="she asked", sure="1")
    assert (refused.status_code, WHY in refused.text) == (409, True)
    assert boss.post(f"{record(parent)}/lift", reason="it is over").status_code == 302
    assert (
        boss.post(f"{record(parent)}/erase", reason="she asked", sure="1").location
        == "/staff/keeping"
    )
    did = [row[1:] for row in office.audit()]
    assert ("legal hold set", target, {"reason": WHY}) in did
    assert ("legal hold lifted", target, {"reason": "it is over"}) in did
    assert ("erasing asked for", parent.contact, {"reason": "she asked"}) in did


def test_an_erased_person_is_gone_here_and_on_the_list_for_twilio(
    office: Office, boss: Browser, parent: Parent
) -> None:
    case = f"/staff/case/{parent.id}"
    boss.post(f"{record(parent)}/erase", reason="she asked", sure="1")
    assert boss.get(case).status_code == 404
    assert parent.desk.store.read(parent.contact, "none").session is None
    assert "texts and calls" in boss.get("/staff/keeping").text
    (waiting,) = [
        each for each in erasures.waiting(office.archive) if each.contact_id == parent.contact
    ]
    erasures.put_off(office.archive, waiting.id, office.clock.now, "20003")
    assert "TWILIO_AUTH_TOKEN" in boss.get("/staff/keeping").text


@pytest.mark.parametrize(
    ("act", "form"),
    [
        ("copy", {"kind": "txt"}),
        ("hold", {"what": "person"}),
        ("hold", {"what": "person", "reason": "  "}),
        ("lift", {}),
        ("erase", {"reason": "she asked"}),
        ("erase", {"sure": "1"}),
    ],
)
def test_without_a_reason_or_the_tick_nothing_is_done(
    office: Office, boss: Browser, parent: Parent, act: str, form: dict[str, str]
) -> None:
    before = office.audit()
    assert boss.post(f"{record(parent)}/{act}", **form).status_code == 422
    assert office.audit() == before
    assert boss.get(record(parent)).status_code == 200


def record(parent: Parent) -> str:
    return f"/staff/case/{parent.id}/record"
