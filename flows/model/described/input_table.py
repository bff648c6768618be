"""Every input described once: its words, how the console says that they came, and its export."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from flows.model import inputs


class InputDescribed(NamedTuple):
    """The words of an input, how the console says that they came, and the input in the export."""

    words: str
    came: str
    export: str


INPUTS: Mapping[type, InputDescribed] = {
    inputs.Text: InputDescribed("{body}", "{media:with_pictures}", "{body}{media:pictures}"),
    inputs.Speech: InputDescribed(
        "{words}", "spoken, heard with {confidence:percent} confidence", "{words}"
    ),
    inputs.Digits: InputDescribed("{keys}", "keys pressed", "(keys {keys})"),
    inputs.Silence: InputDescribed("", "silence", "(silence)"),
    inputs.Ring: InputDescribed("", "calls", "(calls)"),
    inputs.Dialled: InputDescribed(
        "", "connecting: {outcome:transfer}{seconds:for}", "(connecting: {outcome:spaced})"
    ),
    inputs.Recorded: InputDescribed(
        "", "recorded {seconds:seconds}", "(leaves a message of {seconds} seconds)"
    ),
    inputs.Hangup: InputDescribed(
        "", "the line is closed: {status:spaced}, {seconds:seconds}", "(the call ends)"
    ),
}
