"""Callers who press nothing, speak only Spanish, mash the keys, have a television on, or hang up:
none is trapped."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import count, cycle

import pytest

from flows.dialogue.aloud.bounds import END_AFTER, MOST_CALLBACKS, MOST_RINGS
from flows.model.call_events import TransferStarted
from flows.model.context import Policy
from flows.model.session import Status
from flows.wording.voice_prompts import spoken_number
from tests.flows.callers import CLOSED, OPEN, Phone

NUMBER = spoken_number("+18607574820")
NOISE = (
    "=And now a word from our sponsor.",
    "=Come on down!",
    "=Goal!",
    "=Breaking news tonight.",
    "=Mira, apaga eso.",
)
SPANISH = (
    *(
        "=Español.",
        "=Estoy embarazada.",
        "=En marzo.",
        "=Sí.",
        "=Vivo en Hartford.",
        "=Comida.",
        "=Eso es todo.",
    ),
    *("=Sí.", "=Siguiente.", "=¿Cuál es el número?", "=El anterior.", "=Repita.", "=Adiós."),
)
ACTS = (
    *"0123456789*#",
    *("06106", "3#", "12#", "9#", "1#", "7867", "99", "**", "00", ""),
    *NOISE,
    *SPANISH,
    *(
        "=Yes.",
        "=No.",
        "=I'm pregnant.",
        "=Two kids.",
        "=March.",
        "=Hartford.",
        "=Food.",
        "=That's all.",
        "=Next.",
    ),
    *(
        "=Stop.",
        "=Hold on.",
        "=Hello?",
        "=What?",
        "=Go back.",
        "=Skip.",
        "=Details.",
        "=Text me.",
        "=Why?",
        "=I don't know.",
    ),
    *(
        "=Tomorrow at 3.",
        "=Maria.",
        "=Call me back.",
        "=Help.",
        "=Pare.",
        "=No entiendo.",
        "=Espere.",
        "=Inglés.",
        "=Um.",
    ),
)
FOR_EVER: dict[str, str] = {
    "nine": "9",
    "star": "*",
    "zero": "0",
    "pound": "#",
    "eight": "8",
    "no entiendo": "=No entiendo.",
    "hello": "=Hello?",
    "hold on": "=Hold on.",
    "um": "=Um.",
    "stop and go on": "=Why?",
    "silence": "",
}
HOURS = {"open": OPEN, "closed": CLOSED}


def rings(phone: Phone) -> int:
    """How often this turn rings the office."""
    events = phone.turn.events if phone.turn else ()
    return sum(isinstance(event, TransferStarted) and event.to == "mch" for event in events)


def play(phone: Phone, acts: Iterator[str]) -> tuple[list[str], int]:
    """A whole call, until it ends; what was heard, and how often the office was rung."""
    heard, rung = [phone.ring()], 0
    while not phone.over:
        heard.append(phone.does(next(acts)))
        rung += rings(phone)
        assert phone.requests <= 2 * MOST_CALLBACKS, "the call goes on for ever"
    return heard, rung


@pytest.mark.parametrize("hours", HOURS)
@pytest.mark.parametrize("first", ["1", "2", ""])
@pytest.mark.parametrize("what", FOR_EVER)
def test_whoever_does_one_thing_for_ever_hears_the_number_and_is_not_kept(
    what: str, first: str, hours: str
) -> None:
    phone = Phone(HOURS[hours])
    acts = iter((first, *[FOR_EVER[what]] * 300)) if first else cycle([FOR_EVER[what]])
    heard, rung = play(phone, acts)
    assert heard[-1].count(NUMBER) >= 2
    assert rung <= MOST_RINGS
    assert phone.requests <= 2 * END_AFTER + 3


def test_a_caller_who_never_presses_a_key_hears_every_program() -> None:
    phone = Phone()
    said = (
        "=English.",
        "=I'm pregnant.",
        "=March.",
        "=Yes.",
        "=Hartford.",
        "=Food.",
        "=That's it.",
        "=Yes.",
    )
    heard, _ = play(phone, iter((*said, *[""] * 20)))
    everything = "\n".join(heard)
    for program in ("Wic", "Maternal and Infant Outreach", "Nurturing Families", "Healthy Start"):
        assert everything.count(program) >= 2  # in the row of names, and by itself
    assert everything.count(NUMBER) >= 2
    assert phone.session
    assert phone.session.status is Status.COMPLETED


def test_a_caller_who_only_speaks_spanish_never_hears_english_again() -> None:
    heard, _ = play(Phone(), iter((*SPANISH, *[""] * 20)))
    assert not [said for said in heard[1:] if "press" in said or "Press" in said]
    assert "Healthy Start" in "\n".join(heard)
    assert f"{NUMBER}; repito" in "\n".join(heard)


@pytest.mark.parametrize("hours", HOURS)
def test_with_a_television_on_the_call_comes_to_a_person_or_to_the_number(hours: str) -> None:
    phone = Phone(HOURS[hours])
    heard, rung = play(phone, cycle(NOISE))
    assert heard[-1].count(NUMBER) >= 2
    assert rung == (MOST_RINGS if hours == "open" else 0)


def test_whoever_hangs_up_at_any_step_can_call_again_and_go_on() -> None:
    keys = ("1", "1", "3#", "1", "06106", "1", "2", "1", "1", "2", "5", "4", "1")
    for cut in range(len(keys)):
        phone = Phone()
        phone.ring()
        for key in keys[:cut]:
            phone.does(key)
        before = dict(phone.session.answers) if phone.session else {}
        again = phone.ring()
        assert "9 1 1" in again
        assert "press 1" in again
        phone.does("1")
        assert phone.session
        assert before.items() <= phone.session.answers.items()


@pytest.mark.parametrize("world", range(4))
def test_500_random_calls_end_without_a_dead_end(world: int) -> None:
    """Mashed keys, noise and sense in any order, several calls from one phone, in every kind of
    set-up."""
    policy = Policy(transfer=world != 1, voicemail=world % 2 == 0)
    for seed in range(125):
        dice = random.Random(f"{world} {seed}")
        phone = Phone(CLOSED if world == 2 else OPEN, policy, withheld=world == 3)
        for _ in range(dice.randint(1, 2)):
            heard, rung = play(phone, (dice.choice(ACTS) for _ in count()))
            assert all(said.strip() for said in heard), f"seed {seed}: nothing is said"
            assert heard[-1].count(NUMBER) >= 2 or "9 8 8" in heard[-1], f"seed {seed}: {heard[-1]}"
            assert rung <= MOST_RINGS


def test_a_masher_is_not_rung_through_more_than_twice() -> None:
    dice = random.Random(7)
    _, rung = play(Phone(), (dice.choice("0123456789*#") for _ in count()))
    assert rung <= MOST_RINGS
