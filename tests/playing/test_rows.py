"""A table of rows in one test tells each row that fails."""

from __future__ import annotations

import pytest

from tests.playing.rows import rows


def test_every_failing_row_is_told_and_a_table_is_not_empty() -> None:
    @rows(("text", "length"), [("a", 1), ("bb", 1), ("ccc", 1)])
    def sized(text: str, length: int) -> None:
        assert len(text) == length

    @rows("text", [])
    def nothing(text: str) -> None: ...

    with pytest.raises(AssertionError, match=r"(?s)2 of 3 rows:.*'bb'.*'ccc'"):
        sized()
    with pytest.raises(AssertionError, match="without rows"):
        nothing()
