"""Verification of Twilio's request signature (HMAC-SHA1 over URL and sorted parameters)."""

from __future__ import annotations

import hmac
from base64 import b64encode
from collections.abc import Mapping, Sequence
from hashlib import sha1

from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict

Params = Mapping[str, Sequence[str]]


class SignatureCheck:
    """Whether a request was signed with our token, or with another that is valid while the token is
    being changed.

    The same algorithm as Twilio's validator, once and for the address as it stands, answers the
    ordinary request; only Twilio's own validator, which also tries the address with and without its
    port, refuses one.
    """

    def __init__(self, token: str, *others: str) -> None:
        self._key = hmac.new(token.encode(), digestmod=sha1)
        self._validators = [RequestValidator(one) for one in (token, *others) if one]

    def holds(self, url: str, params: Params, signature: str | None) -> bool:
        """`params` are the POST parameters, each with all its values, as they came."""
        if not signature:
            return False
        if hmac.compare_digest(self.sign(url, params), signature.encode("utf-8", "replace")):
            return True
        pairs = [(name, value) for name, values in params.items() for value in values]
        return any(
            validator.validate(url, MultiDict(pairs), signature) for validator in self._validators
        )

    def sign(self, url: str, params: Params) -> bytes:
        """The address, then each parameter by name, with its different values in order."""
        text = [url]
        for name in sorted(params):
            values = params[name]
            for value in values if len(values) == 1 else sorted(set(values)):
                text += (name, value)
        mac = self._key.copy()
        mac.update("".join(text).encode("utf-8", "surrogatepass"))
        return b64encode(mac.digest())
