"""Static files with content hashes in their names, cached for good; the large one compressed."""

from __future__ import annotations

import gzip
from functools import cache
from hashlib import blake2b
from pathlib import Path

import flask_bootstrap
from flask import Blueprint, Response, request, url_for

from staff.frame.console import open_to_all

STATIC = Path(__file__).parents[1] / "static"
BOOTSTRAP = (
    Path(flask_bootstrap.__file__).parent / "static" / "bootstrap5" / "css" / "bootstrap.min.css"
)
FOR_GOOD = "public, max-age=31536000, immutable"
NAMED = "v"  # the query parameter that carries the hash of the content


def asset(name: str) -> str:
    """The address of a file of staff/static; another one when its content changes."""
    return url_for("staff.static", filename=name, v=_hash(STATIC / name))


def bootstrap_address() -> str:
    return url_for("staff.bootstrap", v=_hash(BOOTSTRAP))


def add_pages(routes: Blueprint) -> None:
    @routes.get("/bootstrap.css")
    @open_to_all
    def bootstrap() -> Response:
        packed = request.accept_encodings["gzip"] > 0
        response = Response(_packed() if packed else BOOTSTRAP.read_bytes(), mimetype="text/css")
        response.headers["Vary"] = "Accept-Encoding"
        if packed:
            response.headers["Content-Encoding"] = "gzip"
        return response


def is_kept() -> bool:
    """Whether the answer to this request may be kept for good: a file that was asked for by its
    content."""
    return request.endpoint in ("staff.static", "staff.bootstrap") and NAMED in request.args


@cache
def _hash(file: Path) -> str:
    return blake2b(file.read_bytes(), digest_size=6).hexdigest()


@cache
def _packed() -> bytes:
    return gzip.compress(BOOTSTRAP.read_bytes(), 9, mtime=0)
