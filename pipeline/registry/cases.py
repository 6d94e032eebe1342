"""Reading cases, and their state: what a reviewer's list shows is kept on the case row, in the transaction that changes it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from pipeline.errors import NotFound
from pipeline.registry import sheets
from pipeline.registry.model import CaseRow, CaseState, DecisionRow, UploadState, VerdictRow
from pipeline.registry.schema import cases, decisions, uploads, verdicts

_SHOWN = frozenset({CaseState.NEEDS_REVIEW, CaseState.DECIDED, CaseState.FAILED})
"""States in which a reviewer looks at the sheet."""


def one(db: Connection, case_id: str) -> CaseRow:
    """Raises NotFound for a case that was never registered."""
    row = db.execute(select(cases).where(cases.c.case_id == case_id)).one_or_none()
    if row is None:
        raise NotFound(f"There is no case {case_id}; see the list with: intake cases")
    return _case(row)


def listed(db: Connection, state: CaseState | None = None) -> list[CaseRow]:
    """Cases, those whose review is due first leading, then the oldest."""
    query = select(cases).order_by(cases.c.review_due.is_(None), cases.c.review_due, cases.c.created_at, cases.c.case_id)
    if state is not None:
        query = query.where(cases.c.state == state.value)
    return [_case(row) for row in db.execute(query)]


def of_freelancer(db: Connection, freelancer_id: str) -> list[str]:
    return list(db.scalars(select(cases.c.case_id).where(cases.c.freelancer_id == freelancer_id).order_by(cases.c.case_id)))


def history(db: Connection, case_id: str) -> list[VerdictRow]:
    """Every verdict, oldest first."""
    return [
        VerdictRow(r.id, r.case_id, r.verdict, r.as_of, r.policy_sha256, r.body, r.made_at, r.trigger)
        for r in db.execute(select(verdicts).where(verdicts.c.case_id == case_id).order_by(verdicts.c.id))
    ]


def latest(db: Connection, case_id: str) -> VerdictRow | None:
    """The verdict that holds; None where there is none yet."""
    row = db.execute(select(verdicts).where(verdicts.c.case_id == case_id).order_by(verdicts.c.id.desc()).limit(1)).one_or_none()
    return (
        None if row is None else VerdictRow(row.id, case_id, row.verdict, row.as_of, row.policy_sha256, row.body, row.made_at, row.trigger)
    )


def decided(db: Connection, case_id: str) -> list[DecisionRow]:
    """Every decision, oldest first."""
    return [
        DecisionRow(
            r.id, r.case_id, r.verdict_id, r.decision, r.decided_by, r.comment, r.proposed, bool(r.overrides), r.policy_sha256, r.decided_at
        )
        for r in db.execute(select(decisions).where(decisions.c.case_id == case_id).order_by(decisions.c.id))
    ]


def counts(db: Connection) -> dict[str, int]:
    """Number of cases by state."""
    return {row[0]: row[1] for row in db.execute(select(cases.c.state, func.count()).group_by(cases.c.state))}


def refresh_state(db: Connection, now: datetime, case_id: str) -> CaseState:
    """Work out the state anew from the case's uploads, verdicts and decisions, and keep it on the row."""
    row = db.execute(select(cases).where(cases.c.case_id == case_id)).one()
    present = {UploadState(s) for s in db.scalars(select(uploads.c.state).where(uploads.c.case_id == case_id).distinct())}
    settled = row.verdict_id is not None and bool(
        db.scalar(select(func.count()).select_from(decisions).where(decisions.c.verdict_id == row.verdict_id))
    )
    state = _state(row, present, settled)
    db.execute(update(cases).where(cases.c.case_id == case_id).values(state=state.value, updated_at=now))
    if state.value != row.state and state in _SHOWN:
        sheets.note(db, now, case_id)
    return state


def _state(row: Row[Any], present: set[UploadState], settled: bool) -> CaseState:
    if UploadState.DEAD in present or row.error_code is not None:
        return CaseState.FAILED
    if row.wake_at is not None:
        return CaseState.PROCESSING
    if row.verdict_id is None:
        return CaseState.WAITING
    return CaseState.DECIDED if settled else CaseState.NEEDS_REVIEW


def _case(row: Row[Any]) -> CaseRow:
    return CaseRow(
        row.case_id,
        row.freelancer_id,
        row.case_json,
        CaseState(row.state),
        row.error_code,
        row.verdict_id,
        row.verdict,
        row.review_due,
        row.created_at,
        row.updated_at,
        row.sheet_due_at,
    )
