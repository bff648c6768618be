"""What is said about a danger: one text, or two short prompts aloud."""

from __future__ import annotations

from flows.dialogue.turn import Draft


def say_what_to_do(draft: Draft, kind: str) -> None:
    key = f"safety.{kind}"
    for part in (f"{key}.1", f"{key}.2") if draft.aloud else (key,):
        draft.say(part)
