"""How a setting is declared: beside the type of its field in `bot.config.settings.Settings`."""

from __future__ import annotations

from typing import Any, get_args

from msgspec import UNSET, Struct, UnsetType

from bot.config.value_kinds import Read, one_of

REQUIRED = None  # in production: there is no default that would be right
MADE = ""  # in development it is made once and kept in DATA_DIR/secrets.json
ONE_OF = None  # to be read as one of the words of the field's Literal


class Declared(Struct, frozen=True):
    """How the text of a variable is read, its default, what it does. An empty default means that it
    may stay unset.

    `production` is the default there where it differs, or REQUIRED.
    """

    read: Read | None
    default: str
    does: str
    production: str | UnsetType | None = UNSET


class Setting(Struct, frozen=True):
    """One field of Settings: its name, how its text is read, its defaults, what it does."""

    field: str
    read: Read
    development: str
    production: str | None
    does: str

    @classmethod
    def of(cls, field: str, type_: Any, declared: Declared) -> Setting:
        read = declared.read or one_of(*get_args(type_))
        production = (
            declared.default if isinstance(declared.production, UnsetType) else declared.production
        )
        return cls(field, read, declared.default, production, declared.does)

    @property
    def name(self) -> str:
        """The environment variable."""
        return self.field.rstrip("_").upper()
