"""What everybody may do about their own account: the password, and codes from a phone."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from bot.accounts import passwords
from bot.accounts import totp as codes
from bot.accounts.accounts import Account, AccountRefused, check_name
from bot.accounts.audit import Action, Actor, record
from bot.accounts.sign_in import hashed, use_step
from bot.archive.database import Archive
from bot.archive.staff_tables import SignIn, Staff
from bot.contacts import Cipher


def change_password(
    archive: Archive, actor: Actor, account: Account, new: str, token: str, now: datetime
) -> None:
    """The caller has made sure who it is. Signs them out elsewhere. Raises AccountRefused for a
    weak one, Busy."""
    if problem := passwords.weakness(new, account.email):
        raise AccountRefused(problem)
    if account.temporary and passwords.matches(new, _kept(archive, account)):
        raise AccountRefused("Choose another password than the one that was made for you.")
    kept = passwords.hashed(new)
    with archive.writing() as connection:
        connection.execute(
            update(Staff).where(Staff.id == account.id).values(password=kept, temporary=False)
        )
        _sign_out_elsewhere(connection, account, token)
        record(connection, actor, Action.PASSWORD_CHANGED, account.email, {}, now)


def sign_as(archive: Archive, actor: Actor, account: Account, name: str, now: datetime) -> None:
    """From now on texts to parents are signed with this name; with none, with the first name.
    Raises AccountRefused."""
    if name := " ".join(name.split()):
        check_name(name)
    with archive.writing() as connection:
        connection.execute(update(Staff).where(Staff.id == account.id).values(signs_as=name))
        record(connection, actor, Action.SIGNATURE_SET, account.email, {}, now)


def codes_secret(archive: Archive, cipher: Cipher, account: Account) -> str:
    """The secret that waits to be put into an app; the same until a code of it was shown. Raises
    AccountRefused if it was."""
    with archive.writing() as connection:
        mine = Staff.id == account.id
        row = connection.execute(
            select(Staff.totp, Staff.totp_on).where(mine).with_for_update()
        ).one()
        if row.totp_on:
            raise AccountRefused("Codes are set up already.")
        if row.totp:
            return cipher.decrypt(row.totp)
        secret = codes.new_secret()
        connection.execute(update(Staff).where(mine).values(totp=cipher.encrypt(secret)))
    return secret


def confirm_codes(
    archive: Archive,
    cipher: Cipher,
    actor: Actor,
    account: Account,
    code: str,
    token: str,
    now: datetime,
) -> None:
    """From now on a code is asked for at each sign-in. Signs them out elsewhere. Raises
    AccountRefused for a wrong code."""
    step = codes.step_of(code, codes_secret(archive, cipher, account), now)
    with archive.writing() as connection:
        if step is None or not use_step(connection, account, step):
            raise AccountRefused(
                "That code is not right. Look at the app again: a new code comes every 30 seconds."
            )
        connection.execute(update(Staff).where(Staff.id == account.id).values(totp_on=True))
        _sign_out_elsewhere(connection, account, token)
        record(connection, actor, Action.CODES_SET_UP, account.email, {}, now)


def end_codes(archive: Archive, actor: Actor, account: Account, now: datetime) -> None:
    """No more codes, until they are set up anew. The caller has made sure who it is."""
    with archive.writing() as connection:
        connection.execute(
            update(Staff).where(Staff.id == account.id).values(totp=None, totp_on=False)
        )
        record(connection, actor, Action.CODES_ENDED, account.email, {}, now)


def _kept(archive: Archive, account: Account) -> str:
    with archive.reading() as connection:
        return connection.execute(select(Staff.password).where(Staff.id == account.id)).scalar_one()


def _sign_out_elsewhere(connection: Connection, account: Account, token: str) -> None:
    connection.execute(
        delete(SignIn).where(SignIn.staff_id == account.id, SignIn.token != hashed(token))
    )
