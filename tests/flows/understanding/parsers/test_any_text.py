"""Whatever comes in, no parser raises, none is slow, and every answer is what JSON can hold."""

from __future__ import annotations

import time
from datetime import date

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.understanding.parsers.base import Heard
from flows.understanding.parsers.shared.unsure import declines, says_unknown
from flows.understanding.parsers.shared.vocabulary import wordlist
from flows.understanding.text.utterance import Said
from tests.flows.understanding.parsers.option_lists import PARSERS, TODAY

WORDS = st.sampled_from(
    wordlist(
        "1 2 3 14 20 1/2 ½ 3/15 2025 no not yes si and y or o , . ? - / : ( pregnant embarazada"
        " months meses weeks años old",
        "kids hijos twins newborn born due in en march marzo my mi me yo food shots husky almost"
        " casi one uno once two dos",
        "de i im tengo dont 👍 é ñ",
    )
)
TEXTS = st.one_of(st.text(max_size=1600), st.lists(WORDS, max_size=60).map(" ".join))
LONGEST = (
    0.25  # seconds for 1,600 characters made to hurt; ordinary texts take some ten microseconds
)


@given(text=TEXTS, today=st.dates(date(2024, 1, 1), date(2040, 12, 31)))
@settings(max_examples=300, deadline=None)
def test_no_text_makes_a_parser_raise(text: str, today: date) -> None:
    for parser in PARSERS.values():
        for heard in (parser.hear(Said(text), today), parser.volunteer(Said(text), today)):
            if heard is not None:
                assert msgspec.json.decode(msgspec.json.encode(heard), type=Heard) == heard
                assert heard.sure or heard.label
    assert says_unknown(Said(text)) in (True, False)
    assert declines(Said(text)) in (True, False)


@given(text=TEXTS)
@settings(max_examples=100, deadline=None)
def test_ages_and_due_dates_always_make_sense(text: str) -> None:
    ages = PARSERS["ages"].hear(Said(text), TODAY)
    assert ages is None or (
        ages.value == sorted(ages.value) and all(0 <= age <= 252 for age in ages.value)
    )
    due = PARSERS["due"].hear(Said(text), TODAY)
    assert due is None or -21 <= (date.fromisoformat(due.value) - TODAY).days <= 294


PIECES = """a |1 |1/|11|in |not |5 months |(|pregnant |and |2, |twins |due in |newborn |1.1.|de |½
|my baby |twenty |¿|don't
 |1 year and |due date is |my |no |yes """


@pytest.mark.parametrize("piece", PIECES.replace("\n", "").split("|"))
def test_no_text_is_slow(piece: str) -> None:
    said = Said((piece * 1600)[:1600])
    for name, parser in PARSERS.items():
        begun = time.process_time()
        parser.hear(said, TODAY)
        parser.volunteer(said, TODAY)
        assert time.process_time() - begun < LONGEST, name
