"""How long words take to say, and how phone numbers are said."""

from __future__ import annotations

import pytest

from flows.wording.voice_prompts import COMMA, DIGIT, SLOW, STOP, WORD, seconds, spoken_number

PROSE = {
    "en": (
        "A trained visitor comes to your home and helps you get to know your baby. The visits are"
        " free, and they can begin before the birth. You can also ask about food, a doctor, or"
        " health insurance."
    ),
    "es": (
        "Una persona preparada le visita en casa y le ayuda a conocer a su bebé. Las visitas son"
        " gratis, y pueden empezar antes del parto. También puede preguntar por comida, un doctor o"
        " seguro médico."
    ),
}


@pytest.mark.parametrize("language", ["en", "es"])
def test_plain_sentences_come_to_150_to_160_words_a_minute(language: str) -> None:
    text = " ".join([PROSE[language]] * 5)
    assert 150 <= len(text.split()) / seconds(text) * 60 <= 160


@pytest.mark.parametrize(
    ("text", "words", "digits", "commas", "stops"),
    [
        ("", 0, 0, 0, 0),
        ("Hello.", 1, 0, 0, 0),
        ("For food, press 1. Or wait.", 5, 1, 1, 1),
        ("¿Para comida? Oprima el uno.", 5, 0, 0, 1),
        ("8 6 0, 7 5 7, 4 8 2 0", 0, 10, 2, 0),
        ("911", 0, 3, 0, 0),
        ("39,128 dollars", 1, 5, 0, 0),
        ("child's first-time", 3, 0, 0, 0),
        ("Wait... now", 2, 0, 0, 1),
    ],
)
def test_words_digits_and_the_pauses_between_them_are_counted(
    text: str, words: int, digits: int, commas: int, stops: int
) -> None:
    assert seconds(text) == pytest.approx(
        words * WORD + digits * DIGIT + commas * COMMA + stops * STOP
    )


def test_a_slow_voice_takes_longer() -> None:
    assert seconds("Call 9 1 1 now.", SLOW) == pytest.approx(seconds("Call 9 1 1 now.") / SLOW)


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("(860) 757-4820", "8 6 0, 7 5 7, 4 8 2 0"),
        ("+18607574820", "8 6 0, 7 5 7, 4 8 2 0"),
        ("8607574820", "8 6 0, 7 5 7, 4 8 2 0"),
        ("757-4820", "7 5 7, 4 8 2 0"),
        ("1-833-852-6262", "1, 8 3 3, 8 5 2, 6 2 6 2"),
        ("18338526262", "1, 8 3 3, 8 5 2, 6 2 6 2"),
        ("12345", "1 2 3 4 5"),
        ("123456", "1 2 3, 4 5 6"),
        ("2-1-1", "2 1 1"),
        ("+442079460000", "4 4 2, 0 7 9, 4 6 0, 0 0 0"),
        ("", ""),
    ],
)
def test_a_number_is_said_digit_by_digit_in_its_groups(printed: str, said: str) -> None:
    assert spoken_number(printed) == said
