"""Settings: whole or refused, with every problem named at once; and secrets that are made once."""

from __future__ import annotations

import subprocess
import sys
from datetime import time
from ipaddress import ip_network
from pathlib import Path

import msgspec
import pytest
from cryptography.fernet import Fernet

from bot.config.load_settings import SettingsError, load
from bot.config.secrets import MAKERS, development_secrets
from bot.config.settings import SETTINGS, Settings
from bot.config.value_kinds import Opening
from bot.wiring import of_county, policy
from tests.playing.desks import the_flow

PRODUCTION = {
    "ENV": "production",
    "PUBLIC_BASE_URL": "https://intake.example.org/",
    "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
    "TWILIO_AUTH_TOKEN": "1" * 32,
    "SMS_NUMBER": "898211",
    "REDIS_URL": "rediss://:secret@redis.example.org:6380/0",
    "DATABASE_URL": "postgresql://intake@db.example.org/intake",
    "SECRET_KEY": "s" * 32,
    "DATA_KEYS": f"{Fernet.generate_key().decode()}, {Fernet.generate_key().decode()}",
    "CONTACT_KEY": "c" * 32,
}
NEEDED = sorted(set(PRODUCTION) - {"ENV"})


def test_nothing_set_is_a_working_development(tmp_path: Path) -> None:
    """With an empty environment but for the folder, everything has a value and no secret is
    missing."""
    settings = load({"DATA_DIR": str(tmp_path)})
    assert (settings.env, settings.port, settings.public_base_url) == (
        "development",
        8000,
        "http://127.0.0.1:8000",
    )
    assert (settings.erase, settings.redis_fsync, settings.try_, settings.trusted_proxies) == (
        "now",
        "everysec",
        True,
        (),
    )
    assert settings.office_hours == (Opening((0, 1, 2, 3, 4), time(8), time(17)),)
    assert settings.mch_number == ""
    assert (settings.voice_number, settings.transfer_number, settings.voicemail) == (
        "+18605550101",
        "+18605550199",
        True,
    )
    assert all(
        (settings.twilio_auth_token, settings.secret_key, settings.data_keys, settings.contact_key)
    )


def test_whole_production() -> None:
    """Production with all it needs: no promise of a time, erasing on request, no simulator, every
    write on disk."""
    settings = load(PRODUCTION)
    assert settings.public_base_url == "https://intake.example.org"
    assert (settings.erase, settings.redis_fsync, settings.try_) == ("request", "always", False)
    assert ip_network("10.0.0.0/8") in settings.trusted_proxies
    assert (settings.sender_limit, settings.site_limit) == (120, 3000)
    assert settings.office_hours == ()
    assert (settings.sms_number, settings.sms_printed) == ("898211", "898211")
    assert (settings.voice_number, settings.transfer_number, settings.voicemail) == ("", "", False)
    assert len(settings.data_keys) == 2


@pytest.mark.parametrize("name", NEEDED)
def test_production_needs(name: str) -> None:
    """Half-configured, production does not start."""
    with pytest.raises(SettingsError, match=f"^{name} is not set: production needs it"):
        load(PRODUCTION | {name: " "})


def test_all_problems_at_once() -> None:
    """Whoever sets it up learns everything in one go."""
    with pytest.raises(SettingsError) as caught:
        load({"ENV": "production", "PORT": "http", "TRY": "1"})
    assert [problem.split(" ")[0] for problem in caught.value.problems] == [
        "PORT",
        *in_table_order(NEEDED),
        "TRY",
    ]


def in_table_order(names: list[str]) -> list[str]:
    return [setting.name for setting in SETTINGS if setting.name in names]


WRONG = [
    ("ENV", "staging"),
    ("PORT", "0"),
    ("PORT", "65536"),
    ("PORT", "eight"),
    ("PUBLIC_BASE_URL", "intake.example.org"),
    ("PUBLIC_BASE_URL", "https://"),
    ("PUBLIC_BASE_URL", "https:intake"),
    ("PUBLIC_BASE_URL", "https://[broken"),
    ("TWILIO_ACCOUNT_SID", "AC123"),
    ("TWILIO_MESSAGING_SERVICE_SID", "AC" + "0" * 32),
    ("TWILIO_API_BASE", "api.twilio.com"),
    ("SMS_NUMBER", "860-757-4820"),
    ("SMS_NUMBER", "1234"),
    ("VOICE_NUMBER", "898211"),
    ("VOICE_NUMBER", "+1"),
    ("STOP_HANDLING", "Ours"),
    ("REDIS_URL", "localhost:6379"),
    ("REDIS_URL", "redis://"),
    ("REDIS_URL", "redis://host:port"),
    ("REDIS_FSYNC", "no"),
    ("DATABASE_URL", "mysql://localhost/intake"),
    ("SECRET_KEY", "short"),
    ("CONTACT_KEY", "c" * 65),
    ("DATA_KEYS", "not a key"),
    ("DATA_KEYS", ","),
    ("MCH_NUMBER", "call us"),
    ("TRANSFER_NUMBER", "8607574820"),
    ("VOICEMAIL", "yes"),
    ("OFFICE_HOURS", "9 to 5"),
    ("OFFICE_HOURS", "Mon-Fri 17:00-08:00"),
    ("OFFICE_HOURS", "Fri-Mon 08:00-17:00"),
    ("OFFICE_HOURS", "Mon-Fri 08:00-25:00"),
    ("OFFICE_HOURS", "Mon-Fry 08:00-17:00"),
    ("ERASE", "never"),
    ("RETENTION_DAYS", "-1"),
    ("RETENTION_DAYS", "²"),
    ("PAUSE_HOURS", "0"),
    ("HOLD_MINUTES", "0"),
    ("HOLD_MINUTES", "1441"),
    ("SMS_GSM7_ONLY", "yes"),
    ("LOG_LEVEL", "loud"),
    ("TRUSTED_PROXIES", "9"),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_wrong_value_is_named(name: str, value: str, tmp_path: Path) -> None:
    """A wrong value is refused by name, with what to write instead, and is not itself repeated."""
    with pytest.raises(SettingsError, match=f"^{name} must ") as caught:
        load({"DATA_DIR": str(tmp_path), name: value})
    assert len(caught.value.problems) == 1
    assert len(value) < 10 or value not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PUBLIC_BASE_URL", "http://intake.example.org"),
        ("TWILIO_API_BASE", "http://twilio.example.org"),
        ("DATABASE_URL", "sqlite:///var/intake.db"),
        ("TRY", "1"),
    ],
)
def test_production_refuses(name: str, value: str) -> None:
    """What is right in development and not safe in production."""
    with pytest.raises(SettingsError, match=f"^{name} must .* in production"):
        load(PRODUCTION | {name: value})


@pytest.mark.parametrize(
    "together",
    [
        {"PAUSE_HOURS": "80"},
        {"SESSION_DAYS": "10"},
        {"RESULT_DAYS": "1", "SESSION_DAYS": "2"},
        {"RETENTION_DAYS": "29"},
    ],
)
def test_times_must_fit_together(together: dict[str, str], tmp_path: Path) -> None:
    """A time that ends before the one it follows is refused."""
    with pytest.raises(SettingsError, match=r"must not be less than|must reach beyond"):
        load({"DATA_DIR": str(tmp_path)} | together)


@pytest.mark.parametrize("ours", ["SMS_NUMBER", "VOICE_NUMBER"])
def test_callers_are_not_put_through_to_ourselves(ours: str, tmp_path: Path) -> None:
    """A transfer that would ring here again is refused."""
    with pytest.raises(SettingsError, match=r"^TRANSFER_NUMBER must not be"):
        load(
            {"DATA_DIR": str(tmp_path), ours: "+18605550142", "TRANSFER_NUMBER": "+1 860 555 0142"}
        )


@pytest.mark.parametrize("voicemail", ["0", "1"])
@pytest.mark.parametrize("transfer", ["", "+18607574820"])
def test_what_a_call_may_offer_is_what_is_set(voicemail: str, transfer: str) -> None:
    """The conversation is told whether somebody can be dialled and a message be left, and the
    number to text as it is read."""
    chosen = {"VOICEMAIL": voicemail, "TRANSFER_NUMBER": transfer, "SMS_NUMBER": "+18605550100"}
    told = policy(of_county(load(PRODUCTION | chosen), the_flow().county))
    assert (told.transfer, told.voicemail) == (bool(transfer), voicemail == "1")
    assert (told.texts_to, told.mch) == ("(860) 555-0100", "(860) 757-4820")


RIGHT = [
    ("OFFICE_HOURS", "none", "office_hours", ()),
    (
        "OFFICE_HOURS",
        "Mon-Thu 8:00-17:30, sat 09:00-12:00",
        "office_hours",
        (Opening((0, 1, 2, 3), time(8), time(17, 30)), Opening((5,), time(9), time(12))),
    ),
    ("SMS_NUMBER", "+1 (860) 555-0123", "sms_number", "+18605550123"),
    ("REDIS_URL", "unix:///run/redis.sock", "redis_url", "unix:///run/redis.sock"),
    ("SMS_GSM7_ONLY", "1", "sms_gsm7_only", True),
    ("PORT", "9000", "public_base_url", "http://127.0.0.1:9000"),
]


@pytest.mark.parametrize(("name", "value", "field", "meant"), RIGHT)
def test_right_value_is_understood(
    name: str, value: str, field: str, meant: object, tmp_path: Path
) -> None:
    """Values as people write them."""
    assert getattr(load({"DATA_DIR": str(tmp_path), name: value}), field) == meant


def test_table_and_value_agree() -> None:
    """Every setting of the table is a field of the value, and the other way round; beside them
    stands which were given."""
    assert {setting.field for setting in SETTINGS} | {"given"} == {
        field.name for field in msgspec.structs.fields(Settings)
    }
    assert len({setting.name for setting in SETTINGS}) == len(SETTINGS)


def test_secrets_are_not_shown() -> None:
    """Settings printed by accident tell nothing."""
    settings = load(PRODUCTION)
    assert repr(settings) == str(settings) == "Settings(env='production')"


def test_secrets_are_made_once_and_private(tmp_path: Path) -> None:
    """The second start has the secrets of the first; what is set in the environment goes first and
    is not kept."""
    first = load({"DATA_DIR": str(tmp_path)})
    assert load({"DATA_DIR": str(tmp_path)}) == first
    own = load({"DATA_DIR": str(tmp_path), "TWILIO_AUTH_TOKEN": "mine"})
    assert (own.twilio_auth_token, own.contact_key) == ("mine", first.contact_key)
    assert (tmp_path / "secrets.json").stat().st_mode & 0o777 == 0o600
    assert "mine" not in (tmp_path / "secrets.json").read_text()


def test_secrets_missing_in_the_file_are_added(tmp_path: Path) -> None:
    """A file from before a secret was needed is completed, never replaced."""
    (tmp_path / "secrets.json").write_text('{"SECRET_KEY":"from before","LATER":"kept"}')
    assert development_secrets(tmp_path)["SECRET_KEY"] == "from before"
    kept = msgspec.json.decode((tmp_path / "secrets.json").read_bytes(), type=dict[str, str])
    assert set(kept) == {*MAKERS, "LATER"}
    assert kept["LATER"] == "kept"


@pytest.mark.parametrize("content", ["", "[]", '{"SECRET_KEY":1}'])
def test_damaged_secrets_are_not_replaced(tmp_path: Path, content: str) -> None:
    """New secrets would make every kept number unreadable: a damaged file is named instead."""
    (tmp_path / "secrets.json").write_text(content)
    with pytest.raises(SettingsError, match=r"secrets\.json is damaged"):
        load({"DATA_DIR": str(tmp_path)})
    assert (tmp_path / "secrets.json").read_text() == content


def test_unusable_folder_is_named(tmp_path: Path) -> None:
    """DATA_DIR that cannot be a folder."""
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match=r"^DATA_DIR must be a folder"):
        load({"DATA_DIR": str(tmp_path / "file")})


def test_racing_starts_share_their_secrets(tmp_path: Path) -> None:
    """Six programs that start at once have the same secrets."""
    code = (
        "import sys, pathlib, bot.secrets as made;"
        " print(made.development_secrets(pathlib.Path(sys.argv[1])))"
    )
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True
        )
        for _ in range(6)
    ]
    assert len({program.communicate()[0] for program in programs}) == 1
