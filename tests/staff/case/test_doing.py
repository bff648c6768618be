"""What staff do about a conversation, by the forms of its page: done once, told plainly, and no
words are lost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest
from flask import g, render_template_string
from msgspec.structs import replace as changed
from sqlalchemy import select
from werkzeug.test import TestResponse

from bot.accounts.accounts import Account, Role
from bot.app import create_app
from bot.archive.database import Archive
from bot.archive.models import Handoff, Session
from bot.archive.staff_tables import Note
from bot.conversation.turns import end_quiet
from bot.redis.store import Store
from bot.wiring import Parts
from staff.case.acting.action_forms import doing
from staff.frame.console import Console
from tests.archive.archiving import archive_all, rows
from tests.bot.sending import Person
from tests.staff.conftest import make_office
from tests.staff.console_office import Browser, Office

PARENT = "+18605550142"
PAGE = """{% import "staff/case/doing.html" as acts with context %}
{{ acts.hold(doing) }}{{ acts.write(doing) }}{{ acts.scripts() }}
{% for task in tasks %}{{ acts.handoff(doing, task, erase=task.reason == "erase") }}{% endfor %}
{{ acts.note(doing) }}{{ acts.assign(doing) }}{{ acts.reviewed(doing) }}"""


@dataclass
class Desk:
    """A conversation, and somebody of the staff in a browser."""

    office: Office
    parts: Parts
    redis_url: str
    parent: Person
    person: Account
    browser: Browser

    def archived(self) -> str:
        archive_all(self.office.desk, self.office.archive, self.redis_url)
        with self.office.archive.reading() as connection:
            return str(
                connection.execute(
                    select(Session.id).order_by(Session.opened.desc()).limit(1)
                ).scalar_one()
            )

    def does(self, what: str, **form: str) -> TestResponse:
        """The form, sent."""
        return self.browser.post(f"/staff/case/{self.archived()}/{what}", **form)

    def told(self, answer: TestResponse) -> str:
        """What the next page says was done."""
        assert answer.location.partition("#")[0] == f"/staff/case/{self.archived()}"
        return self.browser.get("/staff/account").text

    def page(self, role: Account | None = None, **more: Any) -> str:
        """The forms as they are put onto the page of the conversation."""
        console = Console(self.office.archive, self.office.desk, self.parts.settings)
        with self.office.app.test_request_context("/staff/"):
            g.person = role or self.person
            return render_template_string(
                PAGE, doing=doing(console, self.archived(), "es"), **{"tasks": (), **more}
            )


@pytest.fixture
def desk(office: Office, console_parts: Parts, redis_url: str) -> Desk:
    parent = Person(office.desk, PARENT)
    parent.says("hi i have a baby, 5 months old, its my first")
    person = office.person(Role.REVIEWER, name="Ana Lopez")
    return Desk(office, console_parts, redis_url, parent, person, office.signed_in(person))


def colleague(desk: Desk, role: Role = Role.REVIEWER, name: str = "Ben Cruz") -> Desk:
    person = desk.office.person(role, name=name)
    return replace(desk, person=person, browser=desk.office.signed_in(person))


def test_taken_over_written_and_handed_back(desk: Desk) -> None:
    assert "You have this conversation until Mon Nov 23, 2026, 2:00 PM" in desk.told(
        desk.does("hold")
    )
    assert "on its way" in desk.told(desk.does("text", words="Hi, it is Ana.", once="a"))
    assert "Handed back" in desk.told(desk.does("back"))
    desk.archived()
    assert [
        (email, action) for email, action, *_ in desk.office.audit() if email == desk.person.email
    ][1:] == [(desk.person.email, action) for action in ("taken over", "texted", "handed back")]


def test_the_page_says_who_has_it_and_what_can_be_done(desk: Desk) -> None:
    free = desk.page()
    assert "Take over" in free
    assert "Send text" in free
    desk.does("hold")
    mine, theirs = desk.page(), colleague(desk).page()
    assert "You have this conversation" in mine
    assert "Hand back" in mine
    assert "Ana Lopez has this conversation" in theirs
    assert "Send text" not in theirs
    assert "Take over" not in theirs


def test_the_second_is_told_who_has_it_and_keeps_the_words(desk: Desk) -> None:
    desk.does("hold")
    ben = colleague(desk)
    for answer in (
        ben.does("hold"),
        ben.does("back"),
        ben.does("text", words="Hello <b>", once="b"),
    ):
        assert answer.status_code == 409
        assert "Ana Lopez has this conversation until 2:00 PM" in answer.text
    assert "Send text" not in answer.text
    assert "Hello &lt;b&gt;" in answer.text


def test_a_form_sent_twice_is_one_text_and_other_words_are_another(desk: Desk) -> None:
    for words in ("Hello.", "Hello.", "Hello again."):
        desk.does("text", words=words, once="same")
    desk.archived()
    desk.archived()
    assert len([row for row in desk.office.audit() if row[1] == "texted"]) == 2


def test_what_was_refused_is_still_in_the_form(desk: Desk) -> None:
    desk.parent.says("STOP")
    answer = desk.does("text", words="Hola, ¿cómo está?", once="c", language="es")
    assert answer.status_code == 409
    assert "wants no more texts" in answer.text
    assert "Hola, ¿cómo está?" in answer.text


def test_while_redis_is_away_it_says_so_and_keeps_the_words(desk: Desk) -> None:
    session = desk.archived()
    away = replace(desk.office.desk, store=Store("redis://127.0.0.1:1"))
    office = make_office(replace(desk.parts, desk=away), desk.office.archive, desk.parts.settings)
    browser = office.signed_in(desk.person)
    for what, form in (("text", {"words": "Hola"}), ("hold", {}), ("back", {})):
        answer = browser.post(f"/staff/case/{session}/{what}", **form)
        assert answer.status_code == 503
        assert "cannot be reached right now" in answer.text
        assert "words" not in form or "Hola" in answer.text
    assert [row for row in office.audit() if row[1] in ("texted", "taken over")] == []


def test_while_the_archive_is_away_the_words_are_kept_too(desk: Desk) -> None:
    session, away = desk.archived(), Archive("sqlite:////nowhere/archive.db")
    browser = Browser(create_app(replace(desk.parts, archive=away)))
    browser.client.set_cookie("staff", desk.browser.cookie(), path="/staff/")
    answer = browser.client.post(f"/staff/case/{session}/text", data={"words": "Hola, soy Ana."})
    assert answer.status_code == 503
    assert "Hola, soy Ana." in answer.text


def test_a_yes_is_asked_for_where_it_is_needed(desk: Desk) -> None:
    desk.archived()
    desk.office.clock.wait(days=31)
    end_quiet(desk.office.desk, desk.parent.contact, desk.office.clock().timestamp())
    desk = replace(desk, browser=desk.office.signed_in(desk.person))
    assert "They said yes" in desk.page()
    refused = desk.does("text", words="Hello.", once="d")
    assert "record the yes" in refused.text
    assert "on its way" in desk.told(desk.does("text", words="Hello.", once="d", yes="en"))
    assert "They said yes" not in desk.page()


def test_the_texts_to_begin_with_are_signed_with_the_first_name(desk: Desk) -> None:
    page = desk.page()
    assert 'data-en="Hi, this is Ana from Hartford MCH.' in page
    assert 'data-es="Hola, le escribe Ana de MCH de Hartford.' in page


def test_a_call_is_claimed_and_closed(desk: Desk) -> None:
    for words in ("CALL", "Maria", "morning"):
        desk.parent.says(words)
    desk.archived()
    (task,) = rows(desk.office.archive, Handoff)
    number = f"handoffs/{task['id']}"
    assert "yours now" in desk.told(desk.does(f"{number}/claim"))
    ben, admin = colleague(desk), colleague(desk, Role.ADMINISTRATOR, "Eva Diaz")
    for what, form in (
        ("claim", {}),
        ("release", {}),
        ("close", {"outcome": "reached", "note": "Long talk"}),
    ):
        answer = ben.does(f"{number}/{what}", **form)
        assert answer.status_code == 409
    assert "Long talk" in answer.text
    assert "Somebody else" in admin.told(admin.does(f"{number}/release"))
    assert "It moves down the inbox" in ben.told(
        ben.does(f"{number}/close", outcome="no_answer", then="try", day="2026-11-25", hour="10:15")
    )
    assert "Closed" in ben.told(ben.does(f"{number}/close", outcome="reached", note="Long talk"))
    assert "Open again" in ben.told(ben.does(f"{number}/reopen"))


@pytest.mark.parametrize("number", ["7", "9" * 18, "9" * 40, "-1"])
def test_a_number_that_no_task_has_is_no_page(desk: Desk, number: str) -> None:
    assert desk.does(f"handoffs/{number}/claim").status_code == 404


def test_a_note_an_assignment_and_a_review(desk: Desk) -> None:
    assert "Note added" in desk.told(desk.does("notes", note="Prefers mornings <3"))
    assert "Assigned" in desk.told(desk.does("assign", to=str(desk.person.id)))
    assert "Assigned to nobody" in desk.told(desk.does("assign", to=""))
    assert {desk.does("assign", to=to).status_code for to in ("x", "-1", "9" * 5000)} == {400}
    assert "Marked as reviewed" in desk.told(desk.does("reviewed"))
    assert "Open for review" in desk.told(desk.does("unreviewed"))
    assert rows(desk.office.archive, Note)[0]["text"] == "Prefers mornings <3"


@pytest.fixture
def request_to_erase(desk: Desk) -> int:
    """Where ERASE is `request`, FORGET asks an administrator."""
    real = desk.office.desk
    asking = replace(desk.parent, desk=replace(real, policy=changed(real.policy, erase="request")))
    asking.says("FORGET")
    asking.says("yes")
    desk.archived()
    (task,) = rows(desk.office.archive, Handoff)
    assert task["reason"] == "erase"
    assert isinstance(task["id"], int)
    return task["id"]


def test_an_administrator_approves_an_erasing(desk: Desk, request_to_erase: int) -> None:
    desk.office.clock.wait(minutes=1)
    what, admin = (
        f"handoffs/{request_to_erase}/erase",
        colleague(desk, Role.ADMINISTRATOR, "Eva Diaz"),
    )
    assert desk.does(what, sure="1").status_code == 403
    assert "tick the box" in admin.does(what).text
    assert rows(desk.office.archive, Session)
    answer = admin.does(what, sure="1")
    assert (answer.status_code, answer.location) == (302, "/staff/")
    assert not rows(desk.office.archive, Session)
    assert desk.parent.record is None


def test_nobody_else_tells_a_person_no_who_asked_to_be_erased(
    desk: Desk, request_to_erase: int
) -> None:
    what, admin = (
        f"handoffs/{request_to_erase}/close",
        colleague(desk, Role.ADMINISTRATOR, "Eva Diaz"),
    )
    refused = desk.does(what, outcome="other", note="no need")
    assert (refused.status_code, "An administrator decides" in refused.text) == (409, True)
    assert "no need" in refused.text
    assert rows(desk.office.archive, Handoff)[0]["state"] == "open"
    assert "Closed" in admin.told(admin.does(what, outcome="other"))


def test_an_erasing_is_approved_where_it_was_asked_for(desk: Desk, request_to_erase: int) -> None:
    """The number of a request in the address of another conversation erases nobody."""
    admin = colleague(desk, Role.ADMINISTRATOR, "Eva Diaz")
    answer = admin.browser.post(
        f"/staff/case/{'f' * 32}/handoffs/{request_to_erase}/erase", sure="1"
    )
    assert answer.status_code == 409
    assert rows(desk.office.archive, Session)


def test_the_request_is_shown_to_all_and_decided_by_an_administrator(
    desk: Desk, request_to_erase: int
) -> None:
    task = {"id": request_to_erase, "state": "open", "claimed_id": None, "reason": "erase"}
    page = desk.page(tasks=[task])
    assert "An administrator decides" in page
    assert "Close without erasing" not in page
    assert "Erase for good" in desk.page(
        colleague(desk, Role.ADMINISTRATOR, "Eva Diaz").person, tasks=[task]
    )


def test_who_may_only_read_sees_who_has_it_and_no_form(desk: Desk) -> None:
    desk.does("hold")
    task = {"id": 1, "state": "open", "claimed_id": None, "reason": "callback"}
    page = desk.page(colleague(desk, Role.READER, "Rita").person, tasks=[task])
    assert "Ana Lopez has this conversation" in page
    assert "<form" not in page


def test_nothing_that_anybody_writes_becomes_html(desk: Desk) -> None:
    hostile = colleague(desk, name='"><script>alert(1)</script>')
    hostile.does("hold")
    page = desk.page()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_templates_are_signed_with_the_name_one_has_set(desk: Desk) -> None:
    assert desk.browser.post("/staff/account/signature", signs_as="Nurse Lopez").status_code == 302
    assert (
        'data-en="Hi, this is Nurse Lopez'
        in desk.browser.get(f"/staff/case/{desk.archived()}").text
    )
    assert desk.browser.post("/staff/account/signature", signs_as="\u0410na").status_code == 422
    desk.browser.post("/staff/account/signature", signs_as="")
    assert 'data-en="Hi, this is Ana ' in desk.browser.get(f"/staff/case/{desk.archived()}").text
