"""The audit log: who did what and when, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import Blueprint, render_template, request

from bot.accounts import audit
from bot.accounts.accounts import Role
from bot.accounts.audit import Action, Filter
from bot.office import ZONE
from staff.frame.console import Console, needs

PAGE = 50
LARGEST_ID = 2**63 - 1


@dataclass(frozen=True)
class Asked:
    """The filter as it stands in the address, so that a view can be shared."""

    email: str
    action: str
    target: str
    since: str
    until: str

    def filter(self) -> Filter:
        first, last = _day(self.since), _day(self.until)
        after = _midnight(last + timedelta(days=1)) if last else None
        return Filter(
            self.email.lower(), self.action, self.target, _midnight(first) if first else None, after
        )


def add_pages(routes: Blueprint, console: Console) -> None:
    @routes.get("/audit")
    @needs(Role.ADMINISTRATOR)
    def audit_log() -> str:
        asked = Asked(
            *(
                request.args.get(name, "").strip()
                for name in ("email", "action", "target", "since", "until")
            )
        )
        before = min(request.args.get("before", LARGEST_ID, int), LARGEST_ID)
        rows = audit.read(console.archive, asked.filter(), before, PAGE + 1)
        older = rows[PAGE - 1].id if len(rows) > PAGE else None
        return render_template(
            "staff/admin/audit.html",
            rows=rows[:PAGE],
            asked=asked,
            shared={name: text for name, text in vars(asked).items() if text},
            action_options=[
                ("", "Everything"),
                *((action.value, action.value) for action in Action),
            ],
            older=older,
            newest=before == LARGEST_ID,
        )


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2999 else None


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=ZONE)
