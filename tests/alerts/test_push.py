"""A browser is told of an alert while no page is open: with an empty message, signed by us, as long
as its person may sign in and allows it."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from sqlalchemy import insert, update

from bot.accounts.accounts import Account, Role
from bot.alerts.telling import NOT_ALLOWED, look
from bot.alerts.web_push import PushBox, is_service
from bot.archive.alert_tables import FAILED, INTENDED, SENT, PushBrowser, Telling
from bot.archive.staff_tables import Staff
from tests.alerts.alert_office import Watch
from tests.archive.archiving import archive_all, rows
from tests.stand_ins.push_stand_in import PushService

DANGER = "i want to kill myself"
BOX = PushBox("a secret", "https://intake.example")
FCM = "https://fcm.googleapis.com/fcm/send/abc:123"


@pytest.fixture
def service() -> Iterator[PushService]:
    with PushService() as service:
        yield service


def ana(watch: Watch, *endpoints: str) -> Account:
    """On call, with these browsers."""
    watch.on_call("Ana")
    account = watch.office.person(Role.REVIEWER, email="ana@example.org")
    with watch.office.archive.writing() as connection:
        for endpoint in endpoints:
            row = {"endpoint": endpoint, "staff_id": account.id, "added": watch.office.clock()}
            connection.execute(insert(PushBrowser).values(**row))
    return account


def looks(watch: Watch, **wait: float) -> int:
    watch.office.clock.wait(**wait)
    archive_all(watch.office.desk, watch.office.archive, watch.redis_url)
    return look(replace(watch.alarm, push=BOX))


def pushed(watch: Watch) -> list[tuple[str, str]]:
    found = rows(watch.office.archive, Telling)
    return [(row["state"], row["error"]) for row in found if row["channel"] == "push"]


def unpacked(part: str) -> bytes:
    return urlsafe_b64decode(part + "=" * (-len(part) % 4))


def test_danger_reaches_the_browser_with_an_empty_message(
    watch: Watch, service: PushService
) -> None:
    ana(watch, f"{service.url}/ana")
    watch.parent(DANGER)
    assert looks(watch, seconds=5) == 2  # by e-mail and in the browser
    assert looks(watch, seconds=5) == 0
    [(path, headers, body)] = service.pushes
    assert (path, body) == ("/ana", b"")
    assert headers["Urgency"] == "high"
    assert int(headers["TTL"]) > 0
    assert pushed(watch) == [(SENT, "")]


def test_the_push_is_signed_for_its_service_with_the_key_that_browsers_know(
    watch: Watch, service: PushService
) -> None:
    ana(watch, f"{service.url}/ana")
    watch.parent(DANGER)
    looks(watch, seconds=5)
    token, key = service.pushes[0][1]["Authorization"].removeprefix("vapid t=").split(", k=")
    assert key == BOX.public_key == PushBox("a secret", "").public_key
    head, claims, signature = token.split(".")
    told = json.loads(unpacked(claims))
    assert told["aud"] == service.url
    assert told["sub"] == "https://intake.example"
    assert 0 < told["exp"] - watch.office.clock().timestamp() <= 24 * 3600
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unpacked(key))
    numbers = unpacked(signature)
    both = (int.from_bytes(numbers[:32]), int.from_bytes(numbers[32:]))
    point.verify(encode_dss_signature(*both), f"{head}.{claims}".encode(), ec.ECDSA(SHA256()))


def test_it_repeats_until_somebody_has_it_and_climbs_to_nobody_else_s_browser(
    watch: Watch, service: PushService
) -> None:
    ana(watch, f"{service.url}/desk", f"{service.url}/phone")
    watch.parent(DANGER)
    looks(watch, seconds=5)
    looks(watch, minutes=5)
    assert [path for path, *_ in service.pushes] == ["/desk", "/phone"] * 2


@pytest.mark.parametrize("status", [404, 410, 403])
def test_a_browser_that_is_gone_is_forgotten(
    watch: Watch, service: PushService, status: int
) -> None:
    ana(watch, f"{service.url}/ana")
    service.next.append(status)
    watch.parent(DANGER)
    looks(watch, seconds=5)
    looks(watch, minutes=5)
    assert pushed(watch) == [(FAILED, NOT_ALLOWED)]
    assert rows(watch.office.archive, PushBrowser) == []
    assert len(service.pushes) == 1


def test_a_busy_service_is_tried_again(watch: Watch, service: PushService) -> None:
    ana(watch, f"{service.url}/ana")
    service.next.append(503)
    watch.parent(DANGER)
    looks(watch, seconds=5)
    assert pushed(watch) == [(INTENDED, "HTTP 503")]
    looks(watch, seconds=60)
    assert pushed(watch) == [(SENT, "")]


def test_who_may_not_sign_in_any_more_is_told_nothing(watch: Watch, service: PushService) -> None:
    account = ana(watch, f"{service.url}/ana")
    with watch.office.archive.writing() as connection:
        connection.execute(update(Staff).where(Staff.id == account.id).values(disabled=True))
    watch.parent(DANGER)
    looks(watch, seconds=5)
    assert service.pushes == []


@pytest.mark.parametrize(
    ("endpoint", "known"),
    [
        (FCM, True),
        ("https://updates.push.services.mozilla.com/wpush/v2/abc", True),
        ("https://web.push.apple.com/abc", True),
        ("https://db5p.notify.windows.com/w/?token=abc", True),
        ("http://fcm.googleapis.com/x", False),
        ("https://fcm.googleapis.com:8443/x", False),
        ("https://fcm.googleapis.com.example.org/x", False),
        ("https://push.services.mozilla.com.evil.example/x", False),
        ("https://127.0.0.1/x", False),
        ("https://metadata.internal/x", False),
        ("https://fcm.googleapis.com:x/", False),
        ("", False),
    ],
)
def test_nothing_is_posted_but_to_the_push_services_of_browsers(endpoint: str, known: bool) -> None:
    assert is_service(endpoint) is known


def test_a_browser_is_added_by_who_sits_at_it_and_taken_away_again(watch: Watch) -> None:
    office = watch.office
    page = office.signed_in(Role.REVIEWER)
    assert page.post("/staff/alerts/browser", endpoint=FCM, allow="1").status_code == 200
    assert [row["endpoint"] for row in rows(office.archive, PushBrowser)] == [FCM]
    refused = page.post("/staff/alerts/browser", endpoint="https://evil.example/", allow="1")
    assert (refused.status_code, refused.json) == (
        422,
        {"problem": "This browser's push service is not known here."},
    )
    other = office.signed_in(Role.REVIEWER)
    other.post("/staff/alerts/browser", endpoint=FCM)
    assert len(rows(office.archive, PushBrowser)) == 1  # only one's own
    page.post("/staff/alerts/browser", endpoint=FCM)
    assert rows(office.archive, PushBrowser) == []
    assert [(row[1], row[3]) for row in office.audit() if "notifications" in row[3]] == [
        ("alert settings changed", {"notifications": "on"}),
        ("alert settings changed", {"notifications": "off"}),
    ]


def test_a_person_has_five_browsers_at_most_the_newest(watch: Watch) -> None:
    page = watch.office.signed_in(Role.REVIEWER)
    for number in range(7):
        watch.office.clock.wait(minutes=1)
        page.post("/staff/alerts/browser", endpoint=f"{FCM}{number}", allow="1")
    kept = sorted(row["endpoint"][-1] for row in rows(watch.office.archive, PushBrowser))
    assert kept == ["2", "3", "4", "5", "6"]


def test_woken_it_asks_for_the_kind_of_the_newest_and_gets_nothing_else(watch: Watch) -> None:
    page = watch.office.signed_in(Role.REVIEWER)
    assert page.get("/staff/alerts/newest").json == {"words": "", "address": "/staff/alerts"}
    watch.on_call("Ana")
    watch.parent(DANGER)
    watch.looks(seconds=5)
    (alert,) = watch.alerts
    address = f"/staff/alerts/{alert['id']}"
    assert page.get("/staff/alerts/newest").json == {"words": "danger", "address": address}
    assert watch.office.browser().get("/staff/alerts/newest").status_code == 401
    worker = watch.office.browser().get("/staff/push.js")
    assert worker.mimetype == "text/javascript"
