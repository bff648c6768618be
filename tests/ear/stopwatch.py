"""How long a voice takes to say words: measured with espeak-ng where it is installed, else
estimated from the words."""

from __future__ import annotations

import io
import shutil
import subprocess
import wave
from functools import lru_cache

from flows.wording.voice_prompts import SLOW, seconds

WORDS_A_MINUTE = 165
VOICES = {"en": "en-us", "es": "es-419"}
PROGRAM = "espeak-ng"


def is_measured() -> bool:
    """Whether espeak-ng is there; the estimate agrees with it within a few percent."""
    return shutil.which(PROGRAM) is not None


@lru_cache(maxsize=4096)
def spoken(text: str, language: str, slow: bool = False, measured: bool = False) -> float:
    """Seconds to say the text; `slow` as <prosody rate="slow"> says it."""
    if not text.strip():
        return 0.0
    rate = SLOW if slow else 1.0
    return (
        _measure(text, language, round(WORDS_A_MINUTE * rate)) if measured else seconds(text, rate)
    )


def _measure(text: str, language: str, words_a_minute: int) -> float:
    command = [PROGRAM, "-v", VOICES[language], "-s", str(words_a_minute), "--stdout", text]
    sound = subprocess.run(command, capture_output=True, check=True).stdout
    with wave.open(io.BytesIO(sound)) as recorded:
        # To a pipe the header's length is not filled in: the bytes themselves tell.
        frames = len(recorded.readframes(recorded.getnframes())) // (
            recorded.getsampwidth() * recorded.getnchannels()
        )
        return frames / recorded.getframerate()
