"""Everything that can be set, from the environment: one value, checked as a whole, before anything
starts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

from msgspec import Struct

from bot.config import value_kinds as kinds
from bot.config.cross_checks import ALWAYS, IN_PRODUCTION, Rule
from bot.config.declared import MADE, ONE_OF, REQUIRED, Declared, Setting
from bot.config.secrets import MAKERS, development_secrets
from bot.config.value_kinds import Opening

INTAKE = Path(__file__).parent.parent.parent / "flows" / "intake"
# the umask of every process: what it writes under DATA_DIR, the archive too, is for its owner only
PRIVATE = 0o077


class SettingsError(ValueError):
    """Every problem at once, one a line, each with what to do."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Settings(Struct, frozen=True, kw_only=True):
    """The settings, whole: no secret is ever missing. Each is declared here and nowhere else: type,
    how its text is read, defaults, what it does; its variable is the field in capitals. The
    README's table is checked against this one."""

    env: Annotated[
        Literal["development", "production"],
        Declared(ONE_OF, "development", "production refuses to start half-configured"),
    ]
    port: Annotated[int, Declared(kinds.whole(1, 65535), "8000", "where the web process listens")]
    web_concurrency: Annotated[
        int, Declared(kinds.whole(1, 64), "1", "web processes of the web server", "2")
    ]
    public_base_url: Annotated[
        str,
        Declared(
            kinds.url("http", "https"),
            "",
            "the address Twilio calls, as set in its console; production wants https. Unset: this"
            " machine",
            REQUIRED,
        ),
    ]
    twilio_account_sid: Annotated[
        str, Declared(kinds.sid("AC"), "", "the Twilio account", REQUIRED)
    ]
    twilio_auth_token: Annotated[
        str, Declared(kinds.anything, MADE, "signs and checks every request of Twilio's", REQUIRED)
    ]
    twilio_auth_token_secondary: Annotated[
        str,
        Declared(
            kinds.anything, "", "a second token that is valid too, while the first is being changed"
        ),
    ]
    twilio_messaging_service_sid: Annotated[
        str, Declared(kinds.sid("MG"), "", "the messaging service to send through, if you have one")
    ]
    twilio_api_base: Annotated[
        str,
        Declared(
            kinds.url("http", "https"), "https://api.twilio.com", "where Twilio's REST API is"
        ),
    ]
    sms_number: Annotated[
        str,
        Declared(
            kinds.phone_or_short_code,
            "+18605550100",
            "the number or short code people text",
            REQUIRED,
        ),
    ]
    voice_number: Annotated[
        str,
        Declared(
            kinds.phone, "+18605550101", "the number people call; a short code takes no calls", ""
        ),
    ]
    stop_handling: Annotated[
        Literal["ours", "twilio_default", "twilio_advanced"],
        Declared(
            ONE_OF,
            "ours",
            "who confirms a STOP: this program, Twilio's default for long codes, or Advanced"
            " Opt-Out",
        ),
    ]
    redis_url: Annotated[
        str,
        Declared(
            kinds.redis_url,
            "",
            "your Redis 7 or newer: one, redis+sentinel:// or redis+cluster://. Unset: one of"
            " our own",
            REQUIRED,
        ),
    ]
    redis_fsync: Annotated[
        Literal["always", "everysec"],
        Declared(
            ONE_OF,
            "everysec",
            "our own Redis: everysec may lose the last second when the machine stops",
            "always",
        ),
    ]
    database_url: Annotated[
        str,
        Declared(
            kinds.url("sqlite", "postgres", "postgresql", "postgresql+psycopg"),
            "",
            "the archive for staff; production wants PostgreSQL. Unset: SQLite under DATA_DIR",
            REQUIRED,
        ),
    ]
    data_dir: Annotated[
        Path, Declared(kinds.path, "var", "the folder for everything this program keeps itself")
    ]
    secret_key: Annotated[
        str, Declared(kinds.secret, MADE, "signs the cookies of the web pages", REQUIRED)
    ]
    data_keys: Annotated[
        tuple[str, ...],
        Declared(
            kinds.fernet_keys,
            MADE,
            "encrypt phone numbers; a new key goes in front, old ones stay",
            REQUIRED,
        ),
    ]
    contact_key: Annotated[
        str,
        Declared(
            kinds.secret,
            MADE,
            "turns numbers into contact ids; changing it forgets who is who",
            REQUIRED,
        ),
    ]
    intake_dir: Annotated[
        Path, Declared(kinds.path, str(INTAKE), "the folder of the county's data")
    ]
    mch_number: Annotated[
        str, Declared(kinds.phone, "", "the number people are told. Unset: that of `county.yaml`")
    ]
    transfer_number: Annotated[
        str,
        Declared(
            kinds.phone_or_none,
            "+18605550199",
            "where a caller who wants a person is put through in office hours. none: nobody is"
            " dialled",
            "none",
        ),
    ]
    voicemail: Annotated[
        bool,
        Declared(
            kinds.switch,
            "1",
            "callers may leave a recorded message; in production once counsel agrees",
            "0",
        ),
    ]
    voices: Annotated[
        Path,
        Declared(
            kinds.path,
            "var/voices",
            "the folder of recorded voices; `intake voices` lists what is missing",
        ),
    ]
    office_hours: Annotated[
        tuple[Opening, ...],
        Declared(
            kinds.openings,
            "Mon-Fri 08:00-17:00",
            "when MCH answers, by its clock; none: no time is promised",
            "none",
        ),
    ]
    closed_days: Annotated[
        Path | None, Declared(kinds.path, "", "the file of closed days. Unset: that of INTAKE_DIR")
    ]
    erase: Annotated[
        Literal["now", "request"],
        Declared(ONE_OF, "now", "FORGET erases at once, or asks staff to", "request"),
    ]
    retention_days: Annotated[
        int,
        Declared(
            kinds.whole(0, 36500),
            "0",
            "the archive deletes what is older; 0: it deletes nothing by itself",
        ),
    ]
    pause_hours: Annotated[
        int,
        Declared(
            kinds.whole(1, 720), "4", "after so long a text is first asked: go on, or start over?"
        ),
    ]
    still_you_hours: Annotated[
        int,
        Declared(
            kinds.whole(1, 2160), "72", "after so long the first question is: is this still you?"
        ),
    ]
    result_days: Annotated[
        int, Declared(kinds.whole(1, 90), "14", "so long MORE, WHY and CALL work after the results")
    ]
    session_days: Annotated[
        int, Declared(kinds.whole(1, 365), "30", "so long a conversation can be taken up again")
    ]
    hold_minutes: Annotated[
        int,
        Declared(
            kinds.whole(5, 1440),
            "240",
            "so long the bot keeps silent after staff took over or last wrote",
        ),
    ]
    sms_gsm7_only: Annotated[
        bool,
        Declared(kinds.switch, "0", "1: Spanish without accents, in shorter and cheaper texts"),
    ]
    try_: Annotated[
        bool, Declared(kinds.switch, "1", "the simulator at /try/; refused in production", "0")
    ]
    metrics_token: Annotated[
        str,
        Declared(kinds.anything, "", "what /metrics asks for, as a bearer token. Unset: nothing"),
    ]
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"], Declared(ONE_OF, "info", "how much is logged")
    ]
    smtp_url: Annotated[
        str,
        Declared(
            kinds.url("smtp", "smtps"),
            "",
            "the mail server for alerts, smtp://user:word@host:587. Unset: none",
        ),
    ]
    alerts_from: Annotated[
        str, Declared(kinds.mail_address, "alerts@localhost", "the address that alerts come from")
    ]
    trusted_proxies: Annotated[
        tuple[IPv4Network | IPv6Network, ...],
        Declared(
            kinds.networks,
            "none",
            "the addresses or networks of proxies that are believed when they tell who is calling; "
            "private: all private networks",
            "private",
        ),
    ]
    sender_limit: Annotated[
        int,
        Declared(
            kinds.whole(0, 100_000),
            "0",
            "texts and turns of calls of one sender a minute; 0: no limit",
            "120",
        ),
    ]
    site_limit: Annotated[
        int,
        Declared(
            kinds.whole(0, 1_000_000),
            "0",
            "the same of all together, in each web process; 0: no limit",
            "3000",
        ),
    ]
    given: frozenset[str] = frozenset()  # the names of those that are set

    @property
    def production(self) -> bool:
        return self.env == "production"

    @property
    def closed_days_file(self) -> Path:
        return self.closed_days or self.intake_dir / "closed_days.yaml"

    @property
    def mch_printed(self) -> str:
        """The number as people read it: (860) 757-4820."""
        return kinds.printed(self.mch_number)

    @property
    def sms_printed(self) -> str:
        """The number to text as people read it; a short code as its digits."""
        return kinds.printed(self.sms_number)

    def __repr__(self) -> str:
        return f"Settings(env={self.env!r})"  # the rest is nobody's business


def _declared() -> tuple[Setting, ...]:
    """The fields of Settings that the environment gives, in order."""
    hints = get_type_hints(Settings, include_extras=True)
    return tuple(
        Setting.of(field, *get_args(hint))
        for field, hint in hints.items()
        if get_origin(hint) is Annotated
    )


SETTINGS = _declared()


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
