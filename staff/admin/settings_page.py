"""Which settings are set: their names and what they do, never their values, since some are
secrets."""

from __future__ import annotations

from flask import Blueprint, render_template

from bot.accounts.accounts import Role
from bot.accounts.audit import Action
from bot.config.settings import SETTINGS
from staff.frame.console import Console, needs


def add_pages(routes: Blueprint, console: Console) -> None:
    @routes.get("/settings")
    @needs(Role.ADMINISTRATOR)
    def setting_names() -> str:
        console.audit(Action.SETTINGS_SEEN)
        given = console.settings.given
        return render_template(
            "staff/admin/settings.html", settings=SETTINGS, given=given, env=console.settings.env
        )
