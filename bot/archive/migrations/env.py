"""What Alembic runs: our tables' history, over the connection that bot.archive.migrating hands it."""

from __future__ import annotations

from alembic import context

from bot.archive import staff_tables as people
from bot.archive.columns import Base

assert people.Staff.metadata is Base.metadata  # every table is known once its module is read

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
