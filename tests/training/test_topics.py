"""The learned topics: made from the sentences in the repository, and what they hear of them."""

from __future__ import annotations

from collections import Counter

import pytest

from bot.intake import FOLDER
from flows.dialogue.topics.topic_answers import DOES
from flows.understanding.learned.learned_classes import ClassesError, LearnedClasses
from flows.understanding.text.utterance import Said
from flows.understanding.topics import NOTHING
from tests.playing.desks import the_flow
from training import topics
from training.classes import Example, checksum, train_classes

MODEL = FOLDER / "topics.bin"
SENTENCES = topics.read()
GROUPS = topics.read_groups()


def test_they_were_trained_on_the_sentences_that_stand_here() -> None:
    """After a change of training/topics: make train ARGS=topics."""
    assert LearnedClasses(MODEL.read_bytes()).learned_from == checksum(SENTENCES, GROUPS)


def test_every_topic_has_sentences_in_both_languages() -> None:
    found = Counter(each.name for each in SENTENCES)
    assert len(found) >= 42
    assert min(found.values()) >= 40, found.most_common()[-5:]


def test_every_learned_topic_has_an_answer() -> None:
    known = the_flow().topics.by_name.keys() | DOES.keys() | {NOTHING}
    assert {each.name for each in SENTENCES} <= known


def test_of_the_sentences_nearly_all_are_heard() -> None:
    listen = LearnedClasses(MODEL.read_bytes())
    some = SENTENCES[::7]
    right = sum(listen(each.text)[0].name == each.name for each in some)
    assert right / len(some) >= 0.9


@pytest.mark.parametrize("spoiled", [b"", b"CLS1", b"nothing at all\n", MODEL.read_bytes()[:-1]])
def test_weights_that_cannot_be_read_are_refused(spoiled: bytes) -> None:
    with pytest.raises(ClassesError):
        LearnedClasses(spoiled)


def test_the_same_sentences_make_the_same_bytes() -> None:
    few = [Example("cost", f"how much is it {n}") for n in ("a day", "in all", "for two")]
    few += [Example("where", f"where is it {n}") for n in ("today", "really", "please")]
    groups = {"money": ["much", "cost"]}
    made = train_classes(few, groups)
    assert made == train_classes(few, groups)
    assert LearnedClasses(made)("so how much is it then")[0].name == "cost"


@pytest.mark.parametrize("text", ["1", "", "06106", "?", "2 4"])
def test_figures_sound_like_nothing(text: str) -> None:
    assert the_flow().topics.sounds_like(Said(text)) is None
