"""One claimed case from its uploads to its verdict: fetch, inspect what is new, keep the facts, assess, record, all or nothing.

Facts are kept as soon as a file is read, the verdict and the uploads' ends in one transaction that first proves the claim.
A worker may die anywhere in between: the next one finds the facts and only repeats what was not kept.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
import tempfile
import threading
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import update

from pipeline.case_file import MAX_BYTES, parse_case
from pipeline.errors import CaseFileError, DiskFull, IntakeError, NotFound, ServiceError, TooLargeInput
from pipeline.model import Case, Document, Verdict
from pipeline.registry import cases, facts, queue
from pipeline.registry.model import CaseState, Claim, ClaimLost, UploadRow, UploadState
from pipeline.registry.schema import cases as case_table
from pipeline.registry.schema import uploads as upload_table
from pipeline.store.base import CASE_FILE, respected_key
from pipeline.vocabulary import DocumentStatus, VerdictKind

if TYPE_CHECKING:
    from pipeline.service import Service

log = logging.getLogger("intake")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a claim. `error_code` is set when it is to be tried again, or was lost to another worker."""

    case_id: str
    state: CaseState | None
    verdict: Verdict | None
    verdict_id: int | None
    files: int = 0
    error_code: str | None = None


@dataclass(frozen=True, slots=True)
class _End:
    upload: UploadRow
    state: UploadState
    sha256: str | None = None
    error_code: str | None = None


def process(service: Service, claim: Claim, today: date, trigger: str = "upload") -> Outcome:
    """Work a claim off. Never raises for what can be tried again: the claim is released and the outcome says so."""
    lease = timedelta(seconds=service.settings.lease_seconds)
    try:
        with _heartbeat(service, claim, lease):
            ends = _read_uploads(service, claim, today)
            bring_copies(service, claim.case_id)
            return _finish(service, claim, ends, today, trigger)
    except ClaimLost:
        return Outcome(claim.case_id, None, None, None, error_code="claim_lost")
    except (ServiceError, DiskFull) as error:
        return _give_back(service, claim, error.code, counts=False)
    except IntakeError as error:
        return _give_back(service, claim, error.code, counts=True)
    except Exception as error:  # noqa: BLE001  any fault must end as a code: its message may quote a document
        where = (claim.case_id, type(error).__name__, _places(error))
        log.error("case %s: %s at %s", *where)  # noqa: TRY400  no traceback: it holds the message
        return _give_back(service, claim, f"internal_{type(error).__name__}"[:60], counts=True)


def _read_uploads(service: Service, claim: Claim, today: date) -> list[_End]:
    ends = [_read_case_file(service, row) for row in claim.uploads if row.filename == CASE_FILE]
    rows = [row for row in claim.uploads if row.filename != CASE_FILE]
    case = _case(service, claim.case_id)
    if case is None:
        return ends
    if service.assess(case, today).verdict is VerdictKind.OUT_OF_SCOPE:  # R1: no document is opened
        return ends + [_End(row, UploadState.SKIPPED) for row in rows]
    service.home_tmp.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=service.home_tmp) as folder:
        return ends + _read_documents(service, rows, today, Path(folder))


def _case(service: Service, case_id: str) -> Case | None:
    with service.registry.read() as db:
        row = cases.one(db, case_id)
    return None if row.case_json is None else parse_case(row.case_json)


def _read_case_file(service: Service, row: UploadRow) -> _End:
    """Register what a case.json says; a refused one ends as failed, with its code."""
    try:
        data = json.loads(service.store.get(row.key, MAX_BYTES).decode("utf-8-sig"))
        case = parse_case(data)
    except NotFound:
        return _End(row, UploadState.FAILED, error_code="not_found")
    except (CaseFileError, TooLargeInput, ValueError, RecursionError):
        return _End(row, UploadState.FAILED, error_code=CaseFileError.code)
    if case.case_id != row.case_id:  # a folder speaks for its own case only
        return _End(row, UploadState.FAILED, error_code=CaseFileError.code)
    with service.registry.write() as db:
        facts.register_case(db, service.registry.now(), row.case_id, data)
    return _End(row, UploadState.DONE)


def _read_documents(service: Service, rows: list[UploadRow], today: date, folder: Path) -> list[_End]:
    from pipeline.inspection import Options
    from pipeline.pool import Item

    ends: list[_End] = []
    fetched: list[tuple[UploadRow, Path, str]] = []
    for number, row in enumerate(rows):
        path = folder / f"{number}"  # neutral names: a file's own is the sender's
        try:
            service.store.fetch(row.key, path, limit=4 * service.settings.max_bytes)
        except NotFound:
            ends.append(_End(row, UploadState.FAILED, error_code="not_found"))
            continue
        except TooLargeInput:
            path.touch()
            os.truncate(path, service.settings.max_bytes + 1)  # a hole of that size: the reader says too_large itself
        fetched.append((row, path, _sha256(path)))
    known = _note_and_look_up(service, [(row, sha256) for row, _, sha256 in fetched])
    new = [(row, path, sha256, folder / f"{path.name}.respected.pdf") for row, path, sha256 in fetched if row.id not in known]
    items = [Item(path, Options(today=today, sanitized=copy), row.filename) for row, path, _, copy in new]
    for (row, _, sha256, copy), document in zip(new, service.inspect(items), strict=True):
        _keep(service, row, replace(document, sha256=sha256, file=row.filename), copy)
    return ends + [_End(row, UploadState.DONE, sha256) for row, _, sha256 in fetched]


def bring_copies(service: Service, case_id: str) -> None:
    """Give the case its own respected copies of papers approved in another case, so that each case is shown and forgotten alone."""
    if not service.policy.reuse.across_cases:
        return
    with service.registry.read() as db:
        papers = facts.reusable(db, case_id)
    for other, paper in papers:
        target, source = respected_key(case_id, paper.document.sha256), respected_key(other, paper.document.sha256)
        if service.store.stat(target) is None and service.store.stat(source) is not None:
            service.store.put(target, service.store.get(source))


def _note_and_look_up(service: Service, files: Sequence[tuple[UploadRow, str]]) -> set[int]:
    """Note the hashes of fetched uploads; the ids of those whose facts and respected copy are there already."""
    with service.registry.write() as db:
        for row, sha256 in files:
            db.execute(update(upload_table).where(upload_table.c.id == row.id).values(sha256=sha256))
        documents = {row.id: facts.known_document(db, sha256, service.reader, row.filename) for row, sha256 in files}
    return {
        row.id
        for row, sha256 in files
        if (document := documents[row.id]) is not None
        and (document.status is not DocumentStatus.READ or service.store.stat(respected_key(row.case_id, sha256)) is not None)
    }


def _keep(service: Service, row: UploadRow, document: Document, copy: Path) -> None:
    """The respected copy first, then the facts: facts that are known mean that the copy is there."""
    if copy.is_file():
        service.store.put(respected_key(row.case_id, document.sha256), copy)
        copy.unlink()
    with service.registry.write() as db:
        facts.keep_document(db, service.registry.now(), document, service.reader)


def _finish(service: Service, claim: Claim, ends: list[_End], today: date, trigger: str) -> Outcome:
    with service.registry.write() as db:
        now = service.registry.now()
        queue.hold(db, claim)
        for end in ends:
            db.execute(
                update(upload_table)
                .where(upload_table.c.id == end.upload.id, upload_table.c.worker == claim.token)
                .values(state=end.state.value, sha256=end.sha256, error_code=end.error_code, finished_at=now, worker=None)
            )
        row = cases.one(db, claim.case_id)
        refused = any(e.state is UploadState.FAILED and e.upload.filename == CASE_FILE for e in ends)
        db.execute(
            update(case_table)
            .where(case_table.c.case_id == claim.case_id)
            .values(error_code=CaseFileError.code if refused and row.case_json is None else None)
        )
        verdict, verdict_id, case = None, None, None
        if row.case_json is not None:
            papers = facts.evidence(db, claim.case_id, reuse=service.policy.reuse.across_cases)
            case = replace(parse_case(row.case_json), documents=papers)
            verdict = service.assess(case, today)
            verdict_id = facts.add_verdict(db, now, verdict, trigger)
        queue.settle(db, now, claim)
        state = cases.one(db, claim.case_id).state
        if case is not None:
            service.note_next(db, case, state, today)
    return Outcome(claim.case_id, state, verdict, verdict_id, files=len(ends))


def _give_back(service: Service, claim: Claim, code: str, *, counts: bool) -> Outcome:
    try:
        with service.registry.write() as db:
            queue.release(db, service.registry.now(), claim, code, counts=counts)
    except (ClaimLost, ServiceError):
        pass  # the lease runs out by itself
    return Outcome(claim.case_id, None, None, None, error_code=code)


@contextmanager
def _heartbeat(service: Service, claim: Claim, lease: timedelta) -> Iterator[None]:
    """Prolong the lease from a thread while the work lasts; a lost claim is noticed when the work is recorded."""
    stop = threading.Event()

    def beat() -> None:
        while not stop.wait(lease.total_seconds() / 3):
            try:
                with service.registry.write() as db:
                    queue.heartbeat(db, service.registry.now(), claim, lease)
            except ClaimLost:
                return
            except ServiceError:
                continue

    thread = threading.Thread(target=beat, name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=5)


def _places(error: BaseException) -> str:
    """Where it happened, file and line only, innermost first."""
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    return " < ".join(f"{Path(f.filename).name}:{f.lineno}" for f in reversed(frames))


def _sha256(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def clean(folder: Path, older_than: float, now: float) -> int:
    """Remove work folders that a killed worker left behind; how many."""
    removed = 0
    for left in folder.glob("*") if folder.is_dir() else ():
        if now - left.stat().st_mtime > older_than:
            shutil.rmtree(left, ignore_errors=True)
            removed += 1
    return removed
