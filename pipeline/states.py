"""The states of uploads and cases: the registry keeps them, the command line and the sheets speak of them."""

from __future__ import annotations

from enum import StrEnum


class UploadState(StrEnum):
    """Where an upload is on its way. The last five are ends."""

    PENDING = "pending"
    CLAIMED = "claimed"
    DONE = "done"
    SKIPPED = "skipped"  # the case is out of scope: never opened
    SUPERSEDED = "superseded"  # a newer version of the same file came
    FAILED = "failed"  # gone from the store, or a case.json that is refused
    DEAD = "dead"  # given up after several attempts: a person must look


class CaseState(StrEnum):
    """Where a case is (contract: `state` of `intake show`)."""

    WAITING = "waiting"
    PROCESSING = "processing"
    NEEDS_REVIEW = "needs_review"
    DECIDED = "decided"
    FAILED = "failed"
