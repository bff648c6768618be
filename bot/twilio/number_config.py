"""How Twilio is set up to reach this program: read, judged and set over its REST API.

Sources: https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource,
https://www.twilio.com/docs/messaging/api/short-code-resource and
https://www.twilio.com/docs/messaging/api/service-resource
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import requests
from msgspec import Struct

from bot.twilio.texts import SECONDS, TWILIO, Account

MESSAGING = "https://messaging.twilio.com"
POST = "POST"
# What we want under each name of the resource, from the address of the program and those of the
# fallbacks.
_TEXTS = {
    "sms_url": "{base}/sms",
    "sms_method": POST,
    "sms_fallback_url": "{text_bin}",
    "sms_fallback_method": POST,
}
_CALLS = {
    "voice_url": "{base}/voice",
    "voice_method": POST,
    "voice_fallback_url": "{call_bin}",
    "voice_fallback_method": POST,
    "status_callback": "{base}/voice/status",
    "status_callback_method": POST,
}
_SERVICE = {
    "inbound_request_url": "{base}/sms",
    "inbound_method": POST,
    "fallback_url": "{text_bin}",
    "fallback_method": POST,
    "status_callback": "{base}/sms/status",
}


class SetupError(Exception):
    """Twilio cannot be asked, or does not know what it was asked for; one line."""


class Place(Struct, frozen=True):
    """One number, short code or service: where it is, what it is, and what it should be. Without a
    value nothing is asked."""

    name: str
    address: str
    now: Mapping[str, Any]
    wanted: Mapping[str, str]

    @property
    def wrong(self) -> dict[str, tuple[str, str]]:
        """What differs: as it is, and as it should be."""
        pairs = {name: (str(self.now.get(name) or ""), want) for name, want in self.wanted.items()}
        return {name: (is_, want) for name, (is_, want) in pairs.items() if is_ != want}


class Bins(Struct, frozen=True):
    """The addresses of the two TwiML Bins; empty where there is none (yet)."""

    text: str = ""
    call: str = ""


class TwilioNumbers:
    """One account's settings."""

    def __init__(self, account: Account, seconds: float = SECONDS) -> None:
        self._account = account
        self._seconds = seconds
        self._root = f"{account.base}/2010-04-01/Accounts/{account.sid}"
        self._messaging = MESSAGING if account.base == TWILIO else account.base

    def places(self, base_url: str, voice_number: str, bins: Bins) -> list[Place]:
        """Everything through which people reach us. Raises SetupError."""
        account, filled = self._account, _Filling(base_url, bins)
        found = []
        if account.service:
            address = f"{self._messaging}/v1/Services/{account.service}"
            found.append(
                Place("the messaging service", address, self._ask("GET", address), filled(_SERVICE))
            )
        if not account.number.startswith("+"):
            found.append(
                self._only(
                    "short code", "SMS/ShortCodes", "ShortCode", account.number, filled(_TEXTS)
                )
            )
        elif account.number == voice_number:
            found.append(
                self._only(
                    "number",
                    "IncomingPhoneNumbers",
                    "PhoneNumber",
                    voice_number,
                    filled(_TEXTS | _CALLS),
                )
            )
            return found
        else:
            found.append(
                self._only(
                    "number", "IncomingPhoneNumbers", "PhoneNumber", account.number, filled(_TEXTS)
                )
            )
        if voice_number:
            found.append(
                self._only(
                    "number", "IncomingPhoneNumbers", "PhoneNumber", voice_number, filled(_CALLS)
                )
            )
        return found

    def advice(self, stop_handling: str, place: Place) -> list[str]:
        """What no setting of a webhook mends."""
        told = []
        for kind in ("sms", "voice"):
            if place.now.get(f"{kind}_application_sid"):
                told.append(
                    f"a TwiML App answers its {kind} instead of the webhook: take it away in"
                    " Twilio's console"
                )
        if "/v1/Services/" in place.address:
            told += self._advice_for_service(stop_handling, place)
        elif stop_handling == "twilio_advanced" and not self._account.service:
            told.append(
                "STOP_HANDLING is twilio_advanced, but Advanced Opt-Out needs a messaging service"
            )
        elif (
            stop_handling == "ours"
            and place.name.startswith("number")
            and "sms_url" in place.wanted
        ):
            told.append(
                "Twilio itself confirms a STOP to a long code: set STOP_HANDLING to twilio_default"
            )
        return told

    def put(self, place: Place) -> None:
        """Sets what differs, and nothing else. Raises SetupError."""
        suffix = "" if "/v1/" in place.address else ".json"
        data = {_camel(name): want for name, (_, want) in place.wrong.items()}
        self._ask("POST", f"{place.address}{suffix}", data=data)

    def _advice_for_service(self, stop_handling: str, place: Place) -> list[str]:
        told = []
        if place.now.get("use_inbound_webhook_on_number"):
            told.append(
                "it leaves texts to the webhook of each number ('Defer to sender's webhook'): the"
                " number's counts"
            )
        campaigns = self._ask("GET", f"{place.address}/Compliance/Usa2p").get("compliance") or []
        if not any(one.get("campaign_status") == "VERIFIED" for one in campaigns):
            told.append(
                "it has no verified A2P 10DLC campaign: carriers block texts from long codes (a"
                " short code needs none)"
            )
        if stop_handling != "twilio_advanced":
            told.append(
                "if Advanced Opt-Out is on (the API does not tell), STOP_HANDLING must be"
                " twilio_advanced"
            )
        return told

    def _only(self, what: str, kind: str, by: str, value: str, wanted: Mapping[str, str]) -> Place:
        answer = self._ask("GET", f"{self._root}/{kind}.json", params={by: value})
        listed = next((found for found in answer.values() if isinstance(found, list)), [])
        if not listed:
            raise SetupError(f"This account has no {what} {value}.")
        return Place(
            f"{what} {value}", f"{self._root}/{kind}/{listed[0]['sid']}", listed[0], wanted
        )

    def _ask(self, method: str, address: str, **more: Any) -> dict[str, Any]:
        auth = (self._account.sid, self._account.token)
        try:
            answer = requests.request(method, address, auth=auth, timeout=self._seconds, **more)
            told: dict[str, Any] = answer.json()
        except (requests.RequestException, ValueError) as error:
            raise SetupError(f"Twilio cannot be asked: {type(error).__name__}.") from None
        if answer.status_code >= 400:
            raise SetupError(
                f"Twilio refuses ({told.get('code', answer.status_code)}):"
                f" {told.get('message', 'no reason given')}"
            )
        return told


class _Filling:
    def __init__(self, base_url: str, bins: Bins) -> None:
        self._values = {"base": base_url, "text_bin": bins.text, "call_bin": bins.call}

    def __call__(self, wanted: Mapping[str, str]) -> dict[str, str]:
        """Without the fallbacks that have no address yet."""
        filled = {name: text.format(**self._values) for name, text in wanted.items()}
        lacking = {name.replace("url", "method") for name, text in filled.items() if not text}
        return {name: text for name, text in filled.items() if text and name not in lacking}


def _camel(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))
