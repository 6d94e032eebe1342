"""The case registry: every upload a row, every verdict and decision kept. SQLite on one machine, PostgreSQL for a team."""

from __future__ import annotations

from pipeline.registry.engine import Registry, open_registry

__all__ = ["Registry", "open_registry"]
