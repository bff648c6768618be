"""The demo: people who go through the real conversation in every way; the same each time; gone when
it is removed."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import redis
from click.testing import CliRunner

from bot.accounts.audit import Actor
from bot.archive.database import Archive
from bot.archive.models import Contact, Fact, Handoff, Session, Turn
from bot.archive.read.stored_turns import events
from bot.cli import main
from bot.contacts import contact_id
from bot.conversation.turns import Desk
from bot.demo.cast import DANGERS, MOST, STEPS, character, number_of
from bot.demo.lines import contacts_of
from bot.demo.playing import Stage, play
from bot.demo.removing import remove
from bot.redis.store import Store
from flows.model.events import Prompted
from flows.model.session import Disposition
from tests.archive.archiving import archive_all, rows
from tests.bot.config.test_settings import PRODUCTION
from tests.bot.sending import Person
from tests.playing.desks import CONTACT_KEY, make_desk, the_flow
from webhooks.spoken import Speaker

COUNT = 300
NOW = datetime(2026, 11, 24, 16, 30, tzinfo=UTC)
MAKER = Actor(None, "test")


@pytest.fixture(scope="module")
def stage(redis_url: str, migrated: Archive, tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """The whole demo, played once."""
    with redis.Redis.from_url(redis_url) as client:
        client.flushall()
    store = Store(redis_url)
    store.prepare()
    desk = make_desk(store, tmp_path_factory.mktemp("demo"), clock=lambda: NOW)
    policy = type(desk.policy)(transfer=True, voicemail=True)
    desk = Desk(**{**vars(desk), "policy": policy})
    made = Stage(
        desk,
        migrated,
        redis_url,
        Speaker(the_flow().languages, "+18605550199", "+18605550101"),
        "+18605550100",
    )
    told: list[int] = []
    play(made, COUNT, told.append)
    assert told == list(range(1, COUNT + 1))
    return made


def facts(stage: Stage, kind: str) -> Counter[str]:
    return Counter(str(row["key"]) for row in rows(stage.archive, Fact) if row["kind"] == kind)


def prompts(stage: Stage) -> str:
    told = chain.from_iterable(events(row["events"]) for row in rows(stage.archive, Turn))
    return "\n".join(event.text for event in told if isinstance(event, Prompted))


def said(archive: Archive) -> Counter[tuple[object, ...]]:
    """Every turn, with its time and its words."""
    return Counter((row["at"], row["heard"], row["said"]) for row in rows(archive, Turn))


def test_people_text_and_call_in_both_languages(stage: Stage) -> None:
    found = Counter((row["channels"], row["language"]) for row in rows(stage.archive, Session))
    assert all(
        found[channel, language] >= 10 for channel in ("sms", "voice") for language in ("en", "es")
    )
    assert not any(row["simulated"] for row in rows(stage.archive, Session))


def test_nothing_goes_wrong_in_it(stage: Stage) -> None:
    assert not facts(stage, "TurnFailed")


def test_every_program_is_reached(stage: Stage) -> None:
    """Those that we match fit somebody; the others are named to somebody."""
    catalogue, said = the_flow().catalogue, prompts(stage)
    fitting = set(chain.from_iterable(row["programs"] for row in rows(stage.archive, Session)))  # type: ignore[call-overload]
    for program in catalogue.programs:
        if program.treat != "never_offer":
            named = any(program.said(language).name in said for language in ("en", "es"))
            assert program.id in fitting or named, program.id


def test_people_stop_at_every_question(stage: Stage) -> None:
    left = Counter(
        row["step"]
        for row in rows(stage.archive, Session)
        if row["disposition"] in ("", "abandoned", "safety")
    )
    assert [step for step in STEPS if not left[step]] == []


def test_every_kind_of_danger_is_met_and_staff_see_it(stage: Stage) -> None:
    assert set(facts(stage, "SafetyRaised")) >= set(DANGERS)


def test_it_has_what_staff_work_with(stage: Stage) -> None:
    dispositions = {row["disposition"] for row in rows(stage.archive, Session)}
    assert dispositions >= {one.value for one in Disposition} - {"failed", "handed_off"}
    handoffs = Counter((row["reason"], row["state"]) for row in rows(stage.archive, Handoff))
    assert handoffs["callback", "open"]
    assert handoffs["callback", "closed"] > handoffs["callback", "open"]
    assert handoffs["voicemail", "closed"]
    assert handoffs["erase", "open"]
    assert Counter(row["channels"] for row in rows(stage.archive, Session))["both"] >= 3
    assert facts(stage, "StaffWrote").total() == 1
    for kind in (
        "OptedOut",
        "ErasureConfirmed",
        "NotUnderstood",
        "SessionPaused",
        "TextSent",
        "DeliveryReported",
    ):
        assert facts(stage, kind), kind


def test_it_lies_in_the_last_sixty_days_and_goes_on_now(stage: Stage) -> None:
    times = [row["at"] for row in rows(stage.archive, Turn)]
    assert NOW - timedelta(days=63) < min(times) < NOW - timedelta(days=50)  # type: ignore[type-var, operator]
    assert NOW - timedelta(hours=3) < max(times) <= NOW  # type: ignore[type-var, operator]


def test_nobody_has_these_numbers(stage: Stage) -> None:
    """555-0100 to 555-0199 are kept for fiction; and the simulator's phones, and real ones, are
    others."""
    numbers = [number_of(place) for place in range(MOST)]
    assert len(set(numbers)) == MOST
    assert all(number[5:10] == "55501" and len(number) == 12 for number in numbers)
    assert not {number[2:5] for number in numbers} & set(stage.desk.flow.county.area_codes)


def test_the_same_person_says_the_same(stage: Stage) -> None:
    assert all(character(place, NOW.date()) == character(place, NOW.date()) for place in range(50))


def test_removed_it_is_gone_and_others_stay_and_it_can_be_made_again(
    stage: Stage, raw_redis: redis.Redis, redis_url: str
) -> None:
    """The last test here: it takes the demo away."""
    desk, archive = stage.desk, stage.archive
    desk.store.prepare()  # Redis was emptied before this test
    other = Person(desk)
    other.says("hola")
    archive_all(desk, archive, redis_url)
    before = said(archive)
    assert remove(desk, archive, MAKER) > COUNT * 0.9
    assert {row["contact_id"] for row in rows(archive, Session)} == {other.contact}
    assert not [
        row for row in rows(archive, Contact) if row["number"] and row["id"] != other.contact
    ]
    assert remove(desk, archive, MAKER) == 0
    play(stage, COUNT, lambda done: None)
    assert said(archive) == before
    remove(desk, archive, MAKER)
    assert {row["contact_id"] for row in rows(archive, Session)} == {other.contact}


def test_contacts_of_somebody_are_those_of_their_number_and_of_their_call() -> None:
    first, second = contacts_of(3, CONTACT_KEY)
    assert first == contact_id(number_of(3), CONTACT_KEY)
    assert first != second


@pytest.mark.parametrize(
    ("environ", "reason"),
    [
        (PRODUCTION, "The demo is for development"),
        (
            {"TWILIO_ACCOUNT_SID": f"AC{'0' * 32}", "TWILIO_AUTH_TOKEN": "0" * 32},
            "TWILIO_ACCOUNT_SID is set",
        ),
    ],
    ids=["production", "twilio"],
)
def test_it_refuses_where_it_could_reach_people(
    environ: dict[str, str], reason: str, tmp_path: Path
) -> None:
    told: Any = CliRunner(env={"DATA_DIR": str(tmp_path)} | environ).invoke(main, ["demo"])
    assert told.exit_code == 1
    assert reason in told.output
