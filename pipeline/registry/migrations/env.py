"""Alembic's hook: runs the revisions in the connection and transaction that `pipeline.registry.engine` hands over."""

from __future__ import annotations

from alembic import context

from pipeline.registry.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
context.run_migrations()
