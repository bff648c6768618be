"""Staff call a parent by a press: their own phone rings, says who it is for, and connects; MCH's
number is shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from bot.accounts.accounts import Role
from bot.archive.database import Archive
from bot.archive.models import Session
from bot.casework.short_number import find_by_short_number, short_number, typed
from bot.redis.store import Store
from bot.wiring import Parts
from simulator.twiml_rules import read
from tests.archive.archiving import archive_all
from tests.bot.sending import Person
from tests.staff.conftest import make_office
from tests.staff.console_office import Browser, Office
from tests.stand_ins.twilio_stand_in import ACCOUNT, TOKEN, StandIn
from webhooks.signature import SignatureCheck

PARENT, NURSE, OURS = "+18605550142", "+18605550177", "+18605550101"


@dataclass
class Call:
    """A conversation with a promise in it, somebody of the staff in a browser, and Twilio."""

    office: Office
    browser: Browser
    twilio: StandIn
    redis_url: str
    base: str
    check: SignatureCheck

    def case(self) -> str:
        archive_all(self.office.desk, self.office.archive, self.redis_url)
        with self.office.archive.reading() as connection:
            return str(
                connection.execute(
                    select(Session.id).order_by(Session.opened.desc()).limit(1)
                ).scalar_one()
            )

    def press(self, phone: str = "(860) 555-0177") -> str:
        """What the next page says."""
        self.browser.post(f"/staff/case/{self.case()}/call", phone=phone)
        return self.page()

    def page(self) -> str:
        return self.browser.get(f"/staff/case/{self.case()}").text

    def twilio_asks(self, address: str, **form: str) -> str:
        path = address.removeprefix(self.base).replace("&amp;", "&")
        sign = self.check.sign(
            f"{self.base}{path}", {name: [value] for name, value in form.items()}
        ).decode()
        answer = self.office.app.test_client().post(
            path, data=form, headers={"X-Twilio-Signature": sign}
        )
        assert answer.status_code == 200
        assert not read(answer.text).faults, answer.text
        return str(answer.text)


@pytest.fixture
def call(console_parts: Parts, archive: Archive, store: Store, redis_url: str) -> Iterator[Call]:
    with StandIn() as twilio:
        settings = replace(
            console_parts.settings,
            twilio_account_sid=ACCOUNT,
            twilio_auth_token=TOKEN,
            twilio_api_base=twilio.base,
            voice_number=OURS,
            public_base_url="https://intake.example.org",
        )
        office = make_office(console_parts, archive, settings)
        parent = Person(office.desk, PARENT)
        for words in (
            "hola",
            "estoy embarazada de 5 meses, mi primer bebe, hartford",
            "comida",
            "llamame",
            "Maria",
            "2",
        ):
            parent.says(words)
        browser = office.signed_in(office.person(Role.REVIEWER, name="Ana Lopez"))
        yield Call(
            office, browser, twilio, redis_url, settings.public_base_url, SignatureCheck(TOKEN)
        )


def rung(call: Call) -> tuple[str, str]:
    """The addresses that Twilio was given: for the answer, and for the end of the nurse's own
    leg."""
    asked = call.twilio.posts[-1]
    assert (asked["To"], asked["From"]) == (NURSE, OURS)
    assert PARENT not in "".join(asked.values())
    return asked["Url"], asked["StatusCallback"]


def test_the_phone_rings_says_who_it_is_for_and_connects_with_mchs_number_shown(call: Call) -> None:
    assert "Your phone rings now" in call.press()
    answered, _ = rung(call)
    whisper = call.twilio_asks(answered, CallSid="CA1", CallStatus="in-progress")
    for words in ("Spanish", "Pregnant", "Hartford", "Case ", "press 1"):
        assert words in whisper
    assert "Maria" not in whisper
    assert PARENT not in whisper
    action = read(whisper).verbs[0].get("action")
    assert "<Hangup/>" in call.twilio_asks(action, CallSid="CA1", Digits="")
    connected = read(call.twilio_asks(action, CallSid="CA1", Digits="1"))
    dial = connected.verbs[-1]
    assert (dial.get("callerId"), dial.text) == ("+18607574820", PARENT)
    assert "over" in call.twilio_asks(
        dial.get("action"), CallSid="CA1", DialCallStatus="completed", DialCallDuration="95"
    )
    page = call.page()
    assert "95 seconds" in page
    assert 'value="reached" checked' in page


@pytest.mark.parametrize(
    ("outcome", "proposed"),
    [("no-answer", "no_answer"), ("busy", "no_answer"), ("failed", "wrong_number")],
)
def test_the_outcome_is_proposed_from_what_twilio_reports(
    call: Call, outcome: str, proposed: str
) -> None:
    call.press()
    token = parse_qs(urlsplit(rung(call)[0]).query)["call"][0]
    call.twilio_asks(f"/voice/staff/ended?call={token}", CallSid="CA1", DialCallStatus=outcome)
    assert f'value="{proposed}" checked' in call.page()


def test_who_does_not_take_their_own_phone_reaches_nobody(call: Call) -> None:
    call.press()
    call.twilio_asks(rung(call)[1], CallSid="CA1", CallStatus="no-answer")
    assert "checked" not in call.page().partition("How did it go?")[2].partition("</fieldset>")[0]


@pytest.mark.parametrize(
    ("phone", "way", "told"),
    [
        ("nurse", "201", "Write the number of your own phone"),
        (OURS, "201", "the bot's own line"),
        ("860 555 0177", "400:21219", "trial account"),
        ("860 555 0177", "400:99999", "error 99999"),
        ("860 555 0177", "429:20429", "Try again in a minute"),
        ("860 555 0177", "drop", "did not say"),
    ],
)
def test_why_a_phone_was_not_rung_is_told_plainly(
    call: Call, phone: str, way: str, told: str
) -> None:
    call.twilio.next.append(way)
    assert told in call.press(phone).replace("&#39;", "'")


def test_an_address_that_was_not_made_here_connects_nobody(call: Call) -> None:
    for path in ("/voice/staff", "/voice/staff/connect", "/voice/staff/ended"):
        assert "<Number>" not in call.twilio_asks(
            f"{path}?call={uuid4().hex}", CallSid="CA1", Digits="1"
        )


def test_a_case_opens_by_the_short_number_that_the_whisper_says(call: Call) -> None:
    case = call.case()
    number = short_number(case)
    with call.office.archive.reading() as connection:
        assert find_by_short_number(connection, number) == case
    found = call.browser.post("/staff/find", number=f"{number[:3]} {number[3:]}")
    assert found.location.endswith(f"/staff/case/{case}")


@pytest.mark.parametrize(
    ("text", "number"),
    [("482915", "482915"), ("# 482 915", "482915"), ("482,915", "482915"), ("4829", "")],
)
def test_a_short_number_is_six_digits(text: str, number: str) -> None:
    assert typed(text) == number
