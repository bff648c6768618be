"""What cannot wait finds a person: once, again until somebody has it, up the list, by night only
for danger."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert

from bot.accounts.accounts import Role
from bot.alerts import alert_kinds as kinds
from bot.alerts.escalation import Rules
from bot.archive.alert_tables import INTENDED, QUEUED, SENDING, SENT, UNKNOWN, Telling
from bot.archive.models import Fact, Handoff
from bot.office import ZONE
from flows.wording.sms_encoding import segments
from tests.alerts.alert_office import Watch, send_all
from tests.archive.archiving import rows
from tests.staff.parents import PROMISED
from tests.stand_ins.twilio_stand_in import StandIn

DANGER = "i want to kill myself"
NIGHT = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)  # eleven in the evening in Hartford


def test_danger_is_told_at_once_and_once_and_says_nothing_of_the_parent(watch: Watch) -> None:
    watch.on_call("Ana")
    parent = watch.parent(DANGER)
    assert watch.looks(seconds=5) == 1
    assert watch.looks(seconds=5) == 0
    (mail,) = watch.server.mails
    (alert,) = watch.alerts
    said = f"{mail['Subject']} {mail.get_payload()}"
    assert (mail["To"], mail["Subject"]) == ("ana@example.org", "MCH alert: danger")
    assert f"https://intake.example/staff/alerts/{alert['id']}" in said
    assert not [
        word
        for word in (parent.number, parent.number[-4:], "kill", "suicide", parent.id)
        if word in said
    ]


@pytest.mark.parametrize("kind", kinds.WORDS)
def test_a_message_is_one_segment(kind: str) -> None:
    assert (
        segments(kinds.text(kind, kinds.link("https://intake.hartford-mch.example.org", 123456)))
        == 1
    )


def test_it_repeats_and_climbs_until_somebody_says_i_have_it(watch: Watch) -> None:
    watch.on_call("Ana", "Ben")
    watch.rules(repeat_minutes=5, climb_after=2)
    parent = watch.parent(DANGER)
    for wait, told in (
        (0, ["ana"]),
        (5, ["ana"]),
        (5, ["ana", "ben"]),
        (4, []),
        (1, ["ana", "ben"]),
    ):
        before = len(watch.server.mails)
        watch.looks(minutes=wait)
        assert watch.server.to[before:] == [f"{name}@example.org" for name in told]
    browser = watch.office.signed_in(Role.REVIEWER)
    page = browser.get(f"/staff/case/{parent.id}").text
    assert "Nobody has it yet." in page
    assert page.count("Ana, by e-mail: sent") == 4
    answer = browser.post(f"/staff/alerts/{watch.alerts[0]['id']}/take")
    assert answer.location == f"/staff/case/{parent.id}"
    assert watch.looks(hours=2) == 0
    assert (
        "<strong>Reviewer has it</strong>"
        in watch.office.signed_in(Role.REVIEWER).get(f"/staff/case/{parent.id}").text
    )
    assert [row[1] for row in watch.office.audit()].count("alert taken") == 1


@pytest.mark.parametrize("act", ["hold", "claim"])
def test_who_takes_it_on_has_its_alert_too(watch: Watch, act: str) -> None:
    watch.on_call("Ana")
    parent = watch.parent(DANGER)
    watch.looks(seconds=1)
    handoff = rows(watch.office.archive, Handoff)[0]["id"]
    path = {"hold": "hold", "claim": f"handoffs/{handoff}/claim"}[act]
    assert (
        watch.office.signed_in(Role.REVIEWER).post(f"/staff/case/{parent.id}/{path}").status_code
        == 302
    )
    assert watch.alerts[0]["taken_by"]
    assert watch.looks(hours=1) == 0


def test_a_promise_an_hour_before_it_is_due_and_when_it_is_late(watch: Watch) -> None:
    watch.on_call("Ana")
    watch.parent(*PROMISED)
    watch.looks(seconds=1)
    assert watch.kinds == []
    end = rows(watch.office.archive, Handoff)[0]["end"]
    assert isinstance(end, datetime)
    watch.at(end - timedelta(minutes=61))
    watch.looks()
    assert watch.kinds == []
    watch.looks(minutes=1)
    assert watch.kinds == [kinds.DUE]
    watch.at(end)
    watch.looks()
    assert watch.kinds == [kinds.DUE, kinds.LATE]
    assert watch.alerts[0]["closed_at"]
    assert [mail["Subject"] for mail in watch.server.mails][
        -1
    ] == "MCH alert: a promised call is late"


def test_what_is_to_be_tried_again_is_quiet_until_then(watch: Watch) -> None:
    watch.on_call("Ana")
    parent = watch.parent(*PROMISED)
    watch.looks(seconds=1)
    handoff = rows(watch.office.archive, Handoff)[0]
    watch.at(handoff["end"] + timedelta(minutes=5))  # type: ignore[operator]
    watch.looks()
    form = {"outcome": "no_answer", "then": "try", "day": "2026-11-24", "hour": "10:00"}
    watch.office.signed_in(Role.REVIEWER).post(
        f"/staff/case/{parent.id}/handoffs/{handoff['id']}/close", **form
    )
    assert watch.looks(minutes=30) == 0


def test_a_text_that_did_not_arrive_where_a_call_is_promised(watch: Watch) -> None:
    watch.on_call("Ana")
    watch.parent(*PROMISED).report("undelivered", "30005")
    watch.parent("hi").report("undelivered", "30005")
    watch.looks(seconds=1)
    assert watch.kinds == [kinds.LOST]


def test_quiet_hours_are_kept_except_for_danger(watch: Watch) -> None:
    watch.on_call("Ana")
    watch.rules(quiet_from="21:00", quiet_until="07:00")
    watch.parent(*PROMISED).report("undelivered", "30005")
    watch.at(NIGHT)
    watch.parent(DANGER)
    watch.looks()
    assert [mail["Subject"] for mail in watch.server.mails] == ["MCH alert: danger"]
    watch.office.signed_in(Role.REVIEWER).post(f"/staff/alerts/{watch.alerts[0]['id']}/take")
    watch.office.signed_in(Role.REVIEWER).post(f"/staff/alerts/{watch.alerts[1]['id']}/take")


@pytest.mark.parametrize(
    ("begins", "ends", "at", "until"),
    [
        ("21:00", "07:00", "2026-11-23 23:00", "2026-11-24 12:00"),
        ("21:00", "07:00", "2026-11-24 06:59", "2026-11-24 12:00"),
        ("21:00", "07:00", "2026-11-24 07:00", ""),
        ("12:00", "13:00", "2026-11-24 12:30", "2026-11-24 18:00"),
        ("08:00", "08:00", "2026-11-24 08:00", ""),
        (
            "21:00",
            "07:00",
            "2026-10-31 23:00",
            "2026-11-01 12:00",
        ),  # the clock goes back in that night
    ],
)
def test_when_the_quiet_hours_end(begins: str, ends: str, at: str, until: str) -> None:
    now = datetime.fromisoformat(at).replace(tzinfo=ZONE).astimezone(UTC)
    end = Rules(quiet_from=begins, quiet_until=ends).quiet_end(now)
    assert (f"{end:%Y-%m-%d %H:%M}" if end else "") == until


def test_practice_calls_nobody(watch: Watch) -> None:
    watch.on_call("Ana")
    watch.parent(DANGER, simulated=True)
    assert watch.looks(seconds=1) == 0


def test_a_mail_that_was_not_taken_is_tried_again_and_one_in_doubt_is_not(watch: Watch) -> None:
    watch.on_call("Ana")
    watch.server.next.extend(["refused", "taken-drop"])
    watch.parent(DANGER)
    watch.looks(seconds=1)
    assert (watch.ledger, watch.server.mails) == ([("Ana", INTENDED)], [])
    watch.looks(seconds=30)
    assert (watch.ledger, len(watch.server.mails)) == ([("Ana", UNKNOWN)], 1)
    watch.looks(minutes=2)
    assert len(watch.server.mails) == 1
    watch.looks(minutes=3)
    assert watch.ledger == [("Ana", UNKNOWN), ("Ana", SENT)]


def test_a_text_goes_through_the_sender_once_however_often_it_is_told(watch: Watch) -> None:
    """Killed after the text was queued and before that was written down, the same telling queues
    nothing again."""
    watch.on_call("Ana", numbers=True)
    watch.parent(DANGER)
    watch.looks(seconds=1)
    assert sorted(watch.ledger) == [("Ana", QUEUED), ("Ana", SENT)]
    with watch.office.archive.writing() as connection:
        connection.execute(
            Telling.__table__.update().where(Telling.state == QUEUED).values(state=INTENDED)
        )
    watch.looks(seconds=1)
    with StandIn() as twilio:
        send_all(watch, twilio, 1)
        watch.looks(seconds=1)
        assert [(post["To"], "kill" in post["Body"]) for post in twilio.posts] == [
            ("+18605550200", False)
        ]
    page = watch.office.signed_in(Role.REVIEWER).get("/staff/alerts").text
    assert "Ana, by text: sent" in page


def test_what_a_killed_worker_left_under_way_is_unknown_and_the_next_round_comes(
    watch: Watch,
) -> None:
    watch.on_call("Ana")
    watch.parent(DANGER)
    watch.looks(seconds=1)
    with watch.office.archive.writing() as connection:
        connection.execute(Telling.__table__.update().values(state=SENDING))
    watch.looks(minutes=3)
    assert (watch.ledger, len(watch.server.mails)) == ([("Ana", UNKNOWN)], 1)
    watch.looks(minutes=2)
    assert (watch.ledger, len(watch.server.mails)) == ([("Ana", UNKNOWN), ("Ana", SENT)], 2)


@pytest.mark.parametrize(
    ("then", "kinds_raised"),
    [("", [kinds.POSSIBLE]), ("DangerDenied", []), ("looked", [])],
    ids=["nobody looked", "they said no", "somebody looked"],
)
def test_a_possible_danger_that_nobody_has_looked_at_in_ten_minutes(
    watch: Watch, then: str, kinds_raised: list[str]
) -> None:
    watch.on_call("Ana")
    parent = watch.parent("hi")
    watch.looks()
    ours = {
        "session_id": parent.id,
        "turn": 90,
        "at": watch.office.clock(),
        "channel": "sms",
        "step": "",
        "simulated": False,
    }
    facts = ["DangerAsked", *([then] if then == "DangerDenied" else [])]
    with watch.office.archive.writing() as connection:
        connection.execute(
            insert(Fact),
            [{**ours, "seq": 90 + n, "kind": kind, "key": ""} for n, kind in enumerate(facts)],
        )
    if then == "looked":
        watch.office.signed_in().get(f"/staff/case/{parent.id}")
    watch.looks(minutes=9)
    assert watch.kinds == []
    watch.looks(minutes=1)
    assert watch.kinds == kinds_raised
