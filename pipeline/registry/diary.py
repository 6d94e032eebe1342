"""The nightly run's diary: which cases are due, found by index, in batches, so that cost and memory grow with the due alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date

from sqlalchemy import ColumnElement, Connection, and_, or_, select, update
from sqlalchemy.sql.schema import Column

from pipeline.registry.schema import cases

BATCH = 500

Reading = Callable[[], AbstractContextManager[Connection]]
"""Opens a short transaction that only looks."""


def due(reading: Reading, day: date, judged_by: str) -> Iterator[str]:
    """The ids of cases whose verdict time may have changed by `day`, then of those judged under another policy or by other code.

    A case that is written down anew while the run goes on is given out once.
    """
    yield from _walk(reading, cases.c.recheck_on, cases.c.recheck_on <= day.isoformat())
    for other in (cases.c.judged_by < judged_by, cases.c.judged_by > judged_by):  # two ranges: an index knows no "unequal"
        yield from _walk(reading, cases.c.judged_by, other)


def everything(reading: Reading) -> Iterator[str]:
    """The ids of all cases that have a verdict, for a run on a day before that of the last one."""
    yield from _walk(reading, cases.c.case_id, cases.c.case_id > "")


def _walk(reading: Reading, column: Column[str], wanted: ColumnElement[bool]) -> Iterator[str]:
    after: ColumnElement[bool] | None = None
    while True:
        query = select(cases.c.case_id, column.label("at")).where(wanted, cases.c.verdict_id.is_not(None))
        if after is not None:
            query = query.where(after)
        with reading() as db:
            rows = db.execute(query.order_by(column, cases.c.case_id).limit(BATCH)).all()
        if not rows:
            return
        yield from (row.case_id for row in rows)
        last = rows[-1]
        after = and_(column >= last.at, or_(column > last.at, cases.c.case_id > last.case_id))


def note(db: Connection, case_id: str, recheck_on: date | None, judged_by: str) -> None:
    """Write down when a case is due next, and by what it was judged."""
    values = {"recheck_on": recheck_on.isoformat() if recheck_on else None, "judged_by": judged_by}
    db.execute(update(cases).where(cases.c.case_id == case_id).values(values))


def bring_forward(db: Connection, case_id: str, day: str) -> None:
    """Have the other cases of a case's freelancer looked at by `day`: what they may reuse of this one has changed (R3)."""
    freelancer = select(cases.c.freelancer_id).where(cases.c.case_id == case_id).scalar_subquery()
    db.execute(
        update(cases)
        .where(
            cases.c.freelancer_id == freelancer,
            cases.c.case_id != case_id,
            cases.c.verdict_id.is_not(None),
            or_(cases.c.recheck_on.is_(None), cases.c.recheck_on > day),
        )
        .values(recheck_on=day)
    )
