"""Marks: when something was last done, such as the nightly re-check, for the watchdog and `intake doctor`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql, sqlite

from pipeline.registry.schema import marks


def put(db: Connection, now: datetime, name: str, detail: Mapping[str, Any]) -> None:
    """Set a mark to now."""
    make = postgresql.insert if db.dialect.name == "postgresql" else sqlite.insert
    values = {"at": now, "detail": dict(detail)}
    db.execute(make(marks).values(name=name, **values).on_conflict_do_update(index_elements=["name"], set_=values))


def detail(db: Connection, name: str) -> Mapping[str, Any]:
    """What was kept with a mark; empty where it was never set."""
    return db.scalar(select(marks.c.detail).where(marks.c.name == name)) or {}


def at(db: Connection, name: str) -> datetime | None:
    """When a mark was last set."""
    return db.scalar(select(marks.c.at).where(marks.c.name == name))
