"""Writes `docs/safety-benchmark.md`: the help for each kind of danger, and what the bot does with
sentences of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bot.intake import load_flow
from flows.flow import Flow
from flows.understanding.danger.safety_data import KINDS
from flows.understanding.text.utterance import Said
from training.sentences import Sentence, read

TARGET = Path(__file__).parent.parent / "docs" / "safety-benchmark.md"
# Of each kind and language so many sentences are printed: those that were held back, so that nobody
# chose them.
PRINTED = 12
HEAD = """# Safety benchmark

Made by `make benchmark` from `training/data` and the words of `flows/intake`; not to be edited by
hand. For each kind of danger what the bot answers, and sentences with what it does: **certain** (it
answers with the help at once), **asked** (it first asks whether someone is hurt, in danger or very
sick), **missed**. The sentences were written for this project, and the ear has learned from them:
they show what the bot does, not how well it hears new ones (see understanding.md). Which of them
are printed is chosen by a checksum.

Checked by: ______________________   Date: ______________   Changes wanted: ______________________
"""


def main() -> None:
    """Write the file anew."""
    flow = load_flow()
    held = [sentence for sentence in read() if sentence.is_held_back]
    TARGET.write_text("\n".join(_lines(flow, held)) + "\n", "utf-8")


def _lines(flow: Flow, held: list[Sentence]) -> Iterator[str]:
    yield HEAD
    for kind in KINDS:
        if kind == "ended":
            continue
        yield f"## {kind}\n"
        yield from (f"> {flow.prompts.say(f'safety.{kind}', code)}\n>" for code in flow.languages)
        yield "\n| language | sentence | the bot |\n| --- | --- | --- |"
        for code in flow.languages:
            chosen = [
                each
                for each in held
                if each.kind == kind
                and (each.lang == code or (each.lang == "mix" and code != flow.languages.first))
            ]
            yield from (
                f"| {each.lang} | {each.text.replace('|', '/')} | {_does(flow, each.text)} |"
                for each in chosen[:PRINTED]
            )
        yield ""
    yield "## Harmless\n\n| language | sentence | the bot |\n| --- | --- | --- |"
    harmless = [each for each in held if each.kind == "near"]
    yield from (
        f"| {each.lang} | {each.text.replace('|', '/')} | {_does(flow, each.text, 'left alone')} |"
        for each in harmless[:60]
    )


def _does(flow: Flow, text: str, nothing: str = "missed") -> str:
    said = Said(text)
    found = flow.safety.hear(said)
    if found and not flow.safety.doubts(said):
        return f"certain: {found.kind}"
    if found and flow.safety.dismisses(found, said):
        return nothing
    kind = found.kind if found else flow.safety.perhaps(said, answers=False)
    return f"asked ({kind})" if kind else nothing


if __name__ == "__main__":
    main()
