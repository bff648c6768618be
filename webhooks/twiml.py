"""Messaging TwiML, rendered as a string."""

from __future__ import annotations

from xml.etree import ElementTree
from xml.sax.saxutils import escape

from flows.dialogue.turn import Turn
from flows.wording.sms_encoding import safe

HEAD = '<?xml version="1.0" encoding="UTF-8"?><Response>'
EMPTY = f"{HEAD}</Response>"


def message(text: str, reports: str = "") -> str:
    """One text message, or an empty answer where there is nothing to say. What becomes of it is
    told to the address `reports`, fit for an attribute: of an answer to a number's webhook Twilio
    tells nothing by itself.

    Source: https://www.twilio.com/docs/messaging/twiml/message
    """
    clean, told = safe(text), f' statusCallback="{reports}"' if reports else ""
    return f"{HEAD}<Message{told}>{escape(clean)}</Message></Response>" if clean else EMPTY


def words_of(reply: str) -> str:
    """What the person reads of a reply that `message` made; nothing of an empty one."""
    return ElementTree.fromstring(reply.encode()).findtext("Message") or ""


def render(turn: Turn, reports: str = "") -> str:
    return message(turn.reply, reports)
