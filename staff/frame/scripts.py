"""What to say and whom to involve when danger was heard: data for a nurse to sign
(flows/intake/safety_scripts.yaml)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from msgspec import Struct

from bot.intake import FOLDER, read_yaml

FILE = FOLDER / "safety_scripts.yaml"


class Script(Struct, frozen=True, forbid_unknown_fields=True):
    say: Sequence[str]
    involve: Sequence[str]


class Scripts(Struct, frozen=True, forbid_unknown_fields=True):
    """By kind of danger. Until a nurse has signed them, the page says that they are a draft."""

    signed_by: str
    signed_on: str
    scripts: Mapping[str, Script]


def load_scripts() -> Scripts:
    """Raises IntakeError or msgspec.ValidationError: wrong data do not start."""
    return msgspec.convert(read_yaml(FILE), Scripts)
