"""SMS encoding: GSM-7 or UCS-2, what a text may hold, and how many segments it costs."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from flows.wording.sms_parts import GSM7, parts

MAX_LENGTH = 1600
_PLAIN = str.maketrans(
    {
        "‘": "'",
        "’": "'",
        "‚": "'",
        "‛": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "–": "-",
        "—": "-",
        "‐": "-",
        "‑": "-",
        "−": "-",
        "…": "...",
        "•": "-",
        "\u00a0": " ",
        "\u202f": " ",
        "\u2009": " ",
        "\t": " ",
    }
)


def outside_gsm7(text: str) -> str:
    """The characters that would turn a text into UCS-2, each once."""
    return "".join(sorted({c for c in text if c not in GSM7}))


def _kept(c: str) -> bool:
    return c == "\n" or not (
        unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn") or c in "\ufffe\uffff"
    )


def _without_accent(c: str) -> str:
    if c in GSM7:
        return c
    bare = unicodedata.normalize("NFKD", c)
    return "".join(b for b in bare if b in GSM7)


@lru_cache(maxsize=4096)
def safe(text: str, gsm7_only: bool = False) -> str:
    """The text as it may be sent: plain (see there), and at most 1,600 characters."""
    return plain(text, gsm7_only)[:MAX_LENGTH]


def plain(text: str, gsm7_only: bool = False) -> str:
    """The text with plain quotes and dashes and no control characters, however long.

    Accents stay (á í ó ú cost a UCS-2 text) unless `gsm7_only`.
    """
    clean = unicodedata.normalize("NFC", text).translate(_PLAIN)
    if not clean.isascii() or not clean.isprintable():
        clean = "".join(c for c in clean if _kept(c))
    if gsm7_only:
        clean = "".join(_without_accent(c) for c in clean)
    return clean.strip()


def segments(text: str) -> int:
    """How many parts the text is billed as: GSM-7 160 then 153 a part, UCS-2 70 then 67."""
    return parts(text)
