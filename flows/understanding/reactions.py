"""Reactions to our texts, in any language: a few words before or after our own words in quotation
marks."""

from __future__ import annotations

import re

_OPEN, _CLOSE = "“«„", "”»“"
_QUOTED = re.compile(
    rf"^(?P<before>[^{_OPEN}\"]{{1,60}}?)[ :]*"
    rf"(?:[{_OPEN}](?P<curly>.{{4,}}?)[{_CLOSE}]?|\"(?P<straight>.{{4,}})\")(?P<after>[^{_CLOSE}\"]{{0,24}})$",
    re.DOTALL,
)
_MOST_BEFORE, _MOST_AFTER = 6, 3  # words
_ASKS = re.compile(
    r"\b(?:what|who|why|how|is|are|does|do|did|can|you|u|i|my|we|que|qué|quien|cómo|como|cual|cuál|yo|"
    r"me dijo|usted|ustedes|le di)\b",
    re.I,
)
_REACTED = re.compile(
    r"react|reaccion|reagi|like|lov|laugh|emphasi|question|gust|encant|risa|enfatiz|destac|exclam|pregunt|dud[oó]|cuestion|removed|elimin"
    r"|amou|riu|gostou|curtiu|aimé|adoré|réagi|renmen|griyen|ri nan"
    r"|hat mit|gefällt|ضحك|تفاعل|أعجب|أحب|thích|понрав|表示|觉得|喜歡|喜欢|赞|lubi",
    re.I,
)
_SIGN = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff]")


def quotes_us(body: str) -> bool:
    """Whether a text is a reaction that quotes one of ours, in whatever language the phone writes
    it."""
    match = _QUOTED.match(body.strip())
    if match is None:
        return False
    before, after = match["before"], match["after"]
    if len(before.split()) > _MOST_BEFORE or len(after.split()) > _MOST_AFTER:
        return False
    if _REACTED.search(before) or _REACTED.search(after) or _SIGN.search(before):
        return True
    return match["curly"] is not None and not _ASKS.search(before) and len(match["curly"]) >= 12
