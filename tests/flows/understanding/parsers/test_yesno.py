"""Yes and no: what is one, what is a guess to confirm, and what is neither."""

from __future__ import annotations

import pytest

from tests.flows.understanding.parsers.option_lists import hear, short

YES = """y|yes|Yes.|YES!!|yeah|yep|yup|ya|yesss|yea!|sure|correct|that's right|of course|i do
|yes i do|yes please
|oh yes|yes ma'am|1|one|1 yes
|yes yes|👍|👍🏽|✅|si|sí|siiii|Sí, claro|si por favor|claro|claro que si|simon|correcto|es correcto
|sí señor|por supuesto
|asi es|uno"""
NO = """n|no|No.|nooo|no no no|nope|nah|nop|nel|para nada|no thank you|no gracias|no i don't
|no we don't|i dont
|of course not|not yet|hell no
|i said no|never|2|two|dos|2 no|👎|❌|claro que no|todavia no|ya no|no señora|nunca|no es cierto
|no tengo|tampoco
|por supuesto que no|incorrect"""
GUESS_YES = "yes?|sí?|i think so|I guess|ok|bueno|creo que si|supongo que si|yse|probably"
GUESS_NO = "i don't think so|not really|creo que no|no creo|probably not"
NEITHER = """no, but actually yes|yes but no|please don't|not a clue|no idea|no se|no sé
|no sé si sí|yes and no|kind of
|maybe|quizas|tal vez
|mas o menos|a veces|no problem|no worries|not no|sino|yes or no what?|si o no|no entiendo
|no puedo hablar ahora
|no hablo ingles|i dont understand
|why not|yes no|si no|no yes|1 no|2 yes|3|1 or 2|1 2|no one told me|no more texts|no me manden mas
|si puedo ir
|is it yes|don't say no
|que?|what?|?|not sure|no estoy segura|si, no tengo|2 kids|nothing doing here|rather not say
|prefiero no decir|no doubt
|👍👎|🤷||   |hello|06106"""


def rows(text: str) -> list[str]:
    return text.replace("\n", "").split("|")


@pytest.mark.parametrize("text", rows(YES))
def test_a_plain_yes_in_either_language_is_true(text: str) -> None:
    assert short(hear("plain_yesno", text)) is True


@pytest.mark.parametrize("text", rows(NO))
def test_a_plain_no_in_either_language_is_false(text: str) -> None:
    assert short(hear("plain_yesno", text)) is False


@pytest.mark.parametrize("text", rows(GUESS_YES))
def test_a_leaning_yes_is_only_a_guess(text: str) -> None:
    assert short(hear("plain_yesno", text)) == ("?", True)


@pytest.mark.parametrize("text", rows(GUESS_NO))
def test_a_leaning_no_is_only_a_guess(text: str) -> None:
    assert short(hear("plain_yesno", text)) == ("?", False)


@pytest.mark.parametrize("text", rows(NEITHER))
def test_what_is_both_or_neither_is_not_an_answer(text: str) -> None:
    assert hear("plain_yesno", text) is None


@pytest.mark.parametrize("text", ["no 👍", "yes 👎"])
def test_words_against_their_sign_are_never_sure(text: str) -> None:
    heard = hear("plain_yesno", text)
    assert heard is None or not heard.sure


@pytest.mark.parametrize(
    ("question", "text", "value"),
    [
        ("first_baby", "yes my first", True),
        ("first_baby", "si es mi primer bebe", True),
        ("first_baby", "primeriza", True),
        ("first_baby", "this is my first", True),
        ("first_baby", "no tengo otros hijos", True),
        ("first_baby", "no its my second", False),
        ("first_baby", "its my third", False),
        ("first_baby", "2nd", False),
        ("first_baby", "no es mi primero", False),
        ("first_baby", "it isn't my first", False),
        ("first_baby", "no, i have 2 other kids", False),
        ("first_baby", "no es mi segundo", ("?", False)),
        ("benefits", "husky", True),
        ("benefits", "snap and husky", True),
        ("benefits", "si tengo cupones", True),
        ("benefits", "yes we get food stamps", True),
        ("benefits", "none of them", False),
        ("benefits", "no recibo", False),
        ("benefits", "i lost my husky", False),
        ("benefits", "no tengo husky", False),
        ("benefits", "no husky but snap", ("?", True)),
        ("benefits", "husy", ("?", True)),
        ("benefits", "applied for husky", False),
        ("benefits", "i used to have husky", False),
        ("benefits", "what is husky", None),
        ("benefits", "que es husky?", None),
        ("income", "less than that", True),
        ("income", "menos", True),
        ("income", "we make more", False),
        ("income", "mas", False),
        ("income", "not under", False),
        ("income", "mas o menos", None),
    ],
)
def test_a_question_has_words_of_its_own(question: str, text: str, value: object) -> None:
    assert short(hear(question, text)) == value


def test_a_guess_says_what_it_is_in_both_languages() -> None:
    heard = hear("plain_yesno", "i think so")
    assert heard
    assert heard.label == "yes / sí"
