"""Review sheets to be written: noted in the transaction that changes what a sheet says, crossed off when it is in Prefect.

A worker writes a case's sheet right after its verdict. Where it could not, because Prefect was away or the worker died, the next
drain does.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, select, update

from pipeline.registry.schema import cases

GRACE = timedelta(seconds=10)
"""So long a change's own run has time to write the sheet."""


def note(db: Connection, now: datetime, case_id: str) -> None:
    """The case's sheet must be written anew."""
    db.execute(update(cases).where(cases.c.case_id == case_id).values(sheet_due_at=now))


def written(db: Connection, case_id: str, due_at: datetime | None) -> None:
    """The sheet is there, as of what was noted at `due_at`; a change noted since is still to be written."""
    if due_at is not None:
        db.execute(update(cases).where(cases.c.case_id == case_id, cases.c.sheet_due_at <= due_at).values(sheet_due_at=None))


def due(db: Connection, now: datetime, limit: int = 500) -> list[str]:
    """The cases whose sheets nobody has written in time, longest due first; those being read are left to their reader."""
    query = select(cases.c.case_id).where(cases.c.sheet_due_at <= now - GRACE, cases.c.wake_at.is_(None))
    return list(db.scalars(query.order_by(cases.c.sheet_due_at).limit(limit)))
