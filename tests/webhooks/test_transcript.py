"""What Twilio wrote down of a recorded message: where the setting allows, in English, beside the
recording; with words of danger in it seen first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from bot.app import create_app
from bot.config.load_settings import load
from bot.contacts import contact_id
from bot.wiring import Parts, put_together
from flows.model.call_events import RecordingTranscribed
from flows.model.danger_events import SafetyRaised
from flows.model.events import HandoffOpened
from flows.model.waits import Record
from simulator.twiml_rules import read
from tests.webhooks.test_spoken import CALL, LANGUAGES, OFFICE, OURS, turn
from tests.webhooks.test_voice import BASE, PARENT, TOKEN, events, form, heard, post
from webhooks.spoken import Speaker

MESSAGE = "Hi, it is Ana. Please call me about WIC."


@pytest.fixture
def parts(tmp_path: Path, redis_url: str) -> Iterator[Parts]:
    parts = put_together(
        load(
            {
                "DATA_DIR": str(tmp_path),
                "TWILIO_AUTH_TOKEN": TOKEN,
                "PUBLIC_BASE_URL": BASE,
                "REDIS_URL": redis_url,
                "VOICEMAIL_TRANSCRIPT": "1",
            }
        )
    )
    parts.desk.store.prepare()
    yield parts
    parts.archive.close()


@pytest.fixture
def client(parts: Parts) -> FlaskClient:
    return create_app(parts).test_client()


def written(words: str, status: str = "completed") -> dict[str, str]:
    return {
        "CallSid": "CA1",
        "RecordingSid": "RE1",
        "TranscriptionSid": "TR1",
        "TranscriptionStatus": status,
        "TranscriptionText": words,
    }


def arrives(client: FlaskClient, parts: Parts, words: str, status: str = "completed") -> None:
    post(client, "/voice", form())
    path = f"/voice/transcript?contact={contact_id(PARENT, parts.desk.contact_key)}"
    for _ in range(2):
        assert heard(post(client, path, written(words, status))).verbs == ()


def test_what_twilio_heard_is_kept_once(client: FlaskClient, parts: Parts) -> None:
    arrives(client, parts, f" {MESSAGE} ")
    found = [e for e in events(parts.desk) if isinstance(e, RecordingTranscribed)]
    assert found == [RecordingTranscribed("RE1", MESSAGE)]
    assert not [e for e in events(parts.desk) if isinstance(e, SafetyRaised)]


@pytest.mark.parametrize(("words", "status"), [("", "completed"), (MESSAGE, "failed")])
def test_what_it_could_not_write_is_nothing(
    client: FlaskClient, parts: Parts, words: str, status: str
) -> None:
    arrives(client, parts, words, status)
    assert not [e for e in events(parts.desk) if isinstance(e, RecordingTranscribed)]


def test_words_of_danger_in_a_message_are_danger(client: FlaskClient, parts: Parts) -> None:
    arrives(client, parts, "I can't go on, I want to kill myself")
    raised = [e for e in events(parts.desk) if isinstance(e, SafetyRaised | HandoffOpened)]
    assert raised == [SafetyRaised("suicide"), HandoffOpened("safety_suicide")]


@pytest.mark.parametrize(
    ("allowed", "language", "asks"),
    [(True, "en", True), (True, "es", False), (False, "en", False)],
    ids=["allowed", "Spanish, which Twilio does not write", "not allowed"],
)
def test_twilio_is_asked_to_write_where_it_may_and_can(
    allowed: bool, language: str, asks: bool
) -> None:
    speaker = Speaker(LANGUAGES, OFFICE, OURS, "/intake", transcribes=allowed)
    said = speaker.render(turn(wait=Record(language)), CALL, "0123456789abcdef01234567")
    back = "/intake/voice/transcript?contact=0123456789abcdef01234567"
    assert (f'transcribe="true" transcribeCallback="{back}"' in said) is asks
    assert read(said).faults == ()
