"""Texts that are no answer, each told apart from the words people write."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.model.inputs import Text
from flows.understanding import noise
from flows.understanding.noise import Noise


@pytest.mark.parametrize("body", ["", " ", "\n", "\x00", "\u200b", "\u00a0 \u200e"])
def test_nothing_at_all_is_empty(body: str) -> None:
    assert noise.kind(Text(body)) is Noise.EMPTY


@pytest.mark.parametrize("body", ["", " ", "😀", "\ufffc"])
def test_a_picture_without_words_is_a_picture(body: str) -> None:
    assert noise.kind(Text(body, media=1)) is Noise.PICTURE


@pytest.mark.parametrize("body", ["my card", "1", "si"])
def test_a_picture_with_words_is_its_words(body: str) -> None:
    assert noise.kind(Text(body, media=2)) is None


@pytest.mark.parametrize(
    "body",
    [
        "Liked “Reply STOP to stop”",
        'Loved "Emergency? Call 911"',
        "Loved an image",
        "Liked a message",
        "Emphasized “How old is your baby?”",
        "Laughed at “1 Yes\n2 No”",
        "Questioned “Which town?”",
        "Disliked “Call 911”",
        'Reacted 👍 to "Which town?"',
        "Reacted 👍 to “Which town?”",
        "Removed a heart from “Which town?”",
        "Removed an exclamation from “Hi”",
        "\u200a\u200b👍\u200b to “\u200aWhich town?\u200a”",
        "👍 to “Which town?”",
        "Le gustó “¿En qué ciudad vive?”",
        "Le encantó “Hola”",
        "Le encantó una imagen",
        "No le gustó “Hola”",
        "Le dio risa “Hola”",
        "Enfatizó “Hola”",
        "Preguntó por “Hola”",
        "Reaccionó con 👍 a “Hola”",
    ],
)
def test_a_reaction_to_our_text_is_a_tapback(body: str) -> None:
    assert noise.kind(Text(body)) is Noise.TAPBACK


@pytest.mark.parametrize(
    "body", ["😀", "🤰", "👶🍼", "❤️", "🇵🇷", "👩‍👧", "😂😂😂", "🙏🏽", "😀 !", "☎️"]
)
def test_emoji_alone_are_emoji(body: str) -> None:
    assert noise.kind(Text(body)) is Noise.EMOJI


@pytest.mark.parametrize(
    "body", ["👍", "👎", "👍🏽", "👍👍", "1️⃣", "2️⃣", "#️⃣1", "?", "??", "...", "¿?", "!", "-"]
)
def test_thumbs_keycaps_and_signs_are_left_to_be_understood(body: str) -> None:
    assert noise.kind(Text(body)) is None


@pytest.mark.parametrize(
    "body",
    [
        (
            "I'm driving with Do Not Disturb While Driving turned on. I'll see your message when I"
            " get where I'm going."
        ),
        "I’m driving with Do Not Disturb turned on.",
        "I'm driving right now - I'll get back to you later.",
        "(I am not receiving notifications. Do Not Disturb is on.)",
        "Auto-reply: I am away",
        "Auto reply: busy",
        "Automatic reply: back on Monday",
        "This is an automated message. Please do not reply.",
        "I am out of the office until Monday",
        "Out of office",
        "I am currently unavailable. I will get back to you.",
        "Estoy conduciendo. Le respondo luego",
        "Estoy manejando con No molestar",
        "Respuesta automática: no estoy disponible",
        "Mensaje automatico",
        "En este momento no estoy disponible",
        "Message not delivered",
        "Your message could not be delivered",
        "Free Msg: Service access denied",
        "FreeMsg: unable to send",
        "This number is not monitored.",
        "The number is no longer in service",
        "Thanks for texting Pizza! Msg & data rates may apply. Reply STOP to opt out",
    ],
)
def test_another_machine_is_an_automatic_reply(body: str) -> None:
    assert noise.kind(Text(body)) is Noise.AUTO_REPLY


@pytest.mark.parametrize(
    "body",
    [
        "hi",
        "I liked the nurse",
        "loved it",
        "Liked it",
        "Loved the baby class",
        "my husband is driving",
        "i work in an office",
        "where is the office",
        "dónde queda la oficina",
        "my car is automatic",
        "auto insurance",
        "delivery in june",
        "c section delivery",
        "i'm unavailable monday",
        "my baby is not in daycare",
        "stop",
        "STOP texting me",
        "le gusta la leche",
        "me gusta",
        "me encanta mi bebe",
        "estoy manejando, ahorita contesto",
        "👍 thanks",
        "baby 👶",
        "مرحبا",
        "1",
    ],
)
def test_words_are_no_noise(body: str) -> None:
    assert noise.kind(Text(body)) is None


@given(st.text(max_size=1600), st.integers(0, 10))
def test_no_text_is_too_strange(body: str, media: int) -> None:
    noise.kind(Text(body, media))
