"""Every setting: its name, what it may be, its defaults, what it does. The README's table is checked against this one."""

from __future__ import annotations

import keyword
from collections.abc import Callable
from operator import lt
from pathlib import Path

from msgspec import Struct

from bot.config import kinds

REQUIRED = None  # in production: there is no default that would be right

CLOSED_DAYS = Path(__file__).parent.parent.parent / "flows" / "intake" / "closed_days.yaml"


class Setting(Struct, frozen=True):
    """One variable; an empty default means that it may stay unset."""

    name: str
    read: kinds.Read
    development: str
    production: str | None
    does: str

    @property
    def field(self) -> str:
        field = self.name.lower()
        return f"{field}_" if keyword.iskeyword(field) else field


def _same(name: str, read: kinds.Read, default: str, does: str) -> Setting:
    return Setting(name, read, default, default, does)


_MADE = ""  # in development it is made once and kept in DATA_DIR/secrets.json

SETTINGS: tuple[Setting, ...] = (
    _same("ENV", kinds.one_of("development", "production"), "development", "production refuses to start half-configured"),
    _same("PORT", kinds.whole(1, 65535), "8000", "where the web process listens"),
    Setting("WEB_CONCURRENCY", kinds.whole(1, 64), "1", "2", "web processes of the web server"),
    Setting(
        "PUBLIC_BASE_URL",
        kinds.url("http", "https"),
        "",
        REQUIRED,
        "the address Twilio calls, as set in its console; production wants https. Unset: this machine",
    ),
    Setting("TWILIO_ACCOUNT_SID", kinds.sid("AC"), "", REQUIRED, "the Twilio account"),
    Setting("TWILIO_AUTH_TOKEN", kinds.anything, _MADE, REQUIRED, "signs and checks every request of Twilio's"),
    _same("TWILIO_MESSAGING_SERVICE_SID", kinds.sid("MG"), "", "the messaging service to send through, if you have one"),
    _same("TWILIO_API_BASE", kinds.url("http", "https"), "https://api.twilio.com", "where Twilio's REST API is"),
    Setting("SMS_NUMBER", kinds.phone_or_short_code, "+18605550100", REQUIRED, "the number or short code people text"),
    Setting("VOICE_NUMBER", kinds.phone, "+18605550101", "", "the number people call; a short code takes no calls"),
    _same(
        "STOP_HANDLING",
        kinds.one_of("ours", "twilio_default", "twilio_advanced"),
        "ours",
        "who confirms a STOP: this program, Twilio's default for long codes, or Advanced Opt-Out",
    ),
    Setting("REDIS_URL", kinds.url("redis", "rediss", "unix"), "", REQUIRED, "your Redis 7 or newer. Unset: one of our own"),
    Setting(
        "REDIS_FSYNC",
        kinds.one_of("always", "everysec"),
        "everysec",
        "always",
        "our own Redis: everysec may lose the last second when the machine stops",
    ),
    Setting(
        "DATABASE_URL",
        kinds.url("sqlite", "postgres", "postgresql", "postgresql+psycopg"),
        "",
        REQUIRED,
        "the archive for staff; production wants PostgreSQL. Unset: SQLite under DATA_DIR",
    ),
    _same("DATA_DIR", kinds.path, "var", "the folder for everything this program keeps itself"),
    Setting("SECRET_KEY", kinds.secret, _MADE, REQUIRED, "signs the cookies of the web pages"),
    Setting("DATA_KEYS", kinds.fernet_keys, _MADE, REQUIRED, "encrypt phone numbers; a new key goes in front, old ones stay"),
    Setting("CONTACT_KEY", kinds.secret, _MADE, REQUIRED, "turns numbers into contact ids; changing it forgets who is who"),
    _same("MCH_NUMBER", kinds.phone, "+18607574820", "the number people are told"),
    Setting(
        "TRANSFER_NUMBER",
        kinds.phone_or_none,
        "+18605550199",
        "none",
        "where a caller who wants a person is put through in office hours. none: nobody is dialled",
    ),
    Setting("VOICEMAIL", kinds.switch, "1", "0", "callers may leave a recorded message; in production once counsel agrees"),
    _same("VOICES", kinds.path, "var/voices", "the folder of recorded voices; `intake voices` lists what is missing"),
    Setting(
        "OFFICE_HOURS",
        kinds.openings,
        "Mon-Fri 08:00-17:00",
        "none",
        "when MCH answers, New York time; none: no time is promised",
    ),
    _same("CLOSED_DAYS", kinds.path, str(CLOSED_DAYS), "the file of days on which MCH is closed"),
    Setting("ERASE", kinds.one_of("now", "request"), "now", "request", "FORGET erases at once, or asks staff to"),
    _same("RETENTION_DAYS", kinds.whole(0, 36500), "0", "the archive deletes what is older; 0: it deletes nothing by itself"),
    _same("PAUSE_HOURS", kinds.whole(1, 720), "4", "after so long a text is first asked: go on, or start over?"),
    _same("STILL_YOU_HOURS", kinds.whole(1, 2160), "72", "after so long the first question is: is this still you?"),
    _same("RESULT_DAYS", kinds.whole(1, 90), "14", "so long MORE, WHY and CALL work after the results"),
    _same("SESSION_DAYS", kinds.whole(1, 365), "30", "so long a conversation can be taken up again"),
    _same("HOLD_MINUTES", kinds.whole(5, 1440), "240", "so long the bot keeps silent after staff took over or last wrote"),
    _same("SMS_GSM7_ONLY", kinds.switch, "0", "1: Spanish without accents, in shorter and cheaper texts"),
    Setting("TRY", kinds.switch, "1", "0", "the simulator at /try/; refused in production"),
    _same("LOG_LEVEL", kinds.one_of("debug", "info", "warning", "error"), "info", "how much is logged"),
    _same(
        "SMTP_URL",
        kinds.url("smtp", "smtps"),
        "",
        "the mail server for alerts, smtp://user:word@host:587. Unset: none",
    ),
    _same("ALERTS_FROM", kinds.mail_address, "alerts@localhost", "the address that alerts come from"),
    Setting(
        "TRUSTED_PROXIES",
        kinds.networks,
        "none",
        "private",
        "the addresses or networks of proxies that are believed when they tell who is calling; private: all private networks",
    ),
    Setting(
        "SENDER_LIMIT", kinds.whole(0, 100_000), "0", "120", "texts and turns of calls of one sender a minute; 0: no limit"
    ),
    Setting("SITE_LIMIT", kinds.whole(0, 1_000_000), "0", "3000", "the same of all together, in each web process; 0: no limit"),
)


class Rule(Struct, frozen=True):
    """What is right by itself and wrong beside the others."""

    fields: tuple[str, ...]
    broken: Callable[..., bool]
    problem: str


ALWAYS = (
    Rule(
        ("transfer_number", "sms_number", "voice_number"),
        lambda transfer, *ours: transfer in filter(None, ours),
        "TRANSFER_NUMBER must not be SMS_NUMBER or VOICE_NUMBER: the call would come back to this program.",
    ),
    Rule(("still_you_hours", "pause_hours"), lt, "STILL_YOU_HOURS must not be less than PAUSE_HOURS."),
    Rule(("session_days", "result_days"), lt, "SESSION_DAYS must not be less than RESULT_DAYS."),
    Rule(
        ("session_days", "still_you_hours"),
        lambda days, hours: days * 24 < hours,
        "SESSION_DAYS must reach beyond STILL_YOU_HOURS.",
    ),
    Rule(
        ("retention_days", "session_days"),
        lambda kept, days: 0 < kept < days,
        "RETENTION_DAYS must not be less than SESSION_DAYS, unless it is 0: so long a conversation can be taken up again.",
    ),
)
IN_PRODUCTION = (
    Rule(("public_base_url",), lambda url: url.startswith("http:"), "PUBLIC_BASE_URL must begin with https:// in production."),
    Rule(("twilio_api_base",), lambda url: url.startswith("http:"), "TWILIO_API_BASE must begin with https:// in production."),
    Rule(("database_url",), lambda url: url.startswith("sqlite"), "DATABASE_URL must be PostgreSQL in production."),
    Rule(("try_",), bool, "TRY must be 0 in production: the simulator signs requests itself."),
)
