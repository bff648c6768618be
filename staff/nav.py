"""What stands in the navigation, in its order; the first that a person may open is where they
begin."""

from __future__ import annotations

from dataclasses import dataclass

from bot.accounts.accounts import Account, Role


@dataclass(frozen=True)
class Entry:
    """A page in the navigation; beside one that is `counted` stands how much cannot wait."""

    words: str
    endpoint: str
    role: Role
    counted: bool = False


ENTRIES = (
    Entry("Inbox", "staff.inbox", Role.READER, counted=True),
    Entry("Referrals", "staff.due_referrals", Role.REVIEWER),
    Entry("Alerts", "staff.all_alerts", Role.REVIEWER),
    Entry("Figures", "staff.all_figures", Role.READER),
    Entry("Export", "staff.exports", Role.ADMINISTRATOR),
    Entry("Data retention", "staff.keeping", Role.ADMINISTRATOR),
    Entry("Accounts", "staff.all_accounts", Role.ADMINISTRATOR),
    Entry("Audit log", "staff.audit_log", Role.ADMINISTRATOR),
    Entry("Settings", "staff.setting_names", Role.ADMINISTRATOR),
    Entry("Your account", "staff.own_page", Role.READER),
)


def entries_for(person: Account) -> list[Entry]:
    return [entry for entry in ENTRIES if person.role.covers(entry.role)]
