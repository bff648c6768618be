"""`intake twilio check | setup`, against a stand-in that knows the fields of Twilio's own
description of its API."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from simulator.phone import messages
from simulator.twiml_rules import read

ACCOUNT, TOKEN = f"AC{'0' * 32}", "1" * 32
NUMBER, CALLED, SERVICE = "+18605550100", "+18605550101", f"MG{'2' * 32}"
BASE = "https://bot.example.org"
# Source: github.com/twilio/twilio-oai, spec/json/twilio_api_v2010.json, UpdateIncomingPhoneNumber;
# twilio_messaging_v1.json.
FIELDS = {
    "SmsUrl", "SmsMethod", "SmsFallbackUrl", "SmsFallbackMethod", "VoiceUrl", "VoiceMethod",
     "VoiceFallbackUrl",
    "VoiceFallbackMethod", "StatusCallback", "StatusCallbackMethod", "InboundRequestUrl",
     "InboundMethod", "FallbackUrl",
    "FallbackMethod",
}  # fmt: skip


class Twilio:
    """Two numbers and a service, as somebody has clicked them together."""

    def __init__(self) -> None:
        demo = {
            "sms_url": "https://demo.twilio.com/welcome/sms/reply",
            "sms_method": "GET",
            "voice_url": "",
            "voice_method": "POST",
        }
        self.numbers = {
            NUMBER: {"sid": "PN1", "phone_number": NUMBER} | demo,
            CALLED: {"sid": "PN2", "phone_number": CALLED} | demo,
        }
        self.service: dict[str, Any] = {"sid": SERVICE, "use_inbound_webhook_on_number": True}
        self.campaigns: list[dict[str, str]] = []
        self.posts: list[dict[str, str]] = []

    def get(self, path: str, query: dict[str, str]) -> dict[str, Any]:
        if path.endswith("/IncomingPhoneNumbers.json"):
            found = self.numbers.get(query["PhoneNumber"])
            return {"incoming_phone_numbers": [found] if found else []}
        if path.endswith("/Compliance/Usa2p"):
            return {"compliance": self.campaigns}
        return self.service

    def post(self, path: str, form: dict[str, str]) -> dict[str, Any]:
        assert set(form) <= FIELDS
        self.posts.append(form)
        place = next(
            (one for one in self.numbers.values() if f"/{one['sid']}.json" in path), self.service
        )
        place.update(
            {
                "".join(f"_{c.lower()}" if c.isupper() else c for c in name)[1:]: value
                for name, value in form.items()
            }
        )
        return place


@pytest.fixture
def twilio() -> Iterator[tuple[Twilio, str]]:
    known = Twilio()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            at = urlsplit(self.path)
            self._answer(known.get(at.path, dict(parse_qsl(at.query))))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._answer(known.post(urlsplit(self.path).path, dict(parse_qsl(body))))

        def _answer(self, told: dict[str, Any]) -> None:
            content = json.dumps(told).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
    yield known, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def run(address: str, folder: Any, *arguments: str, **more: str) -> Result:
    environ = {
        "DATA_DIR": str(folder),
        "TWILIO_API_BASE": address,
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": TOKEN,
    }
    environ |= {
        "PUBLIC_BASE_URL": BASE,
        "SMS_NUMBER": NUMBER,
        "VOICE_NUMBER": CALLED,
        "STOP_HANDLING": "twilio_default",
    }
    return CliRunner(env=environ | more).invoke(main, ["twilio", *arguments])


def test_what_is_wrong_is_told_and_a_dry_run_sets_nothing(
    twilio: tuple[Twilio, str], tmp_path: Any
) -> None:
    known, address = twilio
    checked = run(address, tmp_path, "check")
    assert checked.exit_code == 1
    assert f"sms_url: https://demo.twilio.com/welcome/sms/reply -> {BASE}/sms" in checked.output
    assert f"voice_url: nothing -> {BASE}/voice" in checked.output
    assert run(address, tmp_path, "setup", "--dry-run").exit_code == 0
    assert known.posts == []


def test_setup_sets_what_differs_and_then_all_is_in_order(
    twilio: tuple[Twilio, str], tmp_path: Any
) -> None:
    known, address = twilio
    bins = (
        "--text-bin",
        "https://handler.twilio.com/a",
        "--call-bin",
        "https://handler.twilio.com/b",
    )
    assert run(address, tmp_path, "setup", *bins).exit_code == 0
    assert known.numbers[NUMBER]["sms_fallback_url"] == "https://handler.twilio.com/a"
    assert known.numbers[CALLED]["voice_fallback_url"] == "https://handler.twilio.com/b"
    assert known.numbers[CALLED]["status_callback"] == f"{BASE}/voice/status"
    assert "VoiceMethod" not in known.posts[1]  # it was right
    checked = run(address, tmp_path, "check", *bins)
    assert (checked.exit_code, checked.output.count("in order")) == (0, 2)


def test_a_service_is_judged_by_its_campaign_and_its_webhook(
    twilio: tuple[Twilio, str], tmp_path: Any
) -> None:
    known, address = twilio
    more = {"TWILIO_MESSAGING_SERVICE_SID": SERVICE, "STOP_HANDLING": "twilio_advanced"}
    told = run(address, tmp_path, "check", **more).output
    assert "no verified A2P 10DLC campaign" in told
    assert "Defer to sender's webhook" in told
    known.campaigns, known.service["use_inbound_webhook_on_number"] = (
        [{"campaign_status": "VERIFIED"}],
        False,
    )
    run(address, tmp_path, "setup", **more)
    assert run(address, tmp_path, "check", **more).exit_code == 0


@pytest.mark.parametrize(
    ("stop", "said"),
    [
        ("ours", "set STOP_HANDLING to twilio_default"),
        ("twilio_advanced", "needs a messaging service"),
    ],
)
def test_who_confirms_a_stop_is_looked_at(
    twilio: tuple[Twilio, str], tmp_path: Any, stop: str, said: str
) -> None:
    assert said in run(twilio[1], tmp_path, "check", STOP_HANDLING=stop).output


def test_a_number_that_is_not_ours_is_told_plainly(
    twilio: tuple[Twilio, str], tmp_path: Any
) -> None:
    refused = run(twilio[1], tmp_path, "check", SMS_NUMBER="+18605550177")
    assert (refused.exit_code, refused.output.strip()) == (
        1,
        "Error: This account has no number +18605550177.",
    )


def test_the_bins_are_twiml_with_the_number_and_911(tmp_path: Any) -> None:
    told = run("http://127.0.0.1:1", tmp_path, "bins").output
    text, call = told.split("\n\n")
    assert messages(text)[0].count("(860) 757-4820") == 2
    assert read(call.strip()).faults == ()
    assert call.count("8 6 0, 7 5 7, 4 8 2 0") == 4
