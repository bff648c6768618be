"""Everything that can be set, from the environment: one value, checked as a whole, before anything starts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct

from bot.config.kinds import Opening
from bot.config.secrets import MAKERS, development_secrets
from bot.config.table import ALWAYS, IN_PRODUCTION, REQUIRED, SETTINGS, Rule, Setting

PRIVATE = 0o077  # the umask of every process: what it writes under DATA_DIR, the archive too, is for its owner only


class SettingsError(ValueError):
    """Every problem at once, one a line, each with what to do."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Settings(Struct, frozen=True, kw_only=True):
    """The settings, whole: no secret is ever missing."""

    env: Literal["development", "production"]
    port: int
    web_concurrency: int
    public_base_url: str
    twilio_account_sid: str
    twilio_auth_token: str
    twilio_messaging_service_sid: str
    twilio_api_base: str
    sms_number: str
    voice_number: str
    stop_handling: Literal["ours", "twilio_default", "twilio_advanced"]
    redis_url: str
    redis_fsync: Literal["always", "everysec"]
    database_url: str
    data_dir: Path
    secret_key: str
    data_keys: tuple[str, ...]
    contact_key: str
    mch_number: str
    transfer_number: str
    voicemail: bool
    voices: Path
    office_hours: tuple[Opening, ...]
    closed_days: Path
    erase: Literal["now", "request"]
    retention_days: int
    pause_hours: int
    still_you_hours: int
    result_days: int
    session_days: int
    hold_minutes: int
    sms_gsm7_only: bool
    try_: bool
    log_level: Literal["debug", "info", "warning", "error"]
    smtp_url: str
    alerts_from: str
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...]
    sender_limit: int
    site_limit: int
    given: frozenset[str] = frozenset()  # the names of those that are set

    @property
    def production(self) -> bool:
        return self.env == "production"

    @property
    def mch_printed(self) -> str:
        """The number as people read it: (860) 757-4820."""
        return _printed(self.mch_number)

    @property
    def sms_printed(self) -> str:
        """The number to text as people read it; a short code as its digits."""
        return _printed(self.sms_number)

    def __repr__(self) -> str:
        return f"Settings(env={self.env!r})"  # the rest is nobody's business


def _printed(number: str) -> str:
    if not number.startswith("+"):
        return number
    digits = number[-10:]
    return f"({digits[:3]}) {digits[3:6]}-{digits[6:]}"


def load(environ: Mapping[str, str]) -> Settings:
    """The settings of this environment; in development missing secrets are made and kept. Raises SettingsError."""
    given = {setting.name: environ.get(setting.name, "").strip() for setting in SETTINGS}
    production = given["ENV"] == "production"
    problems: list[str] = []
    values = {setting.field: _value(setting, given[setting.name], production, problems) for setting in SETTINGS}
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


def _development(given: dict[str, str], values: dict[str, Any], problems: list[str]) -> dict[str, Any]:
    own = {"public_base_url": values["public_base_url"] or f"http://127.0.0.1:{values['port']}"}
    missing = [setting for setting in SETTINGS if setting.name in MAKERS and not given[setting.name]]
    if not missing:
        return own
    try:
        made = development_secrets(values["data_dir"])
        return own | {setting.field: setting.read(made[setting.name]) for setting in missing}
    except OSError as error:
        problems.append(f"DATA_DIR must be a folder that can be written to: {values['data_dir']}: {error.strerror}.")
    except ValueError as error:
        problems.append(f"The development secrets cannot be used: {error}.")
    return own
