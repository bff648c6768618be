"""Each bar leads to the conversations that it counts: as many as it says."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qsl, urlsplit

from sqlalchemy import func, select

from bot.accounts.accounts import Role
from bot.archive.models import Session
from bot.archive.read.funnel import path_of
from bot.archive.read.lists.filters import every
from staff.inbox.query import read
from tests.staff.console_office import Office
from tests.staff.figures.test_figures_pages import WEEK

CHART = re.compile(
    r'<svg class="chart" role="(\w+)" aria-labelledby="([\w-]+)-title.*?</svg>', re.DOTALL
)
LINK = re.compile(r'<a href="([^"]*)" aria-label="([^"]*)" class="chart-link">')
RECT = re.compile(r'<rect [^>]*class="chart-[0-9]"')
# What is counted by these is the conversation; the others count moments, answers and tellings.
BY_CONVERSATION = ("days-channel", "days-language", "far", "stops", "matched", "promises")


def counted(office: Office, address: str) -> int:
    """How many conversations the inbox finds at this address."""
    asked = read(dict(parse_qsl(urlsplit(address).query)), office.desk.flow.languages)
    wanted = asked.wanted(0, path_of(office.desk.flow).steps, office.clock())
    with office.archive.reading() as connection:
        found = select(func.count()).select_from(Session).where(*every(wanted))
        return int(connection.execute(found).scalar_one())


def charts(office: Office) -> dict[str, str]:
    page = office.signed_in(Role.REVIEWER).get(f"/staff/figures?{WEEK}").text
    return {match[2]: match[0] for match in CHART.finditer(page)}


def test_no_bar_is_without_its_link(week: Office) -> None:
    for name, drawn in charts(week).items():
        links = LINK.findall(drawn)
        assert len(RECT.findall(drawn)) <= len(links), name
        assert links, name


def test_as_many_conversations_as_the_bar_says(week: Office) -> None:
    seen = set()
    for name, drawn in charts(week).items():
        for address, said in LINK.findall(drawn):
            number = re.findall(r": (\d+)", unescape(said))[-1:]
            found = counted(week, unescape(address))
            if name in BY_CONVERSATION:
                seen.add(name)
                assert found == int(number[0]), f"{name}: {said} leads to {found}"
            elif number and int(number[0]):
                assert found, f"{name}: {said} leads to nothing"
    assert seen == set(BY_CONVERSATION) - ({"stops"} - seen)


def test_each_page_that_a_bar_leads_to_opens(week: Office) -> None:
    browser = week.signed_in(Role.REVIEWER)
    for drawn in charts(week).values():
        for address, _ in LINK.findall(drawn):
            assert browser.get(unescape(address)).status_code == 200
