"""The audit log: append-only, each entry chained to the one before by SHA-256, so that a change or a gap shows.

Entries hold ids, codes and hashes, never document content or a freelancer's name: they stay when a person is forgotten.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, insert, select, update

from pipeline.registry.schema import audit, audit_head

START = "0" * 64


class Event(StrEnum):
    """What is logged."""

    UPLOAD = "upload"
    CASE = "case"
    VERDICT = "verdict"
    DECISION = "decision"
    GAVE_UP = "gave_up"
    DELETED = "deleted"
    FORGOTTEN = "forgotten"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log; `detail` is canonical JSON."""

    seq: int
    at: str
    event: str
    case_id: str | None
    detail: str
    previous: str
    hash: str

    def expected_hash(self) -> str:
        return _hash([self.seq, self.at, self.event, self.case_id, self.detail, self.previous])


@dataclass(frozen=True, slots=True)
class Audited:
    """The result of a verification: entries checked, the last hash, and the first entry that is wrong (None: all good)."""

    entries: int
    head: str
    broken_at: int | None = None
    problem: str | None = None


def _hash(parts: list[int | str | None]) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=True).encode()).hexdigest()


def append(db: Connection, now: datetime, event: Event, case_id: str | None, detail: Mapping[str, Any]) -> None:
    """Add one entry within the caller's transaction; do it last, because the head of the chain is locked until its end."""
    head = db.execute(select(audit_head).where(audit_head.c.id == 1).with_for_update()).one()
    seq, at = head.seq + 1, now.astimezone(UTC).isoformat(timespec="microseconds")
    text = json.dumps(detail, sort_keys=True, separators=(",", ":"))
    digest = _hash([seq, at, event.value, case_id, text, head.hash])
    db.execute(insert(audit).values(seq=seq, at=at, event=event.value, case_id=case_id, detail=text, previous=head.hash, hash=digest))
    db.execute(update(audit_head).where(audit_head.c.id == 1).values(seq=seq, hash=digest))


def entries(db: Connection, case_id: str | None = None) -> Iterator[Entry]:
    """The log in order, of one case or of all."""
    query = select(audit).order_by(audit.c.seq)
    if case_id is not None:
        query = query.where(audit.c.case_id == case_id)
    for row in db.execute(query):
        yield Entry(row.seq, row.at, row.event, row.case_id, row.detail, row.previous, row.hash)


def verify(db: Connection) -> Audited:
    """Walk the chain from its start. A changed entry, a missing one and a cut-off end are all told."""
    previous, seq = START, 0
    for entry in entries(db):
        seq += 1
        if entry.seq != seq:
            return Audited(seq - 1, previous, seq, "an entry is missing")
        if entry.previous != previous or entry.hash != entry.expected_hash():
            return Audited(seq - 1, previous, seq, "an entry was changed")
        previous = entry.hash
    head = db.execute(select(audit_head).where(audit_head.c.id == 1)).one()
    if (head.seq, head.hash) != (seq, previous):
        return Audited(seq, previous, seq + 1, "the end of the log is missing")
    return Audited(seq, previous)
