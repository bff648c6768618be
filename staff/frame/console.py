"""What the console's pages are given, and how a page says who may open it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from flask import g, request

from bot.accounts import audit
from bot.accounts.accounts import Account, Role
from bot.accounts.audit import Action, Actor
from bot.alike import Alike, load_alike
from bot.archive.database import Archive
from bot.config.settings import Settings
from bot.conversation.turns import Desk
from bot.outage.spool import Spool
from bot.privacy.erasing import Eraser
from staff.frame.scripts import Scripts, load_scripts

View = TypeVar("View", bound=Callable[..., Any])
_MARK = "staff_needs"
MOST_REASON = 200


@dataclass(frozen=True)
class Needs:
    """Who may open a page. Without a role it is open to those who are not signed in."""

    role: Role | None
    polled: bool = False  # asked for by a script: keeps nobody signed in
    first: bool = False  # open before a first password is changed and codes are set up


def needs(role: Role, *, polled: bool = False, first: bool = False) -> Callable[[View], View]:
    """Says who may open this view; stands below the route. The guard keeps to it, and closes what
    says nothing."""
    return _mark(Needs(role, polled, first))


def open_to_all(view: View) -> View:
    """For the pages of the sign-in itself."""
    return _mark(Needs(None))(view)


def needed(view: Callable[..., Any] | None) -> Needs | None:
    """What was said about this view; None for one that is closed."""
    return getattr(view, _MARK, None)


def _mark(said: Needs) -> Callable[[View], View]:
    def mark(view: View) -> View:
        setattr(view, _MARK, said)
        return view

    return mark


@dataclass(frozen=True)
class Console:
    """What pages need, put together once by the wiring. `alike` are words that mean the same to a
    search, `scripts` what to say when danger was heard; `leftovers` counts what could not be
    processed."""

    archive: Archive
    desk: Desk
    settings: Settings
    alike: Alike = field(default_factory=load_alike)
    scripts: Scripts = field(default_factory=load_scripts)
    leftovers: Callable[[], Mapping[str, int]] = dict

    def clock(self) -> datetime:
        return self.desk.clock()

    def person(self) -> Account:
        """Who is signed in and asks for this page."""
        account: Account = g.person
        return account

    def eraser(self) -> Eraser:
        return Eraser(
            self.desk, self.archive, Spool(self.settings.data_dir / "spool", self.desk.cipher)
        )

    def actor(self) -> Actor:
        """The same, as the audit log names them."""
        person = self.person()
        return Actor(person.id, person.email, client_address())

    def audit(self, action: Action, target: str = "", **detail: Any) -> None:
        """Appends one row for this person. What changes something writes its row in the transaction
        of the change."""
        with self.archive.writing() as connection:
            audit.record(connection, self.actor(), action, target, detail, self.clock())


def given(name: str) -> str:
    """A reason that somebody wrote, on one line and no longer than the log takes."""
    return " ".join(request.form.get(name, "").split())[:MOST_REASON]


def client_address() -> str:
    """Where the request comes from; what a proxy says counts only as TRUSTED_PROXIES says."""
    return request.remote_addr or ""
