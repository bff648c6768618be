"""What Alembic runs: our tables' history, over the connection that bot.archive.migrating hands
it."""

from __future__ import annotations

from alembic import context

from bot.archive import alert_tables, erasure_table, referral_tables
from bot.archive import staff_tables as people
from bot.archive.columns import Base

# Every table is known once its module is read.
assert all(
    each.metadata is Base.metadata
    for each in (people.Staff, alert_tables.Alert, erasure_table.Erasure, referral_tables.Referral)
)

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
