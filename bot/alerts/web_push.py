"""Web push to a browser in which no page need be open: an empty message, so that the push service
learns nothing but that there is one.

Sources: RFC 8030 (the request), RFC 8292 (who sends it).
docs/decisions/019-a-push-without-words.md says why it is empty.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from hashlib import blake2b
from urllib.parse import urlsplit

import requests
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from bot.alerts.mail import NotTaken, Unsure

SECONDS = 10.0
# How long the push service keeps it for a browser that is away: the next round comes sooner.
KEEP_SECONDS = 900
VALID = timedelta(hours=12)
MOST_ADDRESS = 1000
# The push services of Chrome and Edge, Firefox, Safari, and Edge on Windows; a browser names no
# other, and nothing else is posted to.
SERVICES = (
    "fcm.googleapis.com",
    ".push.services.mozilla.com",
    ".push.apple.com",
    ".notify.windows.com",
)
_GONE = frozenset({403, 404, 410})
_NUMBER_BYTES = 32


class Gone(Exception):
    """The browser took its permission back, or knows another key of ours: never pushed to again."""


def is_service(endpoint: str) -> bool:
    """Whether this is the address of a browser at one of the push services."""
    try:
        parts = urlsplit(endpoint)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    known = any(host == name or (name[0] == "." and host.endswith(name)) for name in SERVICES)
    plain = endpoint.isascii() and endpoint.isprintable() and len(endpoint) <= MOST_ADDRESS
    return known and plain and parts.scheme == "https" and port in (None, 443) and "@" not in host


class PushBox:
    """Signs and posts empty pushes. The key is made of `secret`; `contact` tells the push service
    whom to ask (an https or mailto address)."""

    def __init__(self, secret: str, contact: str) -> None:
        seed = blake2b(secret.encode(), digest_size=32, person=b"web-push").digest()
        order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
        self._key = ec.derive_private_key(int.from_bytes(seed) % (order - 1) + 1, ec.SECP256R1())
        self._contact = contact

    @property
    def public_key(self) -> str:
        """What a browser subscribes with: the uncompressed point, as base64url."""
        point = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return _base64(point)

    def push(self, endpoint: str, now: datetime) -> None:
        """Raises Gone, NotTaken or Unsure."""
        headers = {
            "TTL": str(KEEP_SECONDS),
            "Urgency": "high",
            "Topic": "alert",
            "Authorization": f"vapid t={self._token(endpoint, now)}, k={self.public_key}",
        }
        try:
            answer = requests.post(
                endpoint, headers=headers, timeout=SECONDS, allow_redirects=False
            )
        except (requests.ConnectTimeout, requests.ConnectionError) as error:
            raise NotTaken(type(error).__name__) from None
        except requests.RequestException:
            raise Unsure from None
        if answer.status_code in _GONE:
            raise Gone
        if not answer.ok:
            raise NotTaken(f"HTTP {answer.status_code}")

    def _token(self, endpoint: str, now: datetime) -> str:
        parts = urlsplit(endpoint)
        claims = {
            "aud": f"{parts.scheme}://{parts.netloc}",
            "exp": int((now + VALID).timestamp()),
            "sub": self._contact,
        }
        head = _base64(b'{"typ":"JWT","alg":"ES256"}')
        signed = f"{head}.{_base64(json.dumps(claims).encode())}"
        numbers = decode_dss_signature(self._key.sign(signed.encode(), ec.ECDSA(SHA256())))
        signature = b"".join(number.to_bytes(_NUMBER_BYTES) for number in numbers)
        return f"{signed}.{_base64(signature)}"


def _base64(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()
