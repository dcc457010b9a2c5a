"""Runs migrations on the connection that `enjoin.store.engine` hands in."""

from __future__ import annotations

from alembic import context

from enjoin.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
)
context.run_migrations()
