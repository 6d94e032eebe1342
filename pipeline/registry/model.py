"""What the registry hands out: states, rows and claims as frozen types."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pipeline.states import CaseState, UploadState

__all__ = ["CaseRow", "CaseState", "Claim", "ClaimLost", "DecisionRow", "UploadRow", "UploadState", "VerdictRow"]


@dataclass(frozen=True, slots=True)
class UploadRow:
    """One version of one uploaded file."""

    id: int
    case_id: str
    key: str
    etag: str
    filename: str
    size: int
    uploaded_at: datetime
    state: UploadState
    attempts: int
    error_code: str | None
    sha256: str | None


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to work on one case until `lease_until`. `token` is this claim's alone: a claim taken over is worth nothing."""

    case_id: str
    token: str
    lease_until: datetime
    uploads: tuple[UploadRow, ...]


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """One verdict of a case's history; `body` is the JSON of the contract."""

    id: int
    case_id: str
    verdict: str
    as_of: str
    policy_sha256: str
    body: dict[str, Any]
    made_at: datetime
    trigger: str


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """What a reviewer decided on one verdict."""

    id: int
    case_id: str
    verdict_id: int
    decision: str
    decided_by: str
    comment: str
    proposed: str
    overrides: bool
    policy_sha256: str
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line of `intake cases`."""

    case_id: str
    freelancer_id: str | None
    case_json: dict[str, Any] | None
    state: CaseState
    error_code: str | None
    verdict_id: int | None
    verdict: str | None
    review_due: str | None
    created_at: datetime
    updated_at: datetime
    sheet_due_at: datetime | None


class ClaimLost(Exception):
    """The lease ran out and another worker has the case: what was found out here is thrown away."""
