"""TwiML, written whole: an answer that Twilio cannot drop."""

from __future__ import annotations

from xml.sax.saxutils import escape

from flows.hygiene import safe
from flows.turn import Turn

HEAD = '<?xml version="1.0" encoding="UTF-8"?><Response>'
EMPTY = f"{HEAD}</Response>"


def message(text: str) -> str:
    """One text message, or an empty answer where there is nothing to say."""
    clean = safe(text)
    return f"{HEAD}<Message>{escape(clean)}</Message></Response>" if clean else EMPTY


def render(turn: Turn) -> str:
    return message(turn.reply)
