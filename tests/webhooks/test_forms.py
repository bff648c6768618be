"""Our reading of a form is urllib's."""

from __future__ import annotations

from urllib.parse import parse_qs

from hypothesis import example, given
from hypothesis import strategies as st

from webhooks.forms import read_form

PIECES = st.sampled_from(
    [
        b"a",
        b"Body",
        b"=",
        b"&",
        b"+",
        b"%",
        b"%20",
        b"%C3%B1",
        b"%ff",
        b"\xf1",
        b";",
        b" ",
        b"%2",
        b"\xc3\xb1",
    ]
)


@given(st.lists(PIECES, max_size=30).map(b"".join) | st.binary(max_size=60))
@example(b"a=1&a=2&b=&c&&=d&a=1")
def test_it_reads_any_body_as_urllib_does(body: bytes) -> None:
    text = body.decode("utf-8", "replace")
    assert read_form(body) == parse_qs(text, keep_blank_values=True, errors="replace")
