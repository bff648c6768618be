"""The kinds of alert, and the little that a message about one says."""

from __future__ import annotations

from collections.abc import Mapping

DANGER, POSSIBLE, DUE, LATE, LOST, TEST = (
    "danger",
    "possible",
    "promise_due",
    "promise_late",
    "text_failed",
    "test",
)

# What each kind is called where anybody may see it: on a lock screen, in a mailbox.
WORDS: Mapping[str, str] = {
    DANGER: "danger",
    POSSIBLE: "possible danger, not looked at for 10 minutes",
    DUE: "a promised call is due within the hour",
    LATE: "a promised call is late",
    LOST: "a text did not arrive where a call is promised",
    TEST: "this is only a test",
}
# Told at any hour of the night.
ALWAYS = frozenset({DANGER, POSSIBLE, TEST})


def link(base: str, alert: int) -> str:
    return f"{base}/staff/alerts/{alert}"


def subject(kind: str) -> str:
    return f"MCH alert: {WORDS[kind]}"


def text(kind: str, address: str) -> str:
    """For an e-mail and for a text to a phone: GSM-7, one segment with an address of up to 60
    characters."""
    return f"MCH alert: {WORDS[kind]}. Open {address} and press I have it."
