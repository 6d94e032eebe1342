"""The queue: cases with something to do are claimed by lease, kept by heartbeat, taken over when the lease runs out.

        record ──▶ wake_at ──claim──▶ lease ──finish──▶ (nothing left: wake_at empty)
                      ▲                 │ heartbeat
                      └──back-off───────┴── run out: anyone may claim, attempts + 1 ──▶ dead after MAX_ATTEMPTS

The ticket is one row, the case's, so that two workers never hold one case; `SKIP LOCKED` keeps them from waiting for each other.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, func, or_, select, update

from pipeline import audit
from pipeline.registry.cases import refresh_state
from pipeline.registry.model import Claim, ClaimLost, UploadState
from pipeline.registry.schema import cases, documents, uploads
from pipeline.registry.uploads import OPEN, upload_row, wake
from pipeline.store.base import CASE_FILE

MAX_ATTEMPTS = 5
"""Of an upload that ends in a fault."""
MAX_TAKE_OVERS = 10
"""Of an upload whose workers die without a word: more often the machine's trouble than the file's."""
GAVE_UP = "gave_up"


def claim(db: Connection, now: datetime, worker: str, lease: timedelta, limit: int = 1) -> list[Claim]:
    """Claim up to `limit` cases that have something to do and no live lease, longest waiting first."""
    ready = db.scalars(
        select(cases.c.case_id)
        .where(cases.c.wake_at <= now, or_(cases.c.lease_until.is_(None), cases.c.lease_until < now))
        .order_by(cases.c.wake_at, cases.c.case_id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    return [made for case_id in ready if (made := _claim_one(db, now, case_id, worker, lease)) is not None]


def _claim_one(db: Connection, now: datetime, case_id: str, worker: str, lease: timedelta) -> Claim | None:
    token = f"{worker[:90]}/{secrets.token_hex(6)}"
    _bury(db, now, case_id)
    open_now = (uploads.c.case_id == case_id, uploads.c.state.in_(OPEN), or_(uploads.c.not_before.is_(None), uploads.c.not_before <= now))
    if db.scalar(select(cases.c.case_json).where(cases.c.case_id == case_id)) is None and not db.scalar(
        select(func.count()).select_from(uploads).where(*open_now, uploads.c.filename == CASE_FILE)
    ):
        db.execute(update(cases).where(cases.c.case_id == case_id).values(lease_until=None, worker=None))
        wake(db, now, case_id)
        refresh_state(db, now, case_id)
        return None
    db.execute(
        update(uploads)
        .where(*open_now)
        .values(state=UploadState.CLAIMED.value, attempts=uploads.c.attempts + 1, worker=token, claimed_at=now)
    )
    rows = db.execute(select(uploads).where(uploads.c.case_id == case_id, uploads.c.worker == token).order_by(uploads.c.id)).all()
    until = now + lease
    db.execute(update(cases).where(cases.c.case_id == case_id).values(lease_until=until, worker=token))
    return Claim(case_id, token, until, tuple(upload_row(row) for row in rows))


def _bury(db: Connection, now: datetime, case_id: str) -> None:
    """Uploads that were tried often enough and never got as far as their facts are dead: a person must look."""
    tried = select(uploads.c.id).where(
        uploads.c.case_id == case_id,
        uploads.c.state.in_(OPEN),
        or_(uploads.c.attempts >= MAX_TAKE_OVERS, and_(uploads.c.state == UploadState.PENDING.value, uploads.c.attempts >= MAX_ATTEMPTS)),
        or_(uploads.c.sha256.is_(None), uploads.c.sha256.not_in(select(documents.c.sha256))),
    )
    ids = db.scalars(tried).all()
    if ids:
        db.execute(
            update(uploads)
            .where(uploads.c.id.in_(ids))
            .values(state=UploadState.DEAD.value, finished_at=now, error_code=func.coalesce(uploads.c.error_code, GAVE_UP))
        )
        audit.append(db, now, audit.Event.GAVE_UP, case_id, {"uploads": len(ids)})


def hold(db: Connection, claimed: Claim) -> None:
    """Lock the case row for this transaction. Raises ClaimLost when somebody else has the case by now."""
    owner = db.scalar(select(cases.c.worker).where(cases.c.case_id == claimed.case_id).with_for_update())
    if owner != claimed.token:
        raise ClaimLost


def heartbeat(db: Connection, now: datetime, claimed: Claim, lease: timedelta) -> None:
    """Prolong the lease. Raises ClaimLost when it ran out and was taken over."""
    hold(db, claimed)
    db.execute(update(cases).where(cases.c.case_id == claimed.case_id).values(lease_until=now + lease))


def settle(db: Connection, now: datetime, claimed: Claim) -> None:
    """Give the ticket back after the claim's uploads got their ends; wakes the case again for what came in meanwhile."""
    db.execute(update(cases).where(cases.c.case_id == claimed.case_id).values(lease_until=None, worker=None))
    wake(db, now, claimed.case_id)
    refresh_state(db, now, claimed.case_id)


def release(db: Connection, now: datetime, claimed: Claim, error_code: str, *, counts: bool) -> None:
    """Give the case back after a failure, to be tried again later.

    `counts` is False when a service was away: that says nothing about the upload, so it is no attempt of its own. Otherwise the
    wait doubles with every attempt, from 2 s on, and after MAX_ATTEMPTS the uploads are dead.
    """
    hold(db, claimed)
    for row in claimed.uploads:
        tried = row.attempts if counts else row.attempts - 1
        pause = timedelta(seconds=2.0 ** min(row.attempts, 8) if counts else 3.0)
        db.execute(
            update(uploads)
            .where(uploads.c.id == row.id, uploads.c.worker == claimed.token)
            .values(state=UploadState.PENDING.value, attempts=tried, not_before=now + pause, error_code=error_code, worker=None)
        )
    db.execute(update(cases).where(cases.c.case_id == claimed.case_id).values(lease_until=None, worker=None))
    if counts:
        _bury(db, now, claimed.case_id)
    wake(db, now, claimed.case_id)
    refresh_state(db, now, claimed.case_id)


def depth(db: Connection, now: datetime) -> tuple[int, float]:
    """Uploads that wait or are being read, and the age in seconds of the oldest."""
    number, oldest = db.execute(select(func.count(), func.min(uploads.c.recorded_at)).where(uploads.c.state.in_(OPEN))).one()
    return number, (now - oldest).total_seconds() if oldest else 0.0


def ready(db: Connection, now: datetime) -> bool:
    """Whether there is a case to claim."""
    return (
        db.scalar(
            select(cases.c.case_id).where(cases.c.wake_at <= now, or_(cases.c.lease_until.is_(None), cases.c.lease_until < now)).limit(1)
        )
        is not None
    )
