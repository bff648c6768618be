"""However slow the pages of the console are, a thread is left for parents."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from werkzeug.test import Client, run_wsgi_app
from werkzeug.wrappers import Request, Response

from bot.process.bulkhead import THREADS, Room
from tests.program import ROOT


@Request.application
def page(request: Request) -> Response:
    if request.path == "/staff/broken":
        raise RuntimeError
    return Response(iter(["all ", "of it"]) if request.path.endswith(".csv") else "all of it")


def opened(room: Room, path: str = "/staff/many.csv") -> tuple[Iterable[bytes], int]:
    """An answer that is not sent yet, and its status."""
    parts, status, _ = run_wsgi_app(room, {"PATH_INFO": path, "REQUEST_METHOD": "GET", "wsgi.url_scheme": "http"})
    return parts, int(status.partition(" ")[0])


def status(room: Room, path: str = "/staff/") -> int:
    return Client(room).get(path, buffered=True).status_code


def test_whoever_finds_no_room_is_told_so_until_somebody_leaves() -> None:
    room = Room(page, most=2)
    one, other = opened(room), opened(room)
    assert (one[1], other[1], status(room), status(room)) == (200, 200, 503, 503)
    one[0].close()  # type: ignore[attr-defined]
    assert [status(room) for _ in range(3)] == [200, 200, 200]


def test_what_is_ready_to_be_sent_keeps_no_place() -> None:
    room = Room(page, most=1)
    kept = [opened(room, "/staff/") for _ in range(3)]
    assert [code for _, code in kept] == [200, 200, 200]


@pytest.mark.parametrize("path", ["/healthz", "/try/", "/staff/static/case.js", "/staffing"])
def test_what_is_quick_or_for_machines_is_let_through(path: str) -> None:
    room = Room(page, most=1)
    kept = opened(room)
    assert (status(room), status(room, path)) == (503, 200)
    assert b"".join(kept[0]) == b"all of it"


def test_a_page_that_breaks_or_is_forgotten_leaves_its_place() -> None:
    room = Room(page, most=1)
    for _ in range(2):
        with pytest.raises(RuntimeError):
            status(room, "/staff/broken")
    kept = opened(room)
    del kept
    assert status(room) == 200


def test_it_is_made_for_as_many_threads_as_the_procfile_starts() -> None:
    assert f"--blocking-threads {THREADS} " in (ROOT / "Procfile").read_text()
