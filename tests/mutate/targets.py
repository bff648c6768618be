"""What is mutated, and the tests that must notice; and the mutants that may live, each with its
reason."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml

TARGETS: Mapping[str, tuple[str, ...]] = {
    "flows/programs/matching.py": (
        "tests/flows/programs/test_matching.py",
        "tests/flows/programs/test_relevance.py",
    ),
    "flows/understanding/danger/safety.py": ("tests/flows/understanding/danger/test_safety.py",),
    "flows/dialogue/migrate_session.py": ("tests/flows/dialogue/test_migrate_session.py",),
    "bot/conversation/turns.py": (
        "tests/bot/conversation/test_turns.py",
        "tests/webhooks/test_voice.py",
    ),
    "bot/workers/sender.py": ("tests/bot/workers",),
    "webhooks/signature.py": ("tests/webhooks/test_signature.py",),
}


def survivors() -> Mapping[str, Mapping[str, str]]:
    """By module: the mutants known to live, and why that is right (see `survivors.yaml`)."""
    read: Mapping[str, Mapping[str, str]] = yaml.safe_load(
        Path(__file__).with_name("survivors.yaml").read_text("utf-8")
    )
    return read or {}
