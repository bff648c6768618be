"""Second factor: six-digit TOTP codes (RFC 6238)."""

from __future__ import annotations

import hmac
from datetime import datetime

import pyotp

STEP_SECONDS = 30
_DRIFT = 1  # steps that a phone's clock may be ahead or behind


def new_secret() -> str:
    return pyotp.random_base32()


def address(secret: str, email: str, issuer: str) -> str:
    """The otpauth:// address that an app reads from the QR code; the app shows `issuer` as whose
    code it is."""
    return pyotp.TOTP(secret, interval=STEP_SECONDS).provisioning_uri(
        name=email, issuer_name=issuer
    )


def step_of(code: str, secret: str, now: datetime) -> int | None:
    """Which 30 seconds this code belongs to; None for a wrong one. The caller lets each count
    once."""
    totp, given = pyotp.TOTP(secret, interval=STEP_SECONDS), "".join(code.split()).encode()
    this = int(now.timestamp()) // STEP_SECONDS
    for step in range(this + _DRIFT, this - _DRIFT - 1, -1):
        if hmac.compare_digest(totp.generate_otp(step).encode(), given):
            return step
    return None
