"""The page of a conversation: looking is written down, numbers stay hidden, words stay words, what
is new comes by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from sqlalchemy import insert

from bot.accounts.accounts import Role
from bot.archive.models import Recording
from tests.staff.case.sound import SOUND, StandIn
from tests.staff.conftest import make_office
from tests.staff.console_office import Office
from tests.staff.parents import FIRST_BABY, PROMISED, Parent, archived


def done(office: Office) -> list[tuple[str, str]]:
    """What was written down since somebody signed in."""
    return [(action, target) for _, action, target, _ in office.audit() if action != "signed in"]


@pytest.fixture
def parent(office: Office, redis_url: str) -> Parent:
    talked = Parent(office).texts(*PROMISED)
    archived(office, redis_url)
    return talked


def test_every_view_is_written_down(office: Office, parent: Parent) -> None:
    browser, path = office.signed_in(), f"/staff/case/{parent.id}"
    for view in (path, f"{path}.json", f"{path}/print"):
        assert browser.get(view).status_code == 200
    assert done(office) == [("transcript seen", parent.id)] * 2 + [
        ("transcript printed", parent.id)
    ]


def test_nothing_is_shown_that_could_not_be_written_down(
    office: Office, parent: Parent, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = office.signed_in()
    with office.archive.writing() as connection:
        stop = "CREATE TRIGGER stop BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no'); END"
        if not office.archive.is_sqlite:
            stop = "ALTER TABLE audit ADD CONSTRAINT stop CHECK (id < 0) NOT VALID"
        connection.exec_driver_sql(stop)
    try:
        answer = browser.get(f"/staff/case/{parent.id}")
    finally:
        with office.archive.writing() as connection:
            undo = (
                "DROP TRIGGER stop"
                if office.archive.is_sqlite
                else "ALTER TABLE audit DROP CONSTRAINT stop"
            )
            connection.exec_driver_sql(undo)
    assert answer.status_code == 500
    assert "pregnant" not in answer.text


def test_a_look_for_what_is_new_shows_nothing_when_nothing_is(
    office: Office, parent: Parent
) -> None:
    """Then there is nothing to write down either."""
    browser, path = office.signed_in(), f"/staff/case/{parent.id}"
    shown = browser.shows(path)
    written = len(done(office))
    answer = browser.since(f"{path}/since", shown)
    assert (answer.status_code, answer.data) == (304, b"")
    assert len(done(office)) == written


def test_a_new_message_comes_without_reloading(
    office: Office, parent: Parent, redis_url: str
) -> None:
    browser, path = office.signed_in(), f"/staff/case/{parent.id}"
    shown = browser.shows(path)
    parent.texts("zanahoria")
    archived(office, redis_url)
    fresh = browser.since(f"{path}/since", shown)
    assert "zanahoria" in fresh.get_json()["bubbles"]
    assert fresh.headers["ETag"] != shown
    assert browser.since(f"{path}/since", fresh.headers["ETag"]).status_code == 304


def test_only_the_badge_is_told_where_only_the_badge_changed(
    office: Office, parent: Parent, redis_url: str
) -> None:
    browser, path = office.signed_in(), f"/staff/case/{parent.id}"
    shown = browser.shows(path)
    Parent(office).texts("i want to kill myself")
    archived(office, redis_url)
    for place, known in ((f"{path}/since", shown), ("/staff/live", '"~0"')):
        told = browser.since(place, known).get_json()
        assert (list(told), told["frame"]["urgent"]) == (["frame"], 1)


def test_what_comes_by_itself_is_written_down_once_for_each_state(
    office: Office, parent: Parent, redis_url: str
) -> None:
    """Whoever asks for it without the page has seen the transcript too."""
    browser, path = office.signed_in(), f"/staff/case/{parent.id}/since"
    for _ in range(3):
        assert "pregnant" in browser.get(path).get_json()["bubbles"]
    assert done(office) == [("transcript seen", parent.id)]
    parent.texts("zanahoria")
    archived(office, redis_url)
    browser.get(path)
    office.signed_in().get(path)
    assert done(office) == [("transcript seen", parent.id)] * 3
    assert {
        detail["form"] for _, action, _, detail in office.audit() if action == "transcript seen"
    } == {"live"}


@pytest.mark.parametrize("act", ["note", "assign", "reviewed", "claim"])
def test_what_a_colleague_does_is_seen_too(office: Office, parent: Parent, act: str) -> None:
    browser, ana = office.signed_in(), office.person(Role.REVIEWER)
    page = browser.get(f"/staff/case/{parent.id}.json").get_json()
    path, colleague = f"/staff/case/{parent.id}", office.signed_in(ana)
    shown = browser.shows(path)
    task = page["tasks"][0]["id"]
    forms = {
        "note": lambda: colleague.post(f"{path}/notes", note="called"),
        "assign": lambda: colleague.post(f"{path}/assign", to=str(ana.id)),
        "reviewed": lambda: colleague.post(f"{path}/reviewed"),
        "claim": lambda: colleague.post(f"{path}/handoffs/{task}/claim"),
    }
    assert forms[act]().status_code == 302
    assert browser.since(f"{path}/since", shown).status_code == 200


def test_what_a_parent_writes_never_becomes_html(office: Office, redis_url: str) -> None:
    evil = (
        "<script>alert(1)</script><img src=x onerror=alert(1)>\" onmouseover='x' {{ 7*7 }}"
        " javascript:alert(1)"
    )
    parent = Parent(office).texts("hi", evil, "pregnant <b>", "call me", "<i>Ana</i>", "morning")
    archived(office, redis_url)
    browser = office.signed_in()
    for path in ("", "/print", "/since"):
        answer = browser.get(f"/staff/case/{parent.id}{path}")
        text = (
            answer.get_json()["bubbles"] + answer.get_json()["head"]
            if "since" in path
            else answer.text
        )
        assert "&lt;script&gt;alert(1)" in text
        assert not re.search(r"<script>|<img|<b>|<i>|49 javascript", text)
    assert "<i>Ana</i>" not in browser.get("/staff/inbox").text


def test_a_number_is_shown_only_with_a_reason_which_is_written_down(
    office: Office, parent: Parent
) -> None:
    browser, path = office.signed_in(Role.REVIEWER), f"/staff/case/{parent.id}"
    assert parent.number not in browser.get(path).text
    assert parent.number not in browser.get(f"{path}.json").text
    refused = browser.post(f"{path}/number", why="other", more="  ")
    assert (refused.status_code, "number seen" in dict(done(office))) == (302, False)
    assert browser.post(f"{path}/number", why="to call them back").location == path
    for _ in range(2):  # also after a reload
        assert parent.number in browser.get(path).text
    office.clock.wait(minutes=15)
    assert parent.number not in browser.get(path).text
    assert browser.post(f"{path}/number", why="to call them back").status_code == 302
    assert parent.number in browser.get(path).text
    assert done(office)[-2:] == [("transcript seen", parent.id), ("number seen", parent.id)]
    _, action, target, detail = office.audit()[-1]
    assert (action, target, detail) == ("number seen", parent.id, {"reason": "to call them back"})
    assert parent.number not in str(office.audit())


def test_a_caller_who_hides_the_number_has_none_to_show(office: Office, redis_url: str) -> None:
    caller = Parent(office).does(call=True).does(press="1")
    archived(office, redis_url)
    with office.archive.writing() as connection:
        hidden = office.desk.cipher.encrypt("")
        connection.exec_driver_sql(f"UPDATE contacts SET number = '{hidden}'")
    browser = office.signed_in(Role.REVIEWER)
    assert "number not shown" in browser.get(f"/staff/case/{caller.id}").text
    assert browser.post(f"/staff/case/{caller.id}/number", why="safety").status_code == 404


@pytest.mark.parametrize("path", ["", ".json", "/print", "/since", "?before=3"])
def test_what_is_not_there_is_not_there(office: Office, path: str) -> None:
    assert office.signed_in().get(f"/staff/case/0123456789abcdef{path}").status_code == 404
    assert done(office) == []


def test_earlier_messages_are_one_link_away(
    office: Office, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = Parent(office).texts("hi", "zanahoria", *FIRST_BABY)
    archived(office, redis_url)
    monkeypatch.setattr("bot.archive.read.case.MOST_TURNS", 3)
    browser = office.signed_in()
    text = browser.get(f"/staff/case/{parent.id}").text
    assert "zanahoria" not in text
    earlier = re.search(r'href="(/staff/case/\w+\?before=\d+)">Earlier', text)
    assert earlier
    assert "zanahoria" in browser.get(earlier[1]).text


def test_the_page_reads_in_english_and_marks_what_is_spanish(
    office: Office, redis_url: str
) -> None:
    parent = Parent(office).texts("hola", "estoy embarazada")
    archived(office, redis_url)
    text = office.signed_in().get(f"/staff/case/{parent.id}").text
    assert '<p class="said" lang="es">estoy embarazada</p>' in text
    assert "they are pregnant" in text
    assert '<html lang="en">' in text


def test_on_paper_there_is_nothing_to_press(office: Office, parent: Parent) -> None:
    text = office.signed_in(Role.REVIEWER).get(f"/staff/case/{parent.id}/print").text
    main = text[text.index("<main") :]
    assert not re.search(r"<form|<button|<audio|<textarea", main)
    assert "pregnant" in main


def test_readers_read_and_reviewers_act(office: Office, parent: Parent) -> None:
    reader, reviewer = (
        office.signed_in(role).get(f"/staff/case/{parent.id}").text
        for role in (Role.READER, Role.REVIEWER)
    )
    assert "/number" not in reader
    assert f'action="/staff/case/{parent.id}/number"' in reviewer
    assert f'action="/staff/case/{parent.id}/notes"' in reviewer


@pytest.fixture
def twilio() -> Iterator[StandIn]:
    with StandIn() as stand_in:
        yield stand_in


@pytest.fixture
def wired(office: Office, console_parts, twilio: StandIn, redis_url: str) -> Office:
    settings = replace(
        console_parts.settings,
        twilio_account_sid=twilio.account,
        twilio_auth_token=twilio.token,
        twilio_api_base=twilio.base,
    )
    return make_office(console_parts, office.archive, settings)


def left(office: Office, parent: Parent, reference: str = "RE0123") -> str:
    row = {
        "reference": reference,
        "session_id": parent.id,
        "contact_id": parent.contact,
        "at": office.clock(),
        "seconds": 9,
    }
    with office.archive.writing() as connection:
        connection.execute(insert(Recording).values(**row, state="completed"))
    return f"/staff/recording/{reference}"


def test_a_message_is_fetched_when_somebody_listens_who_is_written_down(
    wired: Office, parent: Parent
) -> None:
    answer = wired.signed_in().get(left(wired, parent))
    assert (answer.status_code, answer.mimetype, answer.data) == (200, "audio/mpeg", SOUND)
    assert answer.headers["Cache-Control"] == "no-store"
    assert done(wired) == [("recording heard", parent.id)]


@pytest.mark.parametrize(("twilios", "ours"), [(404, 404), (500, 503), (401, 503)])
def test_a_message_that_cannot_be_had_says_so(
    wired: Office, parent: Parent, twilio: StandIn, twilios: int, ours: int
) -> None:
    twilio.status = twilios
    assert wired.signed_in().get(left(wired, parent)).status_code == ours
    assert done(wired) == []


def test_only_recordings_of_ours_are_fetched(
    wired: Office, parent: Parent, twilio: StandIn
) -> None:
    left(wired, parent)
    assert wired.signed_in().get("/staff/recording/RE9999").status_code == 404
    assert twilio.asked == []


def test_without_an_account_there_is_nothing_to_fetch(office: Office, parent: Parent) -> None:
    assert office.signed_in().get(left(office, parent)).status_code == 404
