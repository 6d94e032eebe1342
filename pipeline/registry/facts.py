"""Facts, verdicts and decisions: what was read once is kept as JSON, so that a verdict replays without opening a file again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from pipeline import audit
from pipeline.lasting import substance
from pipeline.model import Document, Submitted, Verdict
from pipeline.registry import sheets
from pipeline.registry.diary import bring_forward
from pipeline.registry.model import UploadState, VerdictRow
from pipeline.registry.schema import cases, decisions, documents, uploads, verdicts
from pipeline.registry.uploads import hashes as hashes_of
from pipeline.registry.uploads import reopen
from pipeline.vocabulary import LASTING, Decision, DocumentStatus
from pipeline.wire import document_from_json, document_to_json, verdict_to_json


def register_case(db: Connection, now: datetime, case_id: str, case_json: Mapping[str, Any]) -> bool:
    """Keep a case's facts from outside; whether they are new or changed. The case's uploads that were never opened get their turn."""
    known = db.execute(select(cases.c.case_json, cases.c.error_code).where(cases.c.case_id == case_id)).one()
    if known.case_json == dict(case_json) and known.error_code is None:
        return False
    db.execute(
        update(cases)
        .where(cases.c.case_id == case_id)
        .values(case_json=dict(case_json), freelancer_id=case_json["freelancer"].get("id"), error_code=None, updated_at=now)
    )
    reopen(db, case_id, (UploadState.SKIPPED,))
    audit.append(db, now, audit.Event.CASE, case_id, {"registered": True})
    return True


def keep_document(db: Connection, now: datetime, document: Document, reader: str) -> None:
    """Keep what was read of one file, under its hash."""
    facts = document_to_json(document)
    values = {"reader": reader, "facts": facts, "read_at": now}
    if not db.execute(update(documents).where(documents.c.sha256 == document.sha256).values(values)).rowcount:
        make = postgresql.insert if db.dialect.name == "postgresql" else sqlite.insert
        db.execute(make(documents).values(sha256=document.sha256, **values).on_conflict_do_update(index_elements=["sha256"], set_=values))


def known_document(db: Connection, sha256: str, reader: str, filename: str) -> Document | None:
    """What this version of the reader read of the file before, under the name it has now; None where it must be opened."""
    row = db.execute(select(documents.c.facts).where(documents.c.sha256 == sha256, documents.c.reader == reader)).one_or_none()
    if row is None or DocumentStatus(row.facts["status"]) not in LASTING:
        return None
    return document_from_json({**row.facts, "file": filename})


def submitted(db: Connection, case_id: str) -> tuple[Submitted, ...]:
    """The documents of a case with the day of their upload, in the order they came."""
    rows = db.execute(
        select(uploads.c.filename, uploads.c.uploaded_at, documents.c.facts)
        .join(documents, documents.c.sha256 == uploads.c.sha256)
        .where(uploads.c.case_id == case_id, uploads.c.state == UploadState.DONE.value)
        .order_by(uploads.c.uploaded_at, uploads.c.filename)
    )
    return tuple(Submitted(document_from_json({**row.facts, "file": row.filename}), row.uploaded_at.date()) for row in rows)


def reusable(db: Connection, case_id: str) -> tuple[tuple[str, Submitted], ...]:
    """Papers of the same freelancer's other cases that counted there and were approved (R3), with the case each comes from.

    Papers that the case has itself are left out; a name that it has already is told apart by the other case's id.
    """
    own = {
        row.sha256: row.filename
        for row in db.execute(
            select(uploads.c.sha256, uploads.c.filename).where(uploads.c.case_id == case_id, uploads.c.state == UploadState.DONE.value)
        )
    }
    freelancer = db.scalar(select(cases.c.freelancer_id).where(cases.c.case_id == case_id))
    if freelancer is None:
        return ()
    approved = (
        select(cases.c.case_id, verdicts.c.body)
        .join(verdicts, verdicts.c.id == cases.c.verdict_id)
        .join(decisions, decisions.c.verdict_id == verdicts.c.id)
        .where(cases.c.freelancer_id == freelancer, cases.c.case_id != case_id, decisions.c.decision == Decision.APPROVE.value)
        .order_by(decisions.c.id)
    )
    found: dict[str, tuple[str, Submitted]] = {}
    for other, body in db.execute(approved).all():
        counted = {entry["file"] for entry in body["counted"]}
        for paper in submitted(db, other):
            if paper.document.file in counted and paper.document.sha256 not in own:
                name = paper.document.file if paper.document.file not in own.values() else f"{other}, {paper.document.file}"
                found.setdefault(paper.document.sha256, (other, replace(paper, document=replace(paper.document, file=name))))
    return tuple(found.values())


def evidence(db: Connection, case_id: str, *, reuse: bool) -> tuple[Submitted, ...]:
    """What a case is judged on: its own papers, and with `reuse` those approved before."""
    return submitted(db, case_id) + (tuple(paper for _, paper in reusable(db, case_id)) if reuse else ())


def add_verdict(db: Connection, now: datetime, verdict: Verdict, trigger: str) -> int:
    """Add a verdict to the history if it says something new; the id of the one that holds now."""
    body = verdict_to_json(verdict)
    last = db.execute(select(verdicts).where(verdicts.c.case_id == verdict.case_id).order_by(verdicts.c.id.desc()).limit(1)).one_or_none()
    due = body["review_due"]
    if last is not None and substance(last.body) == substance(body):
        db.execute(update(verdicts).where(verdicts.c.id == last.id).values(body=body, as_of=body["as_of"]))
        db.execute(update(cases).where(cases.c.case_id == verdict.case_id).values(review_due=due))
        return int(last.id)
    made = db.execute(
        insert(verdicts)
        .values(
            case_id=verdict.case_id,
            verdict=body["verdict"],
            as_of=body["as_of"],
            policy_sha256=verdict.policy.sha256,
            body=body,
            made_at=now,
            trigger=trigger,
        )
        .returning(verdicts.c.id)
    ).scalar_one()
    db.execute(update(cases).where(cases.c.case_id == verdict.case_id).values(verdict_id=made, verdict=body["verdict"], review_due=due))
    sheets.note(db, now, verdict.case_id)
    if last is not None:
        bring_forward(db, verdict.case_id, body["as_of"])
    audit.append(
        db,
        now,
        audit.Event.VERDICT,
        verdict.case_id,
        {
            "verdict": body["verdict"],
            "verdict_id": made,
            "policy": verdict.policy.sha256,
            "as_of": body["as_of"],
            "trigger": trigger,
            "codes": sorted({r.code.value for r in verdict.reasons}),
        },
    )
    return int(made)


def add_decision(db: Connection, now: datetime, verdict: VerdictRow, decision: Decision, *, by: str, comment: str) -> bool:
    """Record what a reviewer decided on a verdict; whether it overrides the proposal."""
    overrides = decision is not Decision.REFER and (decision is Decision.APPROVE) != (verdict.verdict == "qualifies")
    made = db.execute(
        insert(decisions)
        .values(
            case_id=verdict.case_id,
            verdict_id=verdict.id,
            decision=decision.value,
            decided_by=by,
            comment=comment,
            proposed=verdict.verdict,
            overrides=int(overrides),
            policy_sha256=verdict.policy_sha256,
            decided_at=now,
        )
        .returning(decisions.c.id)
    ).scalar_one()
    sheets.note(db, now, verdict.case_id)
    bring_forward(db, verdict.case_id, verdict.as_of)
    audit.append(
        db,
        now,
        audit.Event.DECISION,
        verdict.case_id,
        {
            "decision": decision.value,
            "decision_id": made,
            "by": by,
            "verdict_id": verdict.id,
            "proposed": verdict.verdict,
            "overrides": overrides,
            "policy": verdict.policy_sha256,
        },
    )
    return overrides


def drop_case(db: Connection, case_id: str) -> None:
    """Remove a case with everything that hangs on it, and facts that no other case uses."""
    bring_forward(db, case_id, "")
    hashes = hashes_of(db, case_id)
    for table in (decisions, verdicts, uploads, cases):
        db.execute(delete(table).where(table.c.case_id == case_id))
    used = set(db.scalars(select(uploads.c.sha256).where(uploads.c.sha256.in_(hashes))))
    db.execute(delete(documents).where(documents.c.sha256.in_(hashes - used)))
