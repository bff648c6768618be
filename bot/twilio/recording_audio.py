"""Streams a recording from Twilio on demand; nothing of it is stored here."""

from __future__ import annotations

from collections.abc import Iterator

import requests

from bot.twilio.texts import SECONDS, Account

# Two minutes of speech are half a megabyte.
MOST_BYTES = 20 * 1024 * 1024
_PART = 64 * 1024


class NoRecording(Exception):
    """It cannot be had: `gone` is true when Twilio no longer holds it."""

    def __init__(self, gone: bool) -> None:
        super().__init__("gone" if gone else "not now")
        self.gone = gone


def fetch(account: Account, reference: str, seconds: float = SECONDS) -> Iterator[bytes]:
    """The sound as MP3, in parts. Raises NoRecording before the first of them.

    Source: https://www.twilio.com/docs/voice/api/recording#fetch-a-recordings-media-file
    """
    address = f"{account.base}/2010-04-01/Accounts/{account.sid}/Recordings/{reference}.mp3"
    try:
        answer = requests.get(
            address, auth=(account.sid, account.token), timeout=seconds, stream=True
        )
    except requests.RequestException:
        raise NoRecording(gone=False) from None
    if answer.status_code != 200:
        answer.close()
        raise NoRecording(gone=answer.status_code in (404, 410))
    return _parts(answer)


def _parts(answer: requests.Response) -> Iterator[bytes]:
    left = MOST_BYTES
    with answer:
        for part in answer.iter_content(_PART):
            left -= len(part)
            if left < 0:
                return
            yield part
