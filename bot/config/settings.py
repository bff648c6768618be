"""Everything that can be set, from the environment: one value, checked as a whole, before anything
starts."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Literal, get_args, get_origin, get_type_hints

from bot.config import value_kinds as kinds
from bot.config.declared import ONE_OF, Declared, Setting
from bot.config.service_settings import ServiceSettings
from bot.config.value_kinds import Opening

INTAKE = Path(__file__).parent.parent.parent / "flows" / "intake"
# the umask of every process: what it writes under DATA_DIR, the archive too, is for its owner only
PRIVATE = 0o077


class Settings(ServiceSettings, frozen=True, kw_only=True):
    """The settings, whole: no secret is ever missing. Each is declared here and nowhere else: type,
    how its text is read, defaults, what it does; its variable is the field in capitals. The table
    of the README is checked against this one."""

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
    voicemail_transcript: Annotated[
        bool,
        Declared(
            kinds.switch,
            "0",
            "Twilio writes down recorded messages, which it does in English only; staff read what"
            " it heard",
        ),
    ]
    line_lookup: Annotated[
        bool,
        Declared(
            kinds.switch,
            "0",
            "Twilio's Lookup tells landlines from mobiles, so that none is offered a text; Twilio"
            " charges for each caller",
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
    follow_up_days: Annotated[
        int,
        Declared(
            kinds.whole(0, 60),
            "7",
            "after so long people who said yes are asked how it went; 0: nobody is asked",
        ),
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
