"""Social Security numbers: recognised so that they are never kept."""

from __future__ import annotations

import re

from flows.understanding.text.utterance import Said

_FIGURE = re.compile(r"\d")
_FIGURES_OF_SSN = 9
_SSN = re.compile(
    r"(?<![\d.])(?!000|666|9\d\d)\d{3}[- .](?!00)\d\d[- .](?!0000)\d{4}(?!\d|[- .]\d)"
)
_SOCIAL = re.compile(
    r"\b(?:ss[n#]?|social|seguro social)\b[^\d\n]{0,24}(?:\d[- .]?){9}(?!\d)", re.IGNORECASE
)


def looks_like_ssn(said: Said) -> bool:
    """Whether the text holds what looks like a Social Security number: 123-45-6789, or nine digits
    called "social"."""
    if len(_FIGURE.findall(said.plain)) < _FIGURES_OF_SSN:
        return False
    return bool(_SSN.search(said.plain) or _SOCIAL.search(said.plain))
