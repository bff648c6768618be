"""The documents for when the program does not answer at all, as the README gives them to Twilio."""

from __future__ import annotations

import re
from pathlib import Path

from flows.wording.sms_encoding import segments
from flows.wording.voice_prompts import spoken_number
from simulator.phone import messages
from simulator.twiml_rules import read

README = Path(__file__).parent.parent.parent / "README.md"
MCH = "(860) 757-4820"


def documents() -> list[str]:
    return re.findall(r"```xml\n(.*?)```", README.read_text("utf-8"), re.DOTALL)


def test_a_text_gets_one_message_of_one_part_with_the_number_and_911() -> None:
    [said] = messages(documents()[0])
    assert said.count(MCH) == said.count("911") == 2  # in each language
    assert segments(said) == 1


def test_a_call_hears_the_number_twice_in_each_language_and_is_over() -> None:
    call = read(documents()[1])
    assert call.faults == ()
    *says, end = call.verbs
    assert end.name == "Hangup"
    assert [say.get("language") for say in says] == ["en-US", "es-US"]
    for say in says:
        assert say.text.count(spoken_number(MCH)) == 2
        assert "9 1 1" in say.text


def test_the_two_are_all_there_is() -> None:
    assert len(documents()) == 2
