"""Makes the README's picture of `/try/` again: `python -m tests.e2e.screenshot`."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.e2e.program import Person, chromium, running

PICTURE = Path(__file__).parents[2] / "docs" / "try.png"
TALK = ("im 5 months pregnant w my first in 06106", "food and breastfeeding", "yes")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as address, chromium() as browser:
        page = browser.new_page(viewport={"width": 1200, "height": 800}, reduced_motion="reduce", color_scheme="light")
        person = Person(page, address)
        for words in TALK:
            person.says(words)
        page.locator("#programs summary").first.click()
        page.locator("#words").blur()
        page.screenshot(path=PICTURE)


if __name__ == "__main__":
    main()
