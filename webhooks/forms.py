"""Parses Twilio's messaging forms into Inbound; raises Unusable with a reason for the log."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from urllib.parse import unquote_plus

import phonenumbers

from bot.conversation.deliveries import DeliveryReport
from bot.conversation.inbound import Inbound
from flows.model.inputs import Channel, Text

Params = Mapping[str, Sequence[str]]

MOST_FIELDS = 500
LONGEST_BODY = 1600
LONGEST_MEDIA_TYPE = 40
# Texts that Twilio brings over another channel than SMS, from the same telephone.
SERVED = frozenset({"rcs", "whatsapp"})
CARRIER_WORDS = frozenset({"STOP", "START", "HELP"})
_NANP = re.compile(r"\+1[2-9]\d\d[2-9]\d{6}")


class TooMany(ValueError):
    """More fields than anybody signs."""


class Unusable(ValueError):
    """The form lacks what a reply needs; the reason, without its values."""


class Elsewhere(ValueError):
    """The text came over a channel that we do not serve, such as Messenger.

    `inbound` is the text all the same, for words of danger and STOP; its sender is the person's
    number where the address has one, else the address.
    """

    def __init__(self, channel: str, inbound: Inbound) -> None:
        super().__init__(channel)
        self.inbound = inbound


def read_form(body: bytes) -> dict[str, list[str]]:
    """Each name with all its values, as urllib's parse_qs has them, in half its time: few of
    Twilio's are encoded.

    Raises TooMany.
    """
    pairs = body.decode("utf-8", "replace").split("&")
    if len(pairs) > MOST_FIELDS:
        raise TooMany
    params: dict[str, list[str]] = {}
    for pair in pairs:
        if pair:
            name, _, value = pair.partition("=")
            params.setdefault(_decoded(name), []).append(_decoded(value))
    return params


def _decoded(text: str) -> str:
    if (
        text.startswith("%2B") and text[3:].isdecimal()
    ):  # a phone number, four times in a call's form
        return f"+{text[3:]}"
    return unquote_plus(text, errors="replace") if "%" in text or "+" in text else text


def read_sms(params: Params, received: float, simulator_on: bool) -> Inbound:
    """The text, by its MessageSid. Raises Unusable or Elsewhere."""
    sender, recipient = _plain(first(params, "From")), _plain(first(params, "To"))
    channel, colon, address = sender.rpartition(":")
    sid = first(params, "MessageSid") or first(params, "SmsSid") or first(params, "SmsMessageSid")
    if not sid:
        raise Unusable("no MessageSid")
    body = first(params, "Body").replace("\0", "")[:LONGEST_BODY]
    inbound = Inbound(
        delivery=sid,
        sender=_whoever(channel, address) if colon else number(sender),
        recipient=recipient,
        channel=Channel.SMS,
        input=_text(params, body),
        received=received,
        simulated=simulated(params, simulator_on),
    )
    if colon:
        raise Elsewhere(channel, inbound)
    return inbound


def _whoever(channel: str, address: str) -> str:
    """The number behind an address of another channel; the address itself where it has none."""
    try:
        return number(address)
    except Unusable:
        return f"{channel}:{address}"


def _text(params: Params, body: str) -> Text:
    carrier = first(params, "OptOutType").strip().upper()
    kind = first(params, "MediaContentType0").strip().lower()[:LONGEST_MEDIA_TYPE]
    return Text(
        body, _count(first(params, "NumMedia")), carrier if carrier in CARRIER_WORDS else "", kind
    )


def _plain(address: str) -> str:
    """The number of an address. RCS and WhatsApp put their name before it; the same person texts
    from it.

    The address of a channel that we do not serve stays as it is.
    """
    channel, colon, number_ = address.rpartition(":")
    return address if colon and channel.lower() not in SERVED else number_


def read_sms_status(params: Params) -> DeliveryReport:
    """The state of a text we sent, once for each state. Raises Unusable."""
    sid = first(params, "MessageSid") or first(params, "SmsSid")
    status = first(params, "MessageStatus") or first(params, "SmsStatus")
    if not (sid and status):
        raise Unusable("no MessageSid or no MessageStatus")
    return DeliveryReport(
        f"{sid}:{status}",
        number(first(params, "To").rpartition(":")[2]),
        sid,
        status,
        first(params, "ErrorCode"),
    )


def number(text: str) -> str:
    """A phone number as E.164; a short code, a name or nothing is Unusable: nobody is there to
    answer."""
    if _NANP.fullmatch(text):
        return text
    try:
        parsed = phonenumbers.parse(text, "US")
    except phonenumbers.NumberParseException as error:
        raise Unusable("no phone number") from error
    if not phonenumbers.is_possible_number(parsed):
        raise Unusable("not a possible phone number")
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def first(params: Params, name: str) -> str:
    """The first value of a field; nothing where there is none."""
    values = params.get(name)
    return values[0] if values else ""


def simulated(params: Params, simulator_on: bool) -> bool:
    """Whether our own simulator sent it, where that is on."""
    return simulator_on and first(params, "Simulated") == "1"


def _count(text: str) -> int:
    return min(int(text), 10) if text.isascii() and text.isdigit() else 0
