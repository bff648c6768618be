"""Erases at Twilio what it holds of a person: texts, recordings, and the records of calls."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

from bot.twilio.texts import SECONDS, Account, InDoubt, NotNow, Refused, Wire, told_by_outcome

# It is not there (any more).
# So many of a kind at once: a number that texted for years is erased over several rounds, each
# after the other's pause.
MOST_LISTED = 1_000
MORE = "more"
_LATER = timedelta(days=1)  # what was made before the bound may have been sent after it
_GONE = frozenset({"20404", "404"})


class TwilioEraser:
    """One account's past. Not to be shared by threads. What is deleted cannot be had back.

    Source: https://www.twilio.com/docs/messaging/api/message-resource#delete-a-message-resource
    (its media go with it), https://www.twilio.com/docs/voice/api/recording,
    https://www.twilio.com/docs/voice/api/recording-transcription and
    https://www.twilio.com/docs/voice/api/call-resource
    """

    def __init__(self, account: Account, seconds: float = SECONDS) -> None:
        from twilio.rest import (
            Client,
        )  # half a second and many megabytes, which the web process does not need

        self._client = Client(
            account.sid, account.token, http_client=Wire(account.base, seconds, account.spare_token)
        )

    def erase_person(self, number: str, before: datetime) -> int:
        """Deletes the texts from and to this number, its calls and their recordings; how many.
        Raises NotNow, and then whatever could be deleted is deleted all the same."""
        messages, calls, recordings = (
            self._client.messages,
            self._client.calls,
            self._client.recordings,
        )
        sent = {"date_sent_before": before + _LATER, "limit": MOST_LISTED}
        begun = {"start_time_before": before + _LATER, "limit": MOST_LISTED}
        with _listing():
            listed = [messages.list(from_=number, **sent), messages.list(to=number, **sent)]
            texts = _from_before(chain(*listed), before)
            listed += [calls.list(from_=number, **begun), calls.list(to=number, **begun)]
            called = _from_before(chain(*listed[2:]), before)
            recorded = [
                one
                for call in called
                for one in recordings.list(call_sid=call.sid, limit=MOST_LISTED)
            ]
            written = [text for one in recorded for text in self._transcripts(one.sid)]
        count = _delete([*texts, *written, *recorded, *called])
        if any(len(found) == MOST_LISTED for found in listed):
            raise NotNow(MORE)
        return count

    def erase_recording(self, reference: str) -> int:
        """With what Twilio wrote down of it. Raises NotNow."""
        with _listing():
            written = self._transcripts(reference)
        return _delete([*written, self._client.recordings(reference)])

    def _transcripts(self, reference: str) -> list[Any]:
        """Nothing for a recording that is not there (any more)."""
        try:
            return list(self._client.recordings(reference).transcriptions.list(limit=MOST_LISTED))
        except Refused as error:
            if error.code in _GONE:
                return []
            raise


def _from_before(found: Iterable[Any], before: datetime) -> list[Any]:
    return [one for one in found if one.date_created is None or one.date_created <= before]


@contextmanager
def _listing() -> Iterator[None]:
    """What was not listed was not deleted either."""
    try:
        with told_by_outcome():
            yield
    except Refused as error:
        raise NotNow(error.code) from None
    except InDoubt:
        raise NotNow("unreachable") from None


def _delete(found: Iterable[Any]) -> int:
    """One that Twilio will not delete keeps the others from nothing. Raises NotNow."""
    count, problem = 0, ""
    for one in found:
        try:
            with told_by_outcome():
                one.delete()
            count += 1
        except Refused as error:
            problem = problem if error.code in _GONE else error.code
        except InDoubt:
            problem = "unreachable"
    if problem:
        raise NotNow(problem)
    return count
