"""A text that answers no webhook arrives in `/try/` once it was sent, and once only."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, expect

from bot.config.load_settings import load
from bot.wiring import put_together
from tests.bot.sending import Person as Contact
from tests.e2e.served_program import Person, running

WORDS = "What you asked for: WIC, (860) 757-4820"


def test_a_text_sent_beside_the_answer_arrives_by_itself(browser: Browser, tmp_path: Path) -> None:
    with running(tmp_path) as address:
        context = browser.new_context()
        person = Person(context.new_page(), address)
        person.says("hi")
        number = "+1" + re.sub(r"\D", "", person.page.locator("#own-number").inner_text())
        contact = Contact(put_together(load({"DATA_DIR": str(tmp_path)})).desk, number)
        contact.is_sent("t1", WORDS)
        person.says("HELP")
        arrived = person.replies.filter(has_text=WORDS)
        expect(arrived).to_have_count(1)
        person.says("HELP")
        expect(arrived).to_have_count(1)
        person.page.reload()
        expect(arrived).to_have_count(1)
        context.close()
