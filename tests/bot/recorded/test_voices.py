"""Recorded voices: what is played, what is not, and how long it is."""

from __future__ import annotations

import io
import wave
from pathlib import Path

import pytest

from bot.recorded.audio_length import NoAudio, seconds
from bot.recorded.voices import BROKEN, MISSING, NEW, OLDER, READY, WORDS, Voices
from flows.model.events import Prompted
from tests.playing.desks import the_flow
from webhooks.spoken import Speaker

KEY = "safety.danger.1"


def wav(length: float) -> bytes:
    sound = io.BytesIO()
    with wave.open(sound, "wb") as written:
        written.setparams((1, 2, 8000, 0, "NONE", ""))
        written.writeframes(b"\0\0" * int(8000 * length))
    return sound.getvalue()


def mp3(frames: int) -> bytes:
    """MPEG 1 layer 3 at 128 kbit/s and 44,100 Hz: 417 bytes a frame."""
    return b"ID3\x04\0\0\0\0\0\x05tag.." + (b"\xff\xfb\x90\x00" + b"\0" * 413) * frames


@pytest.fixture
def voices(tmp_path: Path) -> Voices:
    (tmp_path / "en").mkdir()
    return Voices(tmp_path, the_flow(), "(860) 757-4820", "(860) 555-0100")


def state(voices: Voices, key: str = KEY) -> str:
    return next(one.state for one in voices.recordings() if (one.language, one.key) == ("en", key))


def test_a_recording_is_played_once_taken_and_never_after_its_words_have_changed(
    tmp_path: Path, voices: Voices
) -> None:
    file = tmp_path / "en" / f"{KEY}.wav"
    assert state(voices) == MISSING
    file.write_bytes(wav(2.5))
    assert (state(voices), voices.playable()) == (NEW, {})
    assert [(one.key, one.length) for one in voices.take()] == [(KEY, 2.5)]
    assert list(voices.playable().values()) == [f"en/{KEY}.wav"]
    taken = (tmp_path / WORDS).read_text("utf-8")
    (tmp_path / WORDS).write_text(taken.replace("danger or", "trouble or"), "utf-8")
    assert (state(voices), voices.playable(), voices.take()) == (OLDER, {}, [])
    file.write_bytes(wav(3))  # recorded again
    assert state(voices) == NEW
    voices.take()
    assert state(voices) == READY


def test_what_is_filled_in_cannot_be_recorded_and_danger_comes_first(voices: Voices) -> None:
    found = voices.recordings()
    assert found[0].key.startswith("safety.")
    assert "asides.confirm" not in {one.key for one in found}
    assert "goodbye" in {one.key for one in found}  # the number in it is always the same


def test_a_file_that_is_no_sound_is_told_and_not_taken(tmp_path: Path, voices: Voices) -> None:
    (tmp_path / "en" / f"{KEY}.mp3").write_bytes(b"not a sound")
    assert (state(voices), voices.take()) == (BROKEN, [])


@pytest.mark.parametrize(
    ("name", "sound", "length"), [("a.wav", wav(1.5), 1.5), ("a.mp3", mp3(100), 100 * 1152 / 44100)]
)
def test_the_length_is_measured(name: str, sound: bytes, length: float) -> None:
    assert seconds(name, sound) == pytest.approx(length)


@pytest.mark.parametrize(
    ("name", "sound"), [("a.wav", b"RIFF"), ("a.mp3", b""), ("a.mp3", b"\xff\xfb\xff\xff" * 9)]
)
def test_what_is_no_sound_has_no_length(name: str, sound: bytes) -> None:
    with pytest.raises(NoAudio):
        seconds(name, sound)


def test_the_recording_is_played_and_all_else_is_said() -> None:
    speaker = Speaker(
        the_flow().languages, recorded={("en", "Hello."): "/voice/recorded/en/opening.hello.mp3"}
    )
    said = speaker._said(
        [
            Prompted("opening.hello", text, language)
            for text, language in (("Hello.", "en"), ("Hola.", "es"))
        ]
    )
    assert said.startswith("<Play>/voice/recorded/en/opening.hello.mp3</Play><Say")
