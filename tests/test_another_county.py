"""A county is a folder: one that does not exist is served from its own data, and nothing of
Hartford is said or shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from flask.testing import FlaskClient

from bot.app import create_app
from bot.config.load_settings import load
from bot.config.settings import INTAKE
from bot.conversation.turns import Desk
from bot.intake import load_flow
from bot.office import ZONE, OfficeHours, load_closed_days
from bot.wiring import Parts, of_county, policy, put_together
from flows.wording.voice_prompts import spoken_number
from tests.intake_folders import COUNTY, NUMBER, PRINTED, desk_of, small_county
from tests.playing.play import Dialogue, Played, Player

OURS = re.compile(r"hartford|connecticut|757|coventry", re.IGNORECASE)
ANSWERS = {
    "language": "1",
    "stage": "1",
    "due": "March",
    "first_baby": "1",
    "town": "Lindenfall",
    "needs": "1",
    "benefits": "1",
    "household": "3",
    "income": "1",
    "school": "3",
}
KEYS = {**ANSWERS, "due": "3#", "town": "50123", "household": "3#", "needs_another": "2"}


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_county(tmp_path_factory.mktemp("county"))


@pytest.fixture
def desk(folder: Path, redis_url: str, tmp_path: Path) -> Iterator[Desk]:
    """The desk as `put_together` makes it, with our own clock again afterwards."""
    settings = load({"DATA_DIR": str(tmp_path), "INTAKE_DIR": str(folder)})
    made = desk_of(folder, redis_url, tmp_path)
    settings = of_county(settings, made.flow.county)
    office = OfficeHours(settings.office_hours, load_closed_days(settings.closed_days_file))
    yield Desk(**{**vars(made), "policy": policy(settings), "office": office})
    ZONE.use(load_flow(INTAKE).county.time_zone)


def play(desk: Desk, *talk: dict[str, object]) -> Played:
    return Player(desk, msgspec.convert({"name": "Elsewhere", "talk": talk}, Dialogue)).play()


def test_a_conversation_by_text_comes_to_its_programs_and_its_number(desk: Desk) -> None:
    office = {"parent": "where is your office", "bot": ["9 Mill Road", PRINTED]}
    results = {"answers": ANSWERS, "bot": ["WIC", "MIOP", PRINTED]}
    played = play(
        desk,
        {"parent": "baby", "bot": [f"{COUNTY} MCH"]},
        results,
        office,
        {"parent": "why"},
        {"parent": "1"},
    )
    assert set(played.programs) == {"miop", "wic", "healthy_start_lindenfall"}
    assert not [reply for reply in played.replies if OURS.search(reply)]


def test_a_call_comes_to_its_programs_and_its_number(desk: Desk) -> None:
    talk = (
        {"call": True, "bot": [COUNTY]},
        {"keys": KEYS, "bot": ["Wic"]},
        {"press": "0", "then": "connecting"},
    )
    played = play(desk, *talk)
    assert played.session
    assert played.session.answers["town"].value == COUNTY
    assert not [
        heard
        for heard in played.heard
        if OURS.search(heard) or spoken_number("+18607574820") in heard
    ]


def test_what_is_elsewhere_is_what_this_folder_says(desk: Desk) -> None:
    told = {
        "answers": {
            "language": "1",
            "stage": "1",
            "due": "March",
            "first_baby": "1",
            "town": "06106",
        }
    }
    played = play(desk, {"parent": "baby"}, told)
    assert played.session
    assert played.session.answers["town"].value == "elsewhere"


@pytest.fixture
def parts(folder: Path, redis_url: str, tmp_path: Path) -> Iterator[Parts]:
    environ = {"DATA_DIR": str(tmp_path), "INTAKE_DIR": str(folder), "REDIS_URL": redis_url}
    yield put_together(load(environ))
    ZONE.use(load_flow(INTAKE).county.time_zone)


def test_its_clock_number_and_closed_days_are_its_own(parts: Parts) -> None:
    assert parts.settings.mch_number == NUMBER
    assert parts.desk.policy.mch == PRINTED
    assert ZONE.tzname(parts.desk.clock().replace(month=1)) == "CST"
    assert load_closed_days(parts.settings.closed_days_file)


@pytest.mark.parametrize("address", ["/try/", "/staff/signin"])
def test_no_page_names_another_county(parts: Parts, address: str) -> None:
    client: FlaskClient = create_app(parts).test_client()
    page = client.get(address, follow_redirects=True).get_data(as_text=True)
    assert COUNTY in page
    assert not OURS.search(page)
