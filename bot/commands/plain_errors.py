"""Errors that a person can mend, told in words at the command line."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from bot.accounts.accounts import AccountRefused
from bot.archive.database import ArchiveAway, ArchiveError
from bot.config.load_settings import SettingsError
from bot.intake import IntakeError
from bot.office import ClosedDaysError
from bot.privacy.contact_key import NotNow
from bot.privacy.erasing import ErasureRefused
from bot.privacy.legal_holds import NoSuchRecord
from bot.redis.connection.server import RedisServerError
from bot.redis.store import StoreAway, WrongPartitions

PLAIN_ERRORS = (
    AccountRefused,
    ArchiveError,
    ClosedDaysError,
    ErasureRefused,
    IntakeError,
    NoSuchRecord,
    NotNow,
    RedisServerError,
    SettingsError,
    WrongPartitions,
)


def plainly(command: Callable[..., None]) -> Callable[..., None]:
    """A command whose errors are told in words, never as a traceback."""

    @wraps(command)
    def run(*objects: Any, **arguments: Any) -> None:
        try:
            command(*objects, **arguments)
        except StoreAway as error:
            raise click.ClickException(
                f"Redis cannot be used ({error}). Does it run, and is REDIS_URL right?"
            ) from error
        except ArchiveAway as error:
            reason = (
                f"The archive cannot be used ({error}). Does its database run, and is DATABASE_URL"
                " right?"
            )
            raise click.ClickException(reason) from error
        except PLAIN_ERRORS as error:
            raise click.ClickException(str(error)) from error

    return run
