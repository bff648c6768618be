"""A language of the conversation, as the language.yaml of its folder states it."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

OTHER = "other"
"""Stands for every language that has no folder."""

Positive = Annotated[int, Meta(ge=1)]


class Budget(Struct, frozen=True, forbid_unknown_fields=True):
    """The most segments of a text, of a page of results and of a template of the staff; the most
    characters of a program's line, of its details and of a reason."""

    text: Positive
    results: Positive
    template: Positive
    line: Positive
    details: Positive
    reason: Positive


class Menu(Struct, frozen=True, forbid_unknown_fields=True):
    """How the question of the language offers it, where {n} is its number: in a sentence, and in
    few words."""

    reply: str
    send: str


class Chosen(Struct, frozen=True, forbid_unknown_fields=True):
    """Phrases that choose it at the question of the language (`says`), or inside a text about
    something else."""

    says: tuple[str, ...]
    volunteer: tuple[str, ...] = ()


class Switch(Struct, frozen=True, forbid_unknown_fields=True):
    """Phrases that ask for it at any step: as a whole message, or inside a text that was no
    answer."""

    whole: tuple[str, ...]
    loosely: tuple[str, ...] = ()


class Language(Struct, frozen=True, forbid_unknown_fields=True):
    """One language.

    `number` is its key (said as `aloud`), and its place wherever languages stand in a row; number 1
    is spoken where nothing is known. `letters` says whether its texts keep to GSM-7. Without
    `free_text` words in it are not understood, only numbers and keys. `voice` and `speech` are
    names of Twilio: who speaks it, and the locale in which speech is recognised. The rest tells the
    language of the first words: `signs` are letters that it alone has, `strong` words count two,
    `weak` ones one.
    """

    number: Positive
    name: str
    own_name: str
    letters: Literal["gsm7", "any"]
    free_text: bool
    voice: str
    speech: str
    budget: Budget
    menu: Menu
    chosen: Chosen
    switch: Switch = Switch(())
    aloud: str = ""
    signs: str = ""
    strong: str = ""
    weak: str = ""
    asking: str = ""
