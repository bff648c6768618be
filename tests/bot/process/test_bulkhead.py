"""However slow the pages of the console are, a thread is left for parents."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from werkzeug.test import Client, run_wsgi_app
from werkzeug.wrappers import Request, Response

from bot.process.bulkhead import THREADS, Bulkhead


@Request.application
def page(request: Request) -> Response:
    if request.path == "/staff/broken":
        raise RuntimeError
    return Response(iter(["all ", "of it"]) if request.path.endswith(".csv") else "all of it")


def opened(bulkhead: Bulkhead, path: str = "/staff/many.csv") -> tuple[Iterable[bytes], int]:
    """An answer that is not sent yet, and its status."""
    parts, status, _ = run_wsgi_app(
        bulkhead, {"PATH_INFO": path, "REQUEST_METHOD": "GET", "wsgi.url_scheme": "http"}
    )
    return parts, int(status.partition(" ")[0])


def status(bulkhead: Bulkhead, path: str = "/staff/") -> int:
    return Client(bulkhead).get(path, buffered=True).status_code


def test_whoever_finds_no_room_is_told_so_until_somebody_leaves() -> None:
    bulkhead = Bulkhead(page, most=2)
    one, other = opened(bulkhead), opened(bulkhead)
    assert (one[1], other[1], status(bulkhead), status(bulkhead)) == (200, 200, 503, 503)
    one[0].close()  # type: ignore[attr-defined]
    assert [status(bulkhead) for _ in range(3)] == [200, 200, 200]


def test_what_is_ready_to_be_sent_keeps_no_place() -> None:
    bulkhead = Bulkhead(page, most=1)
    kept = [opened(bulkhead, "/staff/") for _ in range(3)]
    assert [code for _, code in kept] == [200, 200, 200]


@pytest.mark.parametrize("path", ["/healthz", "/try/", "/staff/static/case.js", "/staffing"])
def test_what_is_quick_or_for_machines_is_let_through(path: str) -> None:
    bulkhead = Bulkhead(page, most=1)
    kept = opened(bulkhead)
    assert (status(bulkhead), status(bulkhead, path)) == (503, 200)
    assert b"".join(kept[0]) == b"all of it"


def test_a_page_that_breaks_or_is_forgotten_leaves_its_place() -> None:
    bulkhead = Bulkhead(page, most=1)
    for _ in range(2):
        with pytest.raises(RuntimeError):
            status(bulkhead, "/staff/broken")
    kept = opened(bulkhead)
    del kept
    assert status(bulkhead) == 200


def test_it_leaves_one_of_the_threads_to_twilios_routes() -> None:
    bulkhead = Bulkhead(page)
    kept = [opened(bulkhead) for _ in range(THREADS - 1)]
    assert status(bulkhead) == 503
    assert status(bulkhead, "/sms") == 200
    del kept
