"""What may be sent, and what it costs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.wording.sms_encoding import MAX_LENGTH, outside_gsm7, safe, segments
from tests.flows.counted_texts import COUNTED


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("\u201cIt\u2019s\u201d \u2013 ok\u2026", '"It\'s" - ok...'),
        ("a\u00a0b\u200bc\u0001d\u001be\u000bf\ufffeg", "a bcdefg"),
        ("¿Qué día?", "¿Qué día?"),
        ("line\nline", "line\nline"),
        ("e\u0301", "é"),
    ],
)
def test_quotes_dashes_and_control_characters_are_made_plain(text: str, clean: str) -> None:
    assert safe(text) == clean


@pytest.mark.parametrize(
    ("text", "plain"),
    [("Mamá comió aquí", "Mama comio aqui"), ("¿Niño o bebé?", "¿Niño o bebé?"), ("😀a", "a")],
)
def test_gsm7_only_writes_without_the_accents_that_cost(text: str, plain: str) -> None:
    assert safe(text, True) == plain


@pytest.mark.parametrize(("text", "parts"), COUNTED)
def test_segments_are_counted_as_they_are_billed(text: str, parts: int) -> None:
    assert segments(text) == parts


@given(st.text(max_size=3000))
def test_whatever_goes_in_what_comes_out_can_be_sent(text: str) -> None:
    clean = safe(text)
    assert len(clean) <= MAX_LENGTH
    assert safe(clean) == clean
    assert not outside_gsm7(safe(text, True))
