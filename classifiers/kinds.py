"""The 17 kinds of business proof in the source's order (R12), and the two answers beside them."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    BUSINESS_LICENSE = "business_license"
    ENTITY_REGISTRATION = "entity_registration"
    SELF_EMPLOYMENT_REGISTRATION = "self_employment_registration"
    DBA_REGISTRATION = "dba_registration"
    TAX_ID_NOTICE = "tax_id_notice"
    MARKETING_MATERIAL = "marketing_material"
    SERVICE_PROFILE = "service_profile"
    LIABILITY_INSURANCE = "liability_insurance"
    OTHER_INSURANCE = "other_insurance"
    CLIENT_INVOICE = "client_invoice"
    SCHEDULE_C = "schedule_c"
    BUSINESS_TAX_RETURN = "business_tax_return"
    PROFESSIONAL_CERTIFICATION = "professional_certification"
    OFFICE_LEASE = "office_lease"
    COWORKING_MEMBERSHIP = "coworking_membership"
    HIRING_PROOF = "hiring_proof"
    OTHER_BUSINESS_EVIDENCE = "other_business_evidence"
    NOT_EVIDENCE = "not_evidence"
    UNKNOWN = "unknown"

    @property
    def is_evidence(self) -> bool:
        """Whether it is one of the 17 kinds."""
        return self not in (Kind.NOT_EVIDENCE, Kind.UNKNOWN)


class Grade(StrEnum):
    """How sure: `high` must mean right in 99 of 100, `medium` in 85 of 100."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
