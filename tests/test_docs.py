"""The pages for maintainers say what the code does."""

from __future__ import annotations

import re

from flows.dialogue.order import ORDER
from flows.model.inputs import Text
from tests.program import ROOT

PAGES = ("README.md", "docs/for-maintainers.md", "docs/glossary.md")


def test_every_path_in_the_pages_is_there() -> None:
    missing = []
    for page in PAGES:
        text = (ROOT / page).read_text("utf-8")
        for path in re.findall(r"`((?:flows|bot|webhooks|staff|simulator|tests|docs)/[\w./<>-]*)`", text):
            if "<" not in path and not (ROOT / path).exists():
                missing.append(f"{page}: {path}")
    assert missing == []


def test_the_way_of_a_text_is_the_table_of_stages() -> None:
    """Every stage that a text goes through, in its order."""
    page = (ROOT / "docs/for-maintainers.md").read_text("utf-8")
    drawn = re.search(r"deals? with it\n(.*?)\ndialogue\.steps", page.replace("has dealt", "deals"), re.DOTALL)
    assert drawn
    names = [name.strip() for name in re.split(r"[,\n]", drawn[1]) if name.strip()]
    assert names == [stage.name for stage in ORDER if Text in stage.of]


def test_each_term_of_the_glossary_stands_once() -> None:
    page = (ROOT / "docs/glossary.md").read_text("utf-8")
    terms = re.findall(r"^\| ([A-Z][^|]*?) \|", page, re.MULTILINE)
    assert len(terms) == len(set(terms)) > 50
