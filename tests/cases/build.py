"""Builds papers and cases in code: a good paper of every kind, and changes to it. All people and firms are made up."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from classifiers.model import Alternative
from pipeline.model import (
    Absent,
    Case,
    Document,
    Engagement,
    Field,
    Finding,
    Freelancer,
    Money,
    NameSeen,
    PlatformStanding,
    Read,
    Segment,
    Submitted,
    Task,
    Withheld,
)
from pipeline.vocabulary import DocumentStatus, FieldName, FindingCode, Grade, Kind
from redaction.geometry import Box

TODAY = date(2026, 11, 21)
PERSON, ENTITY, TRADE = "Mira Tanaka", "Tanaka Type LLC", "Kumo Letters"
CLIENT = "Harrow & Finch Inc"
FREELANCER = Freelancer("f-1", PERSON, ENTITY, (), "US", "CA")
ENGAGEMENT = Engagement("e-1", f"Upwork Talent Group / {CLIENT}", CLIENT)
PLACE = Box(72.0, 90.0, 210.0, 104.0)
HIDDEN = Withheld(1, PLACE)
ABSENT = Absent()


def d(text: str) -> date:
    return date.fromisoformat(text)


GOOD: Mapping[Kind, Mapping[str, Any]] = {
    Kind.BUSINESS_LICENSE: {
        "business_name": ENTITY,
        "issuer": "City of Alder",
        "issue_date": d("2026-01-05"),
        "expiry_date": d("2027-01-04"),
    },
    Kind.ENTITY_REGISTRATION: {
        "business_name": ENTITY,
        "jurisdiction": "California",
        "registration_number": "202300112233",
        "issue_date": d("2023-03-01"),
        "entity_status": "Active",
    },
    Kind.SELF_EMPLOYMENT_REGISTRATION: {"person_name": PERSON, "issuer": "Tax Office Alder", "issue_date": d("2022-05-05")},
    Kind.DBA_REGISTRATION: {
        "person_name": PERSON,
        "trade_name": TRADE,
        "issuer": "Alder County",
        "issue_date": d("2024-02-02"),
        "expiry_date": d("2029-02-02"),
    },
    Kind.TAX_ID_NOTICE: {"business_name": ENTITY, "tax_id": "XX-XXX6789"},
    Kind.MARKETING_MATERIAL: {"business_name": ENTITY},
    Kind.SERVICE_PROFILE: {"person_name": PERSON, "platform": "LinkedIn"},
    Kind.LIABILITY_INSURANCE: {
        "insured": ENTITY,
        "insurer": "Granite Mutual",
        "effective_date": d("2026-02-01"),
        "expiry_date": d("2027-02-01"),
        "policy_number": "GM-441",
    },
    Kind.OTHER_INSURANCE: {"insured": ENTITY, "effective_date": d("2026-02-01"), "expiry_date": d("2027-02-01")},
    Kind.CLIENT_INVOICE: {
        "business_name": ENTITY,
        "bill_to": "Oakline GmbH",
        "issue_date": d("2026-06-15"),
        "invoice_number": "2026-14",
        "total": Money(Decimal("1200.00"), "EUR"),
    },
    Kind.SCHEDULE_C: {"person_name": PERSON, "tax_year": "2025"},
    Kind.BUSINESS_TAX_RETURN: {"business_name": ENTITY, "form": "1120-S", "tax_year": "2025"},
    Kind.PROFESSIONAL_CERTIFICATION: {"person_name": PERSON, "issuer": "Institute of Lettering"},
    Kind.OFFICE_LEASE: {"tenant": ENTITY, "landlord": "Quay Estates", "effective_date": d("2025-01-01"), "expiry_date": d("2027-12-31")},
    Kind.COWORKING_MEMBERSHIP: {
        "tenant": PERSON,
        "landlord": "Loft Desk Co",
        "effective_date": d("2026-03-01"),
        "expiry_date": d("2027-02-28"),
    },
    Kind.HIRING_PROOF: {"hirer": ENTITY, "hired": "Ravi Osei", "issue_date": d("2026-04-01")},
    Kind.OTHER_BUSINESS_EVIDENCE: {"business_name": ENTITY},
    Kind.NOT_EVIDENCE: {},
    Kind.UNKNOWN: {},
}
"""Facts of a paper that counts, kind by kind (the last three kinds never count by themselves)."""


def fact(value: Any, confidence: float = 0.97) -> Field:
    """A fact as it would have been read; the other reading of an ambiguous date goes in as a tuple of both."""
    if isinstance(value, Read | Withheld | Absent):
        return value
    if isinstance(value, tuple):
        return Read(value[0], 1, PLACE, confidence, value[1:])
    return Read(value, 1, PLACE, confidence)


def paper(
    kind: Kind,
    file: str | None = None,
    *,
    grade: Grade = Grade.HIGH,
    status: DocumentStatus = DocumentStatus.READ,
    reason: str | None = None,
    findings: Iterable[FindingCode] = (),
    alternatives: Iterable[tuple[Kind, float]] = (),
    segments: Iterable[Segment] = (),
    picture: str | None = None,
    sha: str | None = None,
    uploaded: date | None = None,
    seen: Iterable[NameSeen] = (),
    **changes: Any,
) -> Submitted:
    """A good paper of `kind` with `changes` to its facts; `ABSENT` drops a fact, `HIDDEN` blacks it out."""
    name = file or f"{kind.value}.pdf"
    facts = {**GOOD[kind], **changes}
    fields = {FieldName(key): fact(value) for key, value in facts.items() if not isinstance(value, Absent)}
    document = Document(
        name,
        sha or hashlib.sha256(name.encode()).hexdigest(),
        1000,
        status,
        reason,
        1,
        kind,
        grade,
        tuple(Alternative(k, score) for k, score in alternatives),
        (),
        tuple(segments),
        tuple(Finding(code, f"Seen on the page: {code.value}.", 1) for code in findings),
        fields,
        names_seen=tuple(seen),
        picture_hash=picture,
    )
    return Submitted(document, uploaded)


def name_seen(value: str, role: str | None, confidence: float = 0.9, place: str = "label") -> NameSeen:
    """A name in the place of a role (None: of somebody whom no field names)."""
    return NameSeen(FieldName(role) if role else None, value, 1, PLACE, confidence, place)


def case(
    *papers: Submitted,
    freelancer: Freelancer = FREELANCER,
    engagement: Engagement = ENGAGEMENT,
    tasks: tuple[Task, ...] = (),
    platform: PlatformStanding = PlatformStanding(),  # noqa: B008
    questionnaire: Mapping[str, object] | None = None,
    opened: date | None = d("2026-11-20"),  # noqa: B008
) -> Case:
    """A case in scope with these papers."""
    return Case("c-1", freelancer, engagement, tasks, platform, questionnaire or {}, opened, papers)


def companion(kind: Kind) -> Submitted:
    """A good paper of a strong kind other than `kind`: together with one that counts it qualifies."""
    other = Kind.ENTITY_REGISTRATION if kind is not Kind.ENTITY_REGISTRATION else Kind.LIABILITY_INSURANCE
    return paper(other, "companion.pdf")


def alone(kind: Kind, **changes: Any) -> Case:
    """The paper under test beside its companion."""
    return case(paper(kind, "paper.pdf", **changes), companion(kind))


def renamed(freelancer: Freelancer = FREELANCER, **changes: Any) -> Freelancer:
    return replace(freelancer, **changes)
