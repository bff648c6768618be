"""A desk for tests: the real flow, a real store, made-up keys."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet

from bot.config.settings import INTAKE
from bot.config.value_kinds import openings
from bot.contacts import Cipher
from bot.conversation.optouts import OptOutMirror
from bot.conversation.turns import Desk
from bot.intake import load_flow
from bot.office import OfficeHours, load_closed_days
from bot.redis.store import Store
from flows.flow import Flow
from flows.model.context import Policy

CONTACT_KEY = "a-contact-key-that-is-only-for-tests"


@cache
def the_flow() -> Flow:
    return load_flow()


def make_desk(store: Store, folder: Path, **changed: Any) -> Desk:
    desk = Desk(
        flow=the_flow(),
        store=store,
        cipher=Cipher([Fernet.generate_key().decode()]),
        contact_key=CONTACT_KEY,
        policy=Policy(),
        office=OfficeHours(
            openings("Mon-Fri 08:00-17:00"), load_closed_days(INTAKE / "closed_days.yaml")
        ),
        optouts=OptOutMirror(folder / "opted-out.txt"),
        session_days=30,
    )
    return Desk(**{**vars(desk), **changed})
