"""How long a recording is: WAV by its header, MP3 by its frames. Both are among what Twilio plays.

Source: https://www.twilio.com/docs/voice/twiml/play#supported-audio-file-types and, for the frames
of MPEG audio, http://www.mp3-tech.org/programmer/frame_header.html
"""

from __future__ import annotations

import io
import wave
from collections.abc import Iterator

KINDS = {".mp3": "audio/mpeg", ".wav": "audio/wav"}

_BITRATES_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0)
_BITRATES_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0)
_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_LAYER_3 = 1
_MPEG_1 = 3


class NoAudio(ValueError):
    """The file is not what its name says."""


def seconds(name: str, sound: bytes) -> float:
    """The length of this file. Raises NoAudio."""
    return _of_wav(sound) if name.endswith(".wav") else _of_mp3(sound)


def _of_wav(sound: bytes) -> float:
    try:
        with wave.open(io.BytesIO(sound)) as recorded:
            return float(recorded.getnframes() / recorded.getframerate())
    except (wave.Error, EOFError, ZeroDivisionError) as error:
        raise NoAudio(str(error)) from None


def _of_mp3(sound: bytes) -> float:
    if not (length := sum(_frames(sound))):
        raise NoAudio("no MPEG frames in it")
    return length


def _frames(sound: bytes) -> Iterator[float]:
    """The seconds of each frame, behind a tag if there is one."""
    at = 10 + _tag(sound) if sound[:3] == b"ID3" else 0
    while at + 4 <= len(sound):
        length, size = _frame(sound[at : at + 4])
        if not size:
            at += 1  # padding, or a tag behind the sound
            continue
        yield length
        at += size


def _tag(sound: bytes) -> int:
    """The size of an ID3 tag: four bytes of seven bits."""
    return sum(
        (byte & 0x7F) << shift for byte, shift in zip(sound[6:10], (21, 14, 7, 0), strict=False)
    )


def _frame(header: bytes) -> tuple[float, int]:
    """Seconds and bytes of the frame that begins so; nothing where none does."""
    if header[0] != 0xFF or header[1] & 0xE0 != 0xE0 or (header[1] >> 1) & 3 != _LAYER_3:
        return 0.0, 0
    version = (header[1] >> 3) & 3
    rates = _RATES.get(version, ())
    rate_at, bitrate_at = (header[2] >> 2) & 3, header[2] >> 4
    bitrate = (_BITRATES_1 if version == _MPEG_1 else _BITRATES_2)[bitrate_at] * 1000
    if rate_at >= len(rates) or not bitrate:
        return 0.0, 0
    samples = 1152 if version == _MPEG_1 else 576
    return samples / rates[rate_at], samples // 8 * bitrate // rates[rate_at] + (
        (header[2] >> 1) & 1
    )
