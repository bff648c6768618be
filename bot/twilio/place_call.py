"""A phone rung over Twilio's REST API."""

from __future__ import annotations

from collections.abc import Mapping

from bot.twilio.texts import SECONDS, Account, InDoubt, NotNow, Refused, Wire, told_by_outcome

RING_SECONDS = 25
# Sources: https://www.twilio.com/docs/api/errors/21211 and so on
REFUSALS: Mapping[str, str] = {
    "21210": "Twilio does not know VOICE_NUMBER as a number of this account.",
    "21211": "Twilio says that this is not a telephone number.",
    "21214": "Twilio cannot reach this number.",
    "21215": "Twilio's settings do not allow calls to this place.",
    "21216": "Twilio's settings do not allow calls to this number.",
    "21219": "A trial account calls only numbers that were verified at Twilio.",
}
UNKNOWN = "It may still ring: Twilio did not say. Wait a minute before you try again."


class NotRung(Exception):
    """The phone was not rung; the message says why, in words for whoever pressed."""


class TwilioCalls:
    """One account's calls. Not to be shared by threads."""

    def __init__(self, account: Account, seconds: float = SECONDS) -> None:
        from twilio.rest import Client  # half a second and many megabytes, which only this needs

        self._account = account
        self._client = Client(account.sid, account.token, http_client=Wire(account.base, seconds))

    def ring(self, to: str, address: str, status_callback: str) -> str:
        """The SID of the call. When it is answered, Twilio asks `address` what to do. Raises
        NotRung.

        Source: https://www.twilio.com/docs/voice/api/call-resource#create-a-call-resource
        """
        try:
            with told_by_outcome():
                call = self._client.calls.create(
                    to=to,
                    from_=self._account.number,
                    url=address,
                    status_callback=status_callback,
                    timeout=RING_SECONDS,
                )
                return str(call.sid)
        except Refused as error:
            raise NotRung(
                REFUSALS.get(error.code, f"Twilio refused it (error {error.code}).")
            ) from None
        except NotNow:
            raise NotRung("Twilio cannot be reached right now. Try again in a minute.") from None
        except InDoubt:
            raise NotRung(UNKNOWN) from None
