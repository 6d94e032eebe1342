"""Recording uploads: once for each version of a file, however often and in whatever order it is told of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from pipeline import audit
from pipeline.registry.cases import refresh_state
from pipeline.registry.model import CaseState, UploadRow, UploadState
from pipeline.registry.schema import cases, documents, uploads
from pipeline.store.base import CASE_FILE, StoredObject, Upload

OPEN = (UploadState.PENDING, UploadState.CLAIMED)


def record(db: Connection, now: datetime, found: StoredObject, upload: Upload) -> bool:
    """Make the row of one version of one file, and of its case; False when this version is known already.

    A newer version supersedes the older ones; an older one that is told of late is superseded from the start.
    """
    if db.scalar(select(uploads.c.id).where(uploads.c.key == found.key, uploads.c.etag == found.etag)) is not None:
        return False
    ensure_case(db, now, upload.case_id)
    db.execute(select(cases.c.case_id).where(cases.c.case_id == upload.case_id).with_for_update()).one()
    versions = db.execute(select(uploads.c.id, uploads.c.etag, uploads.c.uploaded_at).where(uploads.c.key == found.key)).all()
    if any(v.etag == found.etag for v in versions):  # told twice at the same moment
        return False
    stale = any(v.uploaded_at > found.changed for v in versions)
    db.execute(
        insert(uploads).values(
            case_id=upload.case_id,
            key=found.key,
            etag=found.etag,
            filename=upload.filename,
            size=found.size,
            uploaded_at=found.changed,
            recorded_at=now,
            attempts=0,
            finished_at=now if stale else None,
            state=(UploadState.SUPERSEDED if stale else UploadState.PENDING).value,
        )
    )
    if stale:
        return True
    db.execute(
        update(uploads)
        .where(uploads.c.id.in_([v.id for v in versions]))
        .values(state=UploadState.SUPERSEDED.value, finished_at=now, worker=None)
    )
    wake(db, now, upload.case_id)
    refresh_state(db, now, upload.case_id)
    audit.append(db, now, audit.Event.UPLOAD, upload.case_id, {"etag": found.etag, "size": found.size})
    return True


def known_versions(db: Connection, keys: Sequence[str]) -> set[tuple[str, str]]:
    """Key and etag of what is recorded under some keys, for the sweep."""
    return {(row.key, row.etag) for row in db.execute(select(uploads.c.key, uploads.c.etag).where(uploads.c.key.in_(keys)))}


def ensure_case(db: Connection, now: datetime, case_id: str) -> None:
    """A row for the case, waiting for its case.json, where there is none."""
    make = postgresql_insert if db.dialect.name == "postgresql" else sqlite_insert
    db.execute(
        make(cases)
        .values(case_id=case_id, state=CaseState.WAITING.value, created_at=now, updated_at=now)
        .on_conflict_do_nothing(index_elements=["case_id"])
    )


def wake(db: Connection, when: datetime, case_id: str) -> None:
    """Put the case into the queue for `when`, if there is something that can be done: a case.json, or a known case with open uploads."""
    known = db.scalar(select(cases.c.case_json).where(cases.c.case_id == case_id)) is not None
    query = select(uploads.c.not_before).where(uploads.c.case_id == case_id, uploads.c.state.in_(OPEN))
    if not known:
        query = query.where(uploads.c.filename == CASE_FILE)
    due = [row.not_before or when for row in db.execute(query)]
    db.execute(update(cases).where(cases.c.case_id == case_id).values(wake_at=min(due) if due else None))


def of_case(db: Connection, case_id: str) -> tuple[UploadRow, ...]:
    """Every upload of a case, oldest first."""
    return tuple(upload_row(row) for row in db.execute(select(uploads).where(uploads.c.case_id == case_id).order_by(uploads.c.id)))


def hashes(db: Connection, case_id: str) -> set[str]:
    """Hashes of the files that came in the case, as far as they were opened."""
    return set(db.scalars(select(uploads.c.sha256).where(uploads.c.case_id == case_id, uploads.c.sha256.is_not(None))))


def reopen(db: Connection, case_id: str, states: tuple[UploadState, ...]) -> int:
    """Set a case's uploads in one of `states` back to pending with fresh attempts; how many."""
    return db.execute(
        update(uploads)
        .where(uploads.c.case_id == case_id, uploads.c.state.in_(states))
        .values(state=UploadState.PENDING.value, attempts=0, not_before=None, error_code=None, worker=None)
    ).rowcount


def reopen_stale(db: Connection, case_id: str, reader: str) -> int:
    """Set back to pending what another reader read and what is still in the store; how many."""
    stale = (
        select(uploads.c.id)
        .join(documents, documents.c.sha256 == uploads.c.sha256)
        .where(
            uploads.c.case_id == case_id,
            uploads.c.state == UploadState.DONE.value,
            uploads.c.original_deleted_at.is_(None),
            documents.c.reader != reader,
        )
    )
    ids = db.scalars(stale).all()
    db.execute(update(uploads).where(uploads.c.id.in_(ids)).values(state=UploadState.PENDING.value, attempts=0, not_before=None))
    return len(ids)


def upload_row(row: Row[Any]) -> UploadRow:
    return UploadRow(
        row.id,
        row.case_id,
        row.key,
        row.etag,
        row.filename,
        row.size,
        row.uploaded_at,
        UploadState(row.state),
        row.attempts,
        row.error_code,
        row.sha256,
    )
