"""axe-core on a page, as it looks on a desk and on a telephone, by day and by night."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

AXE = Axe().axe_script
RUN = "axe.run({resultTypes: ['violations']}).then(found => found.violations)"
WIDTHS = {1200: 800, 360: 740}
SCHEMES = ("light", "dark")


def violations(page: Page) -> list[str]:
    """What axe-core finds, by all of its rules, with everything unfolded; in each colour scheme at
    each width."""
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    page.evaluate(AXE)
    return [found for width in WIDTHS for scheme in SCHEMES for found in _seen(page, width, scheme)]


def _seen(page: Page, width: int, scheme: Any) -> Iterator[str]:
    page.set_viewport_size({"width": width, "height": WIDTHS[width]})
    page.emulate_media(color_scheme=scheme)
    if page.locator("html[data-bs-theme]").count():
        expect(page.locator("html")).to_have_attribute("data-bs-theme", scheme)
    for rule in page.evaluate(RUN):
        for node in rule["nodes"]:
            why = " ".join(node["failureSummary"].split())
            yield f"{width} {scheme} {rule['id']} at {node['target']}: {why} {node['html'][:200]}"
