"""Reads the settings from the environment, and refuses with every problem at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bot.config.cross_checks import ALWAYS, IN_PRODUCTION, Rule
from bot.config.declared import REQUIRED, Setting
from bot.config.secrets import MAKERS, development_secrets
from bot.config.settings import SETTINGS, Settings


class SettingsError(ValueError):
    """Every problem at once, one a line, each with what to do."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def load(environ: Mapping[str, str]) -> Settings:
    """The settings of this environment; in development missing secrets are made and kept. Raises
    SettingsError."""
    given = {setting.name: environ.get(setting.name, "").strip() for setting in SETTINGS}
    production = given["ENV"] == "production"
    problems: list[str] = []
    values = {
        setting.field: _value(setting, given[setting.name], production, problems)
        for setting in SETTINGS
    }
    problems += _refusals(values, ALWAYS + (IN_PRODUCTION if production else ()))
    if not production and not problems:
        values |= _development(given, values, problems)
    if problems:
        raise SettingsError(problems)
    return Settings(**values, given=frozenset(name for name, text in given.items() if text))


def _value(setting: Setting, text: str, production: bool, problems: list[str]) -> Any:
    default = setting.production if production else setting.development
    if not text and default is REQUIRED:
        problems.append(f"{setting.name} is not set: production needs it ({setting.does}).")
        return None
    if not (text := text or default or ""):
        return ""
    try:
        return setting.read(text)
    except ValueError as error:
        problems.append(f"{setting.name} {error}.")
        return None


def _refusals(values: dict[str, Any], rules: Iterable[Rule]) -> list[str]:
    found = ((rule, [values[field] for field in rule.fields]) for rule in rules)
    return [rule.problem for rule, chosen in found if None not in chosen and rule.broken(*chosen)]


def _development(
    given: dict[str, str], values: dict[str, Any], problems: list[str]
) -> dict[str, Any]:
    own = {"public_base_url": values["public_base_url"] or f"http://127.0.0.1:{values['port']}"}
    missing = [
        setting for setting in SETTINGS if setting.name in MAKERS and not given[setting.name]
    ]
    if not missing:
        return own
    try:
        made = development_secrets(values["data_dir"])
        return own | {setting.field: setting.read(made[setting.name]) for setting in missing}
    except OSError as error:
        problems.append(
            f"DATA_DIR must be a folder that can be written to: {values['data_dir']}:"
            f" {error.strerror}."
        )
    except ValueError as error:
        problems.append(f"The development secrets cannot be used: {error}.")
    return own
