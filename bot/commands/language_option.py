"""The option --language: one of the folders of the intake data."""

from __future__ import annotations

import os
from pathlib import Path

import click

from bot.config.settings import INTAKE
from bot.intake import language_codes


def intake_dir() -> Path:
    """The folder of data, as the environment says."""
    return Path(os.environ.get("INTAKE_DIR") or INTAKE)


class LanguageCode(click.ParamType):  # type: ignore[type-arg]
    """The code of a language, which is the name of its folder."""

    name = "language"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The code; refuses one that has no folder."""
        if value not in (codes := language_codes(intake_dir())):
            self.fail(f"{value!r} is not one of {', '.join(codes)}.", param, ctx)
        return value

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        """As the help shows it: `[en|es]`."""
        return f"[{'|'.join(language_codes(intake_dir()))}]"


LANGUAGE = LanguageCode()
