"""The small pattern language of the data files."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.understanding.text.phrase_patterns import PhraseError, spell_out
from flows.understanding.text.phrases import Hit, PhraseBook
from flows.understanding.text.spelling import SHORT_FORMS, Corrector
from flows.understanding.text.utterance import Said


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("kill (myself|me)", "they kill me", True),
        ("kill (myself|me)", "they kill time", False),
        ("kill me", "they skill me", False),
        ("kill me", "kill mexico", False),
        ("i [really] want", "i really want", True),
        ("i [really] want", "i want", True),
        ("i [really|so] want", "i just want", False),
        ("bleed*", "still bleeding", True),
        ("bleed*", "nosebleed", False),
        ("a*c", "abc", True),
        ("not ... breathing", "not even really breathing", True),
        ("not ... breathing", "not breathing", True),
        ("not ... breathing", "not one two three four breathing", False),
        ("= stop", "Stop!", True),
        ("= stop", "bus stop", False),
        ("(don't|do not) go", "dont go", True),
        ("(a lot of|much) pain", "a lot of pain", True),
        ("(<who>|she) hits", "my ex hits", True),
        ("(<who>|she) hits", "she hits", True),
        ("mañana", "MANANA", True),
    ],
)
def test_a_phrase_is_found_where_its_words_stand(phrase: str, text: str, found: bool) -> None:
    book = PhraseBook({"it": [phrase]}, {"who": ["he", "my ex"]})
    assert bool(book.find(Said(text))) is found


def test_hits_come_in_the_order_of_the_names_then_by_place() -> None:
    book = PhraseBook({"first": ["b", "a"], "second": ["a b"]})
    assert book.find(Said("a, B")) == [Hit("first", 0, 1), Hit("first", 2, 3), Hit("second", 0, 3)]


@pytest.mark.parametrize("text", ["dont go", "don't go", "do not go"])
def test_short_forms_are_written_out_in_phrases_and_texts(text: str) -> None:
    book = PhraseBook({"it": ["don't go"]}, same=SHORT_FORMS)
    assert book.find_in(spell_out(Said(text).tokens, SHORT_FORMS))


def test_a_mask_covers_all_its_places_and_nothing_matches_across_it() -> None:
    masked = PhraseBook({"it": ["dead tired"]}).mask("i am dead tired and dead tired now")
    assert masked == "i am . and . now"
    assert not PhraseBook({"it": ["am ... now"]}).find_in(masked)
    untouched = "not a word of it"
    assert PhraseBook({"it": ["dead tired"]}).mask(untouched) is untouched


def test_masks_that_overlap_cover_all_that_either_covers() -> None:
    book = PhraseBook({"it": ["hang up", "please hang up and dial", "dial now"]})
    assert book.mask("so please hang up and dial now ok") == "so . ok"


def test_the_vocabulary_is_every_word_of_the_phrases() -> None:
    assert PhraseBook({"it": ["(one|two three) [four] ... five*"]}).vocabulary == {
        "one",
        "two",
        "three",
        "four",
    }


@pytest.mark.parametrize("phrase", ["", "= ", "...", "[maybe]", "(a|)", "( )", "!", "(<nobody>)"])
def test_a_phrase_that_cannot_be_read_is_refused(phrase: str) -> None:
    with pytest.raises(PhraseError):
        PhraseBook({"it": [phrase]})


@given(st.text(max_size=1600))
def test_no_text_is_too_strange(text: str) -> None:
    book = PhraseBook({"it": ["not ... (breath*|moving) [now]", "= stop", "a*"]})
    book.find(Said(text))
    book.mask(Said(text).bare)


CORRECTOR = Corrector(
    ["bleeding", "suicide", "killing", "necesito", "fever", "don't"],
    ["breeding", "cooking", "never"],
    SHORT_FORMS,
)


@pytest.mark.parametrize(
    ("word", "read"),
    [
        ("bleding", "bleeding"),
        ("bleeeding", "bleeding"),
        ("lbeeding", "bleeding"),
        ("leeding", "bleeding"),
        ("bleedin", "bleeding"),
        ("suicde", "suicide"),
        ("nesesito", "necesito"),
        ("kiling", "killing"),
        ("dont", "do not"),
        ("diiiid", "did"),
        ("breeding", "breeding"),
        ("never", "never"),
        ("seeding", "seeding"),
        ("fer", "fer"),
        ("1111", "1111"),
        ("", ""),
    ],
)
def test_one_slip_is_put_right_and_a_real_word_is_left_alone(word: str, read: str) -> None:
    assert CORRECTOR.read([word]) == read
