"""Limits on signed requests: people never meet them, a leaked token fills nothing, danger and STOP
are heard all the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import redis
from flask.testing import FlaskClient

from bot.app import create_app
from bot.config.load_settings import load
from bot.contacts import contact_id
from bot.process.limits import SENDER, SITE, Limits
from bot.wiring import Parts
from tests.playing.desks import CONTACT_KEY
from tests.webhooks.test_sms import BASE, PARENT, TOKEN, form, parts, post, text

__all__ = ["parts"]
OTHER = "+18605550124"


def limited(parts: Parts, folder: Path, **limits: str) -> FlaskClient:
    environ = {"DATA_DIR": str(folder), "TWILIO_AUTH_TOKEN": TOKEN, "PUBLIC_BASE_URL": BASE}
    return create_app(replace(parts, settings=load(environ | limits))).test_client()


def counted(client: FlaskClient, by: str) -> float:
    lines = client.get("/metrics").text.splitlines()
    return sum(
        float(line.split()[-1])
        for line in lines
        if line.startswith(f'intake_requests_limited_total{{by="{by}"}}')
    )


def test_a_minutes_worth_may_come_at_once_and_comes_back_evenly() -> None:
    now = 0.0
    limits = Limits(60, 0, lambda: now)
    assert [limits.over("a") for _ in range(61)] == [""] * 60 + [SENDER]
    assert limits.over("b") == ""
    now = 1.01
    assert [limits.over("a"), limits.over("a")] == ["", SENDER]


def test_all_together_have_a_limit_too() -> None:
    limits = Limits(0, 10, lambda: 0.0)
    assert [limits.over(str(number)) for number in range(11)] == [""] * 10 + [SITE]


def test_over_the_senders_limit_nothing_is_kept_and_the_number_is_told(
    parts: Parts, tmp_path: Path, raw_redis: redis.Redis
) -> None:
    client = limited(parts, tmp_path, SENDER_LIMIT="3")
    for body in ("hola", "1", "marzo"):
        text(post(client, form(body)))
    before = raw_redis.dbsize()
    for _ in range(5):
        assert "(860) 757-4820" in text(post(client, form("again")))
    assert raw_redis.dbsize() == before
    assert parts.outage.waiting() == 0
    assert counted(client, SENDER) == 5
    assert text(post(client, form("hola", From=OTHER)))


def test_over_the_limit_danger_is_heard_and_stop_is_kept(parts: Parts, tmp_path: Path) -> None:
    client = limited(parts, tmp_path, SENDER_LIMIT="2")
    for body in ("hola", "1", "marzo"):
        post(client, form(body))
    assert "988" in text(post(client, form("i want to kill myself")))
    post(client, form("STOP"))
    assert contact_id(PARENT, CONTACT_KEY) in parts.desk.store.optouts()


def test_a_flood_from_ever_new_numbers_ends_at_the_sites_limit(
    parts: Parts, tmp_path: Path, raw_redis: redis.Redis
) -> None:
    client = limited(parts, tmp_path, SITE_LIMIT="5")
    for number in range(5):
        post(client, form("hola", From=f"+1860555{number:04}"))
    before = raw_redis.dbsize()
    for number in range(10, 20):
        assert "(860) 757-4820" in text(post(client, form("hola", From=f"+1860555{number:04}")))
    assert raw_redis.dbsize() == before
    assert counted(client, SITE) == 10


def test_a_call_over_the_limit_hears_the_number(parts: Parts, tmp_path: Path) -> None:
    client = limited(parts, tmp_path, SENDER_LIMIT="1")
    ring = {"CallSid": "CA1", "From": PARENT, "To": "+18605550101", "CallStatus": "ringing"}
    assert "<Gather" in post(client, ring, "/voice").text
    answer = post(client, ring | {"CallSid": "CA2"}, "/voice").text
    assert "<Gather" not in answer
    assert "8 6 0, 7 5 7, 4 8 2 0" in answer


@pytest.mark.parametrize("path", ["/sms", "/sms/"])
def test_a_slash_at_the_end_of_the_address_does_no_harm(
    parts: Parts, tmp_path: Path, path: str
) -> None:
    assert text(post(limited(parts, tmp_path), form(), path))
