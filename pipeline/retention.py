"""Keeping the least: originals and respected copies are deleted by the policy's days, and each deletion is recorded (R15).

Results that `inspect` and `verify` keep go as originals do, by age; they were tied to no case, so no case records it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Column, exists, select, update

from pipeline import audit
from pipeline.candidates import candidate_key
from pipeline.kept import drop, prune, results_folder
from pipeline.registry import facts
from pipeline.registry import uploads as upload_rows
from pipeline.registry.model import UploadState
from pipeline.registry.schema import cases, uploads
from pipeline.store.base import RESPECTED, UPLOADS, Store, checked_key, respected_key

if TYPE_CHECKING:
    from pipeline.service import Service

_ENDED = (UploadState.DONE, UploadState.SKIPPED, UploadState.SUPERSEDED, UploadState.FAILED)


class Retained(NamedTuple):
    """How many objects a run deleted."""

    originals: int
    copies: int
    cases: int


def apply_retention(service: Service) -> Retained:
    """Delete what is older than the policy allows: originals by their reading, copies by the case's last upload, then whole cases."""
    now = service.registry.now()
    days = service.policy.retention
    prune(results_folder(service.settings.home), min(days.uploads_days, service.settings.results_days))
    originals = _delete_originals(service, now - timedelta(days=days.uploads_days))
    copies = _delete_copies(service, now - timedelta(days=days.respected_copies_days))
    return Retained(originals, copies, _delete_cases(service, now - timedelta(days=days.facts_days)))


def _delete_originals(service: Service, before: datetime) -> int:
    with service.registry.read() as db:
        due = db.execute(
            select(uploads.c.id, uploads.c.case_id, uploads.c.key, uploads.c.etag).where(
                uploads.c.finished_at < before, uploads.c.state.in_(_ENDED), uploads.c.original_deleted_at.is_(None)
            )
        ).all()
    for row in due:
        found = service.store.stat(row.key)
        gone = found is not None and found.etag == row.etag and service.store.delete(row.key)
        _recorded(service, row.id, row.case_id, uploads.c.original_deleted_at, gone)
    return len(due)


def _delete_copies(service: Service, before: datetime) -> int:
    newer = uploads.alias()
    with service.registry.read() as db:
        due = db.execute(
            select(uploads.c.id, uploads.c.case_id, uploads.c.sha256).where(
                uploads.c.copy_deleted_at.is_(None),
                uploads.c.finished_at < before,
                uploads.c.sha256.is_not(None),
                uploads.c.state.in_(_ENDED),
                ~exists().where(newer.c.case_id == uploads.c.case_id, newer.c.finished_at >= before),
            )
        ).all()
    for row in due:
        gone = service.store.delete(respected_key(row.case_id, row.sha256))
        _recorded(service, row.id, row.case_id, uploads.c.copy_deleted_at, gone)
    return len(due)


def _delete_cases(service: Service, before: datetime) -> int:
    with service.registry.read() as db:
        old = list(
            db.scalars(
                select(cases.c.case_id).where(
                    cases.c.created_at < before,
                    cases.c.wake_at.is_(None),
                    ~exists().where(uploads.c.case_id == cases.c.case_id, uploads.c.recorded_at >= before),
                )
            )
        )
    for case_id in old:
        removed = remove_objects(service.store, case_id)
        with service.registry.write() as db:
            drop(results_folder(service.settings.home), upload_rows.hashes(db, case_id))
            facts.drop_case(db, case_id)
            audit.append(db, service.registry.now(), audit.Event.DELETED, case_id, {"what": "case", "objects": removed})
    return len(old)


def _recorded(service: Service, upload_id: int, case_id: str, column: Column[datetime], gone: bool) -> None:
    now = service.registry.now()
    with service.registry.write() as db:
        db.execute(update(uploads).where(uploads.c.id == upload_id).values({column: now}))
        audit.append(db, now, audit.Event.DELETED, case_id, {"upload_id": upload_id, "what": column.name, "was_there": gone})


def remove_objects(store: Store, case_id: str) -> int:
    """Delete everything the store holds of a case: originals, respected copies, candidate; how many objects."""
    removed = sum(
        store.delete(found.key) for prefix in (UPLOADS, RESPECTED) for found in list(store.list(checked_key(f"{prefix}/{case_id}")))
    )
    return removed + store.delete(candidate_key(case_id))
