"""Settings of the process and of what it connects to: its address, Twilio, Redis, the database, the
secrets."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from msgspec import Struct

from bot.config import value_kinds as kinds
from bot.config.declared import MADE, ONE_OF, REQUIRED, Declared


class ServiceSettings(Struct, frozen=True, kw_only=True):
    """The part of `Settings` that is the same for every county."""

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
            kinds.secrets_in_turn,
            MADE,
            "turns numbers into contact ids; a new key goes in front, and then `intake keys"
            " renew-contacts`",
            REQUIRED,
        ),
    ]
