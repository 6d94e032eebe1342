"""A decision against the proposal leaves a candidate for a regression case: kinds, codes and states, no private content."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pipeline.model import Absent, Document, Field, Read
from pipeline.wire import Json

if TYPE_CHECKING:
    from pipeline.service import CaseView
    from pipeline.store import Store

CANDIDATES = "candidates"


def candidate(view: CaseView) -> Json:
    """What a developer needs to rebuild the case from generated papers: never a name, a value or a file name."""
    verdict, decision = view.history[-1], view.decisions[-1]
    return {
        "schema": 1,
        "proposed": verdict.verdict,
        "decided": decision.decision,
        "as_of": verdict.as_of,
        "policy_sha256": verdict.policy_sha256,
        "reasons": [{"code": r["code"], "rule": r["rule"]} for r in verdict.body["reasons"]],
        "documents": [_document(d) for d in view.documents],
    }


def _document(document: Document) -> Json:
    return {
        "status": document.status.value,
        "kind": document.kind.value,
        "grade": document.grade.value,
        "pages": document.pages,
        "findings": sorted({f.code.value for f in document.findings}),
        "fields": {name.value: _state(value) for name, value in document.fields.items()},
        "redactions": [{"page": r.page, "source": r.source.value, "status": r.status.value} for r in document.regions],
    }


def _state(value: Field) -> str:
    match value:
        case Read():
            return "read"
        case Absent():
            return "absent"
        case _:
            return "withheld"


def candidate_key(case_id: str) -> str:
    return f"{CANDIDATES}/{case_id}.json"


def keep_candidate(store: Store, view: CaseView) -> None:
    """Write the candidate beside the case's other objects; it goes with them when the person is forgotten."""
    store.put(candidate_key(view.row.case_id), json.dumps(candidate(view), indent=1).encode())
