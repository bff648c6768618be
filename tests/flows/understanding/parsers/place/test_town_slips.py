"""Every town, ZIP and name by itself, and with one slip of the fingers."""

from __future__ import annotations

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.understanding.parsers.base import Heard
from flows.understanding.text.utterance import Said
from tests.flows.understanding.parsers.place.towns import TODAY, TOWN, TOWNS, ZIPS, shown


@pytest.mark.parametrize("town", TOWNS)
def test_every_town_by_its_own_name(town: str) -> None:
    """Each of the 169 towns is taken by its own name, in either language's sentence."""
    for said in (
        town,
        town.upper(),
        f"{town} CT",
        f"I live in {town}",
        f"vivo en {town}, Connecticut",
    ):
        assert shown(TOWN.hear(Said(said), TODAY)) == town
    assert shown(TOWN.volunteer(Said(f"im pregnant and i live in {town} CT"), TODAY)) == town


def test_every_zip() -> None:
    """Each ZIP gives its town, or asks about it: a post office box or a ZIP of two towns proves no
    home."""
    for zip_code, town in ZIPS.items():
        heard = TOWN.hear(Said(zip_code), TODAY)
        assert heard == (
            Heard(town)
            if zip_code in TOWN.places.sure_zips
            else Heard(town, sure=False, label=town)
        )


def test_every_name() -> None:
    """Each listed name gives its own place: taken, or asked where the file says so."""
    for words, name in TOWN.places.names.items():
        heard = TOWN.hear(Said(" ".join(words)), TODAY)
        assert heard is not None, words
        assert (heard.value, heard.sure) == (name.value, name.sure), words


def slips(name: str) -> set[str]:
    """The name with one letter lost, or two letters exchanged."""
    lost = (name[:i] + name[i + 1 :] for i in range(len(name)) if name[i] != " ")
    exchanged = (name[:i] + name[i + 1] + name[i] + name[i + 2 :] for i in range(len(name) - 1))
    return set(chain(lost, exchanged)) - {name}


@pytest.mark.parametrize("town", TOWNS)
def test_one_slip_never_gives_another_town_silently(town: str) -> None:
    """A mistyped town is asked or not understood; taken only if the slip spells a real town's
    name."""
    for slip in slips(town.lower()):
        heard = TOWN.hear(Said(slip), TODAY)
        if heard is not None and heard.sure:
            assert slip.title() in TOWNS
            assert heard.value == slip.title()


@pytest.mark.parametrize("town", TOWNS)
def test_one_slip_is_mostly_understood(town: str) -> None:
    """Most slips in a name of six letters or more lead to the question "Did you mean …?" with the
    right town."""
    if len(town) < 6 or town in (
        "Easton",
        "Weston",
        "Preston",
    ):  # these are each other's neighbours
        return
    heard = [TOWN.hear(Said(slip), TODAY) for slip in slips(town.lower())]
    right = sum(h is not None and h.value == town and h.label == town for h in heard)
    assert right / len(heard) > 0.7


def test_a_guess_has_a_label() -> None:
    """The bot can say every guess: "Did you mean East Hartford?"."""
    heard = TOWN.hear(Said("Hartford del este"), TODAY)
    assert heard == Heard("East Hartford", sure=False, label="East Hartford")


WORDS = st.sampled_from(
    ["hartford", "west", "wst", "06106", "01103", "in", "or", "ct", "ma", "me", "not", "near",
     "ave", "vivo en", "de", "el",
     "north end", "new", "york", "6106", "zero", "six", ".", ",", "-", "ñ", "union", "from",
      "i live in", "manchster"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=12).map(" ".join)))
def test_any_text_is_survived(text: str) -> None:
    """Any text at all gives a known town, elsewhere or nothing; a volunteered town is never a
    guess."""
    known = {*TOWNS, "elsewhere"}
    heard, volunteered = TOWN.hear(Said(text), TODAY), TOWN.volunteer(Said(text), TODAY)
    assert heard is None or (heard.value in known and (heard.sure or heard.label))
    assert volunteered is None or (volunteered.value in known and volunteered.sure)
