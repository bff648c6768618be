"""Plays tests/webhooks/cases through the signed webhooks: calls, and texts of other senders, with
what must and must not be heard.

A case: `texts` in order, each keys ("1", "06106#"), words ("=I'm pregnant."), nothing (silence),
"(again)" (hang up and call again) or "(no answer)" (nobody takes the call that we dial);
`confidence` of the recogniser for all words; `from`: texts from a sender of that kind instead of a
call; `must` and `never`: patterns, any case, in what is heard last ("{today}" and "{tomorrow}" are
their names); what the line comes to stands behind it as <Dial>, <Record> or <Hangup>.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4
from xml.etree import ElementTree

import pytest
import yaml
from flask.testing import FlaskClient

from bot.app import create_app
from bot.config.load_settings import load
from bot.office import ZONE
from bot.wiring import put_together
from simulator.telephone import NotNow, Telephone
from tests.webhooks.signed_calls import BASE, OFFICE, TOKEN, post

FOLDER = Path(__file__).parent / "cases"
OURS = "+18605550101"
MOUNT = urlsplit(BASE).path  # TwiML names our paths with it
HOURS = {True: "Mon-Sun 00:00-23:59", False: "Sat-Sun 08:00-17:00"}
DAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "es": ("lunes", "martes", "mi[eé]rcoles", "jueves", "viernes", "s[aá]bado", "domingo"),
}
_numbers = count(5_550_000)


class Phone:
    """A phone on our webhooks: what is done with it gives what is heard."""

    def __init__(self, client: FlaskClient, number: str, confidence: float) -> None:
        self._client, self._number, self._confidence = client, number, confidence
        self._line = self._new()

    def _new(self) -> Telephone:
        return Telephone(self._post, self._number, f"CA{uuid4().hex}", OURS)

    def _post(self, path: str, form: Any) -> str:
        return post(self._client, path.removeprefix(BASE).removeprefix(MOUNT), dict(form)).text

    def ring(self) -> str:
        self._line.dial()
        return self._heard()

    def do(self, what: str) -> str:
        if what == "(again)":
            self._line.hang_up()
            self._line = self._new()
            return self.ring()
        if what == "(no answer)":
            self._line.dialled("no-answer")
            return self._heard()
        if self._line.waiting is None or self._line.waiting.name != "Gather":
            return ""
        left = ""
        try:
            if what.startswith("="):
                self._line.say(what[1:], self._confidence)
            elif what:
                left = self._press(what)
            else:
                self._line.pause("nothing")
        except NotNow:
            self._line.pause("nothing")  # keys where only words count, or the other way round
        heard = self._heard()
        return self.do(left) or heard if left else heard

    def _press(self, keys: str) -> str:
        """The keys that one question takes; the rest is for the next."""
        for at, key in enumerate(keys):
            self._line.press(key)
            if self._line.exchanges:  # posted: the question has what it takes
                return keys[at + 1 :]
        self._line.pause()
        return ""

    def _heard(self) -> str:
        waiting = self._line.waiting.name if self._line.waiting else "Hangup"
        return self._line.words + ("" if waiting == "Gather" else f"\n<{waiting}>")

    def text(self, body: str, sender: str) -> str:
        sid = f"SM{uuid4().hex}"
        form = {
            "MessageSid": sid,
            "SmsSid": sid,
            "From": sender + self._number,
            "To": sender + "+18605550100",
            "Body": body,
            "NumMedia": "0",
        }
        read = ElementTree.fromstring(post(self._client, "/sms", form).text)
        return "\n".join("".join(message.itertext()) for message in read.iter("Message"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One for all: the flow is compiled there once."""
    return tmp_path_factory.mktemp("office")


@pytest.fixture
def client(request: pytest.FixtureRequest, store: Any, redis_url: str, folder: Path) -> FlaskClient:
    environ = {
        "DATA_DIR": str(folder),
        "TWILIO_AUTH_TOKEN": TOKEN,
        "PUBLIC_BASE_URL": BASE,
        "REDIS_URL": redis_url,
        "TRANSFER_NUMBER": OFFICE,
        "OFFICE_HOURS": HOURS[request.param],
    }
    return create_app(put_together(load(environ))).test_client()


def cases() -> Iterator[Any]:
    for path in sorted(FOLDER.glob("*.yaml")):
        for case in yaml.safe_load(path.read_text("utf-8")):
            yield pytest.param(path.stem != "closed", case, id=case["id"])


@pytest.mark.parametrize(("client", "case"), list(cases()), indirect=["client"])
def test_what_is_heard_is_what_must_be(client: FlaskClient, case: dict[str, Any]) -> None:
    number = f"+1860{next(_numbers)}"
    phone = Phone(client, number, case.get("confidence", 0.9))
    if "from" in case:
        told = [phone.text(str(text), case["from"]) for text in case["texts"]]
    else:
        told = [phone.ring(), *(phone.do(str(what)) for what in case["texts"])]
    heard = "\n".join(told) if case.get("any") else told[-1]
    missing = [must for must in case.get("must", ()) if not _found(must, heard)]
    present = [never for never in case.get("never", ()) if _found(never, heard)]
    wrong = f"missing {missing}, present {present}" if missing or present else ""
    assert not wrong, f"{case['why']}\n{wrong} in:\n{heard}"


def _found(pattern: str, heard: str) -> re.Match[str] | None:
    today = datetime.now(ZONE)
    for name, day in (("{today}", today), ("{tomorrow}", today + timedelta(days=1))):
        pattern = pattern.replace(name, "|".join(names[day.weekday()] for names in DAYS.values()))
    return re.search(pattern, heard, re.IGNORECASE | re.DOTALL)
