"""Many rows of one table in one test, which runs all of them and tells every row that fails."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

# So many failing rows are told in full.
TOLD = 20


def rows(
    names: str | tuple[str, ...], values: Iterable[Any]
) -> Callable[[Callable[..., None]], Callable[[], None]]:
    """In place of `pytest.mark.parametrize`, for tests that need no fixture: a row costs no more
    than its own check."""
    table = list(values)

    def decorate(test: Callable[..., None]) -> Callable[[], None]:
        def whole() -> None:
            assert table, "a table without rows checks nothing"
            failed = [told for row in table if (told := _failure(test, names, row))]
            assert not failed, f"{len(failed)} of {len(table)} rows:\n" + "\n".join(failed[:TOLD])

        whole.__name__, whole.__doc__, whole.__module__ = (
            test.__name__,
            test.__doc__,
            test.__module__,
        )
        return whole

    return decorate


def _failure(test: Callable[..., None], names: str | tuple[str, ...], row: Any) -> str:
    given = {names: row} if isinstance(names, str) else dict(zip(names, row, strict=True))
    try:
        test(**given)
    except (AssertionError, LookupError, TypeError, ValueError) as error:
        return f"{given}: {type(error).__name__}: {error}"
    return ""
