"""Idempotent inserts (INSERT ... ON CONFLICT), the same statement for both databases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

from bot.archive.columns import Base

Row = Mapping[str, Any]


def add(connection: Connection, model: type[Base], rows: Sequence[Row]) -> None:
    """Insert, and do nothing on conflict."""
    if rows:
        connection.execute(_insert(connection, model).on_conflict_do_nothing(), rows)


def put(
    connection: Connection, model: type[Base], rows: Sequence[Row], changed: Sequence[str]
) -> None:
    """Insert, and on a conflict of the primary key update the columns `changed`."""
    if rows:
        statement, table = _insert(connection, model), table_of(model)
        values = {name: statement.excluded[name] for name in changed}
        connection.execute(
            statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=values),
            rows,
        )


def table_of(model: type[Base]) -> Table:
    table = model.__table__
    assert isinstance(table, Table)
    return table


def _insert(connection: Connection, model: type[Base]) -> postgresql.Insert | sqlite.Insert:
    make = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    return make(table_of(model))
