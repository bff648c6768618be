"""Twilio's Lookup: which kind of line a number is."""

from __future__ import annotations

import requests

from bot.twilio.texts import SECONDS, TWILIO, Account, NotNow

LOOKUPS = "https://lookups.twilio.com"
LANDLINE = "landline"


class TwilioLookup:
    """One account's look-ups, each of which Twilio charges for."""

    def __init__(self, account: Account, seconds: float = SECONDS) -> None:
        self._account, self._seconds = account, seconds
        self._base = LOOKUPS if account.base == TWILIO else account.base

    def kind(self, number: str) -> str:
        """The line type of an E.164 number: "landline", "mobile", "fixedVoip" and so on; "unknown"
        where Twilio cannot tell. Raises NotNow.

        Source: https://www.twilio.com/docs/lookup/v2-api/line-type-intelligence
        """
        address = f"{self._base}/v2/PhoneNumbers/{number}"
        try:
            answer = requests.get(
                address,
                params={"Fields": "line_type_intelligence"},
                auth=(self._account.sid, self._account.token),
                timeout=self._seconds,
            )
            told = answer.json()
        except (requests.RequestException, ValueError):
            raise NotNow("unreachable") from None
        if answer.status_code >= 400 or not isinstance(told, dict):
            raise NotNow(str(answer.status_code))
        line = told.get("line_type_intelligence")
        kind = line.get("type") if isinstance(line, dict) else None
        return kind if isinstance(kind, str) and kind else "unknown"
