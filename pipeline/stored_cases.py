"""Registered cases with their facts and the verdict that holds, streamed in batches: memory does not grow with their number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import Connection, select

from pipeline.case_file import parse_case
from pipeline.errors import CaseFileError
from pipeline.model import Case, Submitted, Verdict
from pipeline.registry.model import UploadState
from pipeline.registry.schema import cases, documents, uploads, verdicts
from pipeline.wire import document_from_json, verdict_from_json

__all__ = ["stored_cases"]

BATCH = 500


def stored_cases(db: Connection) -> Iterator[tuple[Case, Verdict]]:
    """Every case that has a verdict, by case id. A case whose facts from outside no longer parse is left out."""
    last = ""
    while True:
        rows = db.execute(
            select(cases.c.case_id, cases.c.case_json, verdicts.c.body)
            .join(verdicts, verdicts.c.id == cases.c.verdict_id)
            .where(cases.c.case_id > last, cases.c.case_json.is_not(None))
            .order_by(cases.c.case_id)
            .limit(BATCH)
        ).all()
        if not rows:
            return
        last = rows[-1].case_id
        papers = _documents(db, [row.case_id for row in rows])
        for row in rows:
            try:
                case = parse_case(row.case_json)
            except CaseFileError:
                continue
            yield replace(case, documents=tuple(papers[row.case_id])), verdict_from_json(row.body)


def _documents(db: Connection, case_ids: list[str]) -> defaultdict[str, list[Submitted]]:
    found: defaultdict[str, list[Submitted]] = defaultdict(list)
    rows = db.execute(
        select(uploads.c.case_id, uploads.c.filename, uploads.c.uploaded_at, documents.c.facts)
        .join(documents, documents.c.sha256 == uploads.c.sha256)
        .where(uploads.c.case_id.in_(case_ids), uploads.c.state == UploadState.DONE.value)
        .order_by(uploads.c.uploaded_at, uploads.c.filename)
    )
    for row in rows:
        found[row.case_id].append(Submitted(document_from_json({**row.facts, "file": row.filename}), row.uploaded_at.date()))
    return found
