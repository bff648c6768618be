"""Plays the conversations of `paths.yaml` and counts the segments of our texts as they are
billed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from flows.model.session import Session
from flows.wording.sms_encoding import segments
from tests.blind.judge import _turn as turn

LANGUAGES = ("en", "es")
PATHS: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "paths.yaml").read_text("utf-8")
)


def replies(path: dict[str, Any], language: str) -> list[str]:
    """Our texts, one for each of theirs that is answered."""
    session: Session | None = None
    said = []
    for text in path[language]:
        made = turn(session, text)
        session = made.session
        if made.reply:
            said.append(made.reply)
    return said


def cost(path: dict[str, Any], language: str) -> int:
    """The segments of one conversation."""
    return sum(segments(reply) for reply in replies(path, language))
