"""Documents, cases and verdicts to and from the JSON shapes of the contract (`"schema": 1`).

`document_from_json(document_to_json(d)) == d` for every stored part; words are written only on request and not read back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from classifiers.model import Alternative
from pipeline.model import (
    Absent,
    Counted,
    Document,
    Field,
    Finding,
    Money,
    NameSeen,
    PageSummary,
    PolicyRef,
    Read,
    Reason,
    Segment,
    Value,
    Verdict,
    Withheld,
)
from pipeline.vocabulary import (
    Channel,
    Depth,
    DocumentStatus,
    FieldName,
    FindingCode,
    Grade,
    Kind,
    Source,
    TextSource,
    VerdictKind,
)
from redaction.geometry import Box
from redaction.model import RESIDUAL, Certainty, Leak, Region

SCHEMA = 1
Json = dict[str, Any]


def box_to_json(box: Box | None) -> list[float] | None:
    return None if box is None else list(box.rounded())


def box_from_json(data: list[float] | None) -> Box | None:
    return None if data is None else Box(*data)


def value_to_json(value: Value) -> str | Json:
    match value:
        case Money(amount, currency):
            return {"amount": str(amount), "currency": currency}
        case date():
            return value.isoformat()
        case str():
            return value


_DATES = frozenset({FieldName.ISSUE_DATE, FieldName.EXPIRY_DATE, FieldName.EFFECTIVE_DATE, FieldName.PERIOD_END})


def value_from_json(name: FieldName, data: str | Json) -> Value:
    if isinstance(data, dict):
        return Money(Decimal(data["amount"]), data["currency"])
    if name not in _DATES:
        return data
    try:
        return date.fromisoformat(data)
    except ValueError:
        return data  # a date that could only be read as words


def field_to_json(value: Field) -> Json:
    match value:
        case Read():
            out: Json = {
                "state": "read",
                "value": value_to_json(value.value),
                "page": value.page,
                "box": box_to_json(value.box),
                "confidence": round(value.confidence, 3),
            }
            if value.alternatives:
                out["alternatives"] = [value_to_json(v) for v in value.alternatives]
            return out
        case Withheld():
            return {"state": "withheld", "page": value.page, "box": box_to_json(value.box)}
        case Absent():
            return {"state": "absent"}


def field_from_json(name: FieldName, data: Json) -> Field:
    match data["state"]:
        case "read":
            return Read(
                value_from_json(name, data["value"]),
                data["page"],
                Box(*data["box"]),
                data["confidence"],
                tuple(value_from_json(name, v) for v in data.get("alternatives", ())),
            )
        case "withheld":
            return Withheld(data["page"], Box(*data["box"]))
        case _:
            return Absent()


def _leak_to_json(leak: Leak) -> Json:
    return {"channel": leak.channel.value, "page": leak.page, "box": box_to_json(leak.box), "certainty": leak.certainty.value}


def _leak_from_json(data: Json) -> Leak:
    return Leak(Channel(data["channel"]), Certainty(data["certainty"]), data["page"], box_from_json(data["box"]))


def region_to_json(region: Region) -> Json:
    """`leaks` names the channels that make it leaky; `details` keeps every leak with its certainty and place."""
    return {
        "page": region.page,
        "box": box_to_json(region.box),
        "source": region.source.value,
        "status": region.status.value,
        "leaks": sorted({leak.channel.value for leak in region.leaks if leak.channel not in RESIDUAL}),
        "details": [_leak_to_json(leak) for leak in region.leaks],
    }


def region_from_json(data: Json) -> Region:
    return Region(data["page"], Box(*data["box"]), Source(data["source"]), tuple(_leak_from_json(d) for d in data["details"]))


def _name_to_json(name: NameSeen) -> Json:
    role = None if name.role is None else name.role.value
    place = {"page": name.page, "box": box_to_json(name.box), "confidence": round(name.confidence, 3), "place": name.place}
    return {"field": role, "value": name.value, **place}


def _name_from_json(data: Json) -> NameSeen:
    role = None if data["field"] is None else FieldName(data["field"])
    return NameSeen(role, data["value"], data["page"], Box(*data["box"]), data["confidence"], data["place"])


def document_to_json(document: Document, *, words: bool = False) -> Json:
    """One line of `intake inspect --json`."""
    out: Json = {
        "schema": SCHEMA,
        "file": document.file,
        "sha256": document.sha256,
        "bytes": document.bytes,
        "status": document.status.value,
        "reason": document.reason,
        "pages": document.pages,
        "kind": document.kind.value,
        "grade": document.grade.value,
        "alternatives": [{"kind": a.kind.value, "score": round(a.score, 3)} for a in document.alternatives],
        "why": list(document.why),
        "segments": [_segment_to_json(s) for s in document.segments],
        "findings": [_finding_to_json(f) for f in document.findings],
        "fields": {name.value: field_to_json(value) for name, value in document.fields.items()},
        "names_seen": [_name_to_json(n) for n in document.names_seen],
        "redactions": [region_to_json(r) for r in document.regions],
        "leaks": [_leak_to_json(leak) for leak in document.leaks],
        "text": [
            {
                "page": p.page,
                "source": p.source.value,
                "words": p.words,
                "confidence": None if p.confidence is None else round(p.confidence, 3),
                "size": [round(p.width, 1), round(p.height, 1)],
                "depth": p.depth.value,
            }
            for p in document.text
        ],
        "picture_hash": document.picture_hash,
        "timings": {k: round(v, 3) for k, v in document.timings.items()},
    }
    if words:
        out["words"] = [
            [w.page, *w.box.rounded(), w.text, None if w.confidence is None else round(w.confidence, 3)] for w in document.words
        ]
    return out


def document_from_json(data: Mapping[str, Any]) -> Document:
    """The document of a stored or received line; raises KeyError or ValueError on a shape that is not ours."""
    return Document(
        file=data["file"],
        sha256=data["sha256"],
        bytes=data["bytes"],
        status=DocumentStatus(data["status"]),
        reason=data["reason"],
        pages=data["pages"],
        kind=Kind(data["kind"]),
        grade=Grade(data["grade"]),
        alternatives=tuple(Alternative(Kind(a["kind"]), a["score"]) for a in data["alternatives"]),
        why=tuple(data["why"]),
        segments=tuple(_segment_from_json(s) for s in data.get("segments", ())),
        findings=_findings_from_json(data["findings"]),
        fields=_fields_from_json(data["fields"]),
        names_seen=tuple(_name_from_json(n) for n in data.get("names_seen", ())),
        regions=tuple(region_from_json(r) for r in data["redactions"]),
        leaks=tuple(_leak_from_json(leak) for leak in data["leaks"]),
        text=tuple(_page_from_json(p) for p in data["text"]),
        picture_hash=data.get("picture_hash"),
        timings=dict(data.get("timings", {})),
    )


def _segment_to_json(segment: Segment) -> Json:
    return {
        "first": segment.first,
        "last": segment.last,
        "pages": list(range(segment.first, segment.last + 1)),
        "kind": segment.kind.value,
        "score": round(segment.score, 3),
        "grade": segment.grade.value,
        "titled": segment.titled,
        "alternatives": [{"kind": a.kind.value, "score": round(a.score, 3)} for a in segment.alternatives],
        "findings": [_finding_to_json(f) for f in segment.findings],
        "fields": {name.value: field_to_json(value) for name, value in segment.fields.items()},
        "picture_hash": segment.picture_hash,
        "names_seen": [_name_to_json(n) for n in segment.names_seen],
    }


def _segment_from_json(data: Mapping[str, Any]) -> Segment:
    """A segment as it is stored; what earlier versions did not keep is as if nothing were known of it."""
    return Segment(
        data["first"],
        data["last"],
        Kind(data["kind"]),
        data["score"],
        Grade(data.get("grade", Grade.LOW)),
        data.get("titled", False),
        tuple(Alternative(Kind(a["kind"]), a["score"]) for a in data.get("alternatives", ())),
        _findings_from_json(data.get("findings", ())),
        _fields_from_json(data.get("fields", {})),
        data.get("picture_hash"),
        tuple(_name_from_json(n) for n in data.get("names_seen", ())),
    )


def _findings_from_json(data: Iterable[Mapping[str, Any]]) -> tuple[Finding, ...]:
    return tuple(Finding(FindingCode(f["code"]), f["message"], f["page"], box_from_json(f.get("box"))) for f in data)


def _fields_from_json(data: Mapping[str, Any]) -> dict[FieldName, Field]:
    return {FieldName(n): field_from_json(FieldName(n), f) for n, f in data.items()}


def _page_from_json(data: Json) -> PageSummary:
    (width, height), depth = data["size"], Depth(data.get("depth", Depth.FULL))
    return PageSummary(data["page"], TextSource(data["source"]), data["words"], data["confidence"], width, height, depth)


def _finding_to_json(finding: Finding) -> Json:
    return {"code": finding.code.value, "page": finding.page, "box": box_to_json(finding.box), "message": finding.message}


def verdict_to_json(verdict: Verdict) -> Json:
    """The verdict part of one line of `intake verify --json` (without `documents`)."""
    return {
        "schema": SCHEMA,
        "case_id": verdict.case_id,
        "verdict": verdict.verdict.value,
        "policy": {"name": verdict.policy.name, "sha256": verdict.policy.sha256},
        "as_of": verdict.as_of.isoformat(),
        "valid_until": verdict.valid_until.isoformat() if verdict.valid_until else None,
        "review_due": verdict.review_due.isoformat() if verdict.review_due else None,
        "counted": [{"file": c.file, "kind": c.kind.value} for c in verdict.counted],
        "reasons": [
            {"code": r.code.value, "rule": r.rule, "file": r.file, "page": r.page, "box": box_to_json(r.box), "message": r.message}
            for r in verdict.reasons
        ],
        "requests": list(verdict.requests),
        "shortest_path": verdict.shortest_path,
    }


def verdict_from_json(data: Mapping[str, Any]) -> Verdict:
    def day(text: str | None) -> date | None:
        return date.fromisoformat(text) if text else None

    return Verdict(
        case_id=data["case_id"],
        verdict=VerdictKind(data["verdict"]),
        policy=PolicyRef(data["policy"]["name"], data["policy"]["sha256"]),
        as_of=date.fromisoformat(data["as_of"]),
        valid_until=day(data["valid_until"]),
        review_due=day(data["review_due"]),
        counted=tuple(Counted(c["file"], Kind(c["kind"])) for c in data["counted"]),
        reasons=tuple(
            Reason(FindingCode(r["code"]), r["rule"], r["message"], r["file"], r["page"], box_from_json(r["box"])) for r in data["reasons"]
        ),
        requests=tuple(data["requests"]),
        shortest_path=data["shortest_path"],
    )


def verified_case_to_json(verdict: Verdict, documents: tuple[Document, ...]) -> Json:
    """One line of `intake verify --json`."""
    return {**verdict_to_json(verdict), "documents": [document_to_json(d) for d in documents]}
