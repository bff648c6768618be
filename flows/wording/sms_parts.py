"""How many parts a text is billed as, counted as Twilio counts.

Source: https://www.twilio.com/docs/glossary/what-sms-character-limit; the alphabet is 3GPP TS
23.038 section 6.2.1.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")  # an escape goes in front: two places each
GSM7 = frozenset(_BASIC) | _EXTENDED
_GSM7_ALONE, _GSM7_PART = 160, 153
_UCS2_ALONE, _UCS2_PART = 70, 67
_ZWJ = "\u200d"


def parts(text: str) -> int:
    """Parts of a text: GSM-7 160 places, then 153 a part; UCS-2 70 code units, then 67. Nothing is
    no part."""
    if not text:
        return 0
    if GSM7.issuperset(text):
        return _fill((2 if c in _EXTENDED else 1 for c in text), _GSM7_ALONE, _GSM7_PART)
    return _fill(
        (len(cluster.encode("utf-16-be", "surrogatepass")) // 2 for cluster in _clusters(text)),
        _UCS2_ALONE,
        _UCS2_PART,
    )


def _fill(sizes: Iterator[int], alone: int, most: int) -> int:
    """What is kept whole goes into the next part if it does not fit into this one."""
    count, used, whole = 1, 0, 0
    for size in sizes:
        whole += size
        used += size
        while used > most:
            count += 1
            used = size if size <= most else used - most
    return 1 if whole <= alone else count


def _clusters(text: str) -> Iterator[str]:
    """What a reader takes for one character: with its accents, skin tone, flag half, or joined
    emoji."""
    cluster = ""
    for c in text:
        if cluster and not _joins(cluster, c):
            yield cluster
            cluster = ""
        cluster += c
    yield cluster


def _joins(before: str, c: str) -> bool:
    if c == _ZWJ or (before[-1] == _ZWJ and unicodedata.category(c) == "So"):
        return True
    if before == "\r" and c == "\n":
        return True
    if _is_flag(c):
        return _is_flag(before[-1]) and len(before) % 2 == 1
    return unicodedata.category(c) in ("Mn", "Me", "Mc") or "\U0001f3fb" <= c <= "\U0001f3ff"


def _is_flag(c: str) -> bool:
    return "\U0001f1e6" <= c <= "\U0001f1ff"
