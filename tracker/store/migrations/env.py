"""Alembic's entry: run the revisions on the connection `tracker.store.migrate` passes in."""

from __future__ import annotations

from alembic import context

from tracker.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transaction_per_migration=False,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
