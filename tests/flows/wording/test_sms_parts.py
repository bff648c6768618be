"""Our count of a text's parts is Twilio's own, text by text: `twilio_segments.json` is what its
calculator said."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from flows.wording.sms_parts import GSM7, parts

TOLD = json.loads((Path(__file__).parent / "twilio_segments.json").read_text("utf-8"))["texts"]


def spelled(runs: list[tuple[str, int]]) -> str:
    return "".join(text * count for text, count in runs)


@pytest.mark.parametrize("told", TOLD, ids=str)
def test_parts_as_twilio_counts_them(told: dict[str, Any]) -> None:
    text = spelled(told["text"])
    assert parts(text) == (told["parts"] if text else 0)
    assert GSM7.issuperset(text) == (told["encoding"] == "GSM-7")
