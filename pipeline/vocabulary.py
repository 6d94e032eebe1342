"""The one vocabulary that documents, database, command line and docs share.

Kinds come from `classifiers`, sources and leak channels from `redaction`; field names, statuses and finding codes are here.
A code is stable once published: it may be added, never renamed. `docs/reasons.md` is generated from this module.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from classifiers.kinds import Grade, Kind
from redaction.model import Channel, Source

__all__ = [
    "Channel",
    "Decision",
    "DocumentStatus",
    "Explained",
    "FieldName",
    "FindingCode",
    "Grade",
    "Kind",
    "Source",
    "TextSource",
    "VerdictKind",
    "EXPLAINED",
]


class DocumentStatus(StrEnum):
    """Whether a file could be read, and if not, why."""

    READ = "read"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    UNSUPPORTED = "unsupported"
    TOO_LARGE = "too_large"
    TIMED_OUT = "timed_out"
    EMPTY = "empty"


LASTING = frozenset(DocumentStatus) - {DocumentStatus.TOO_LARGE, DocumentStatus.TIMED_OUT}
"""Outcomes that depend on the file alone: too large or too slow depends on the settings and the machine, so such a file is tried again."""


class Depth(StrEnum):
    """How much of a page was read: all of it, or only its head, as far as type and facts of a long scan needed."""

    FULL = "full"
    COARSE = "coarse"


class TextSource(StrEnum):
    """Where a page's words came from."""

    TEXT_LAYER = "text_layer"
    OCR = "ocr"
    MIXED = "mixed"
    NONE = "none"


class FieldName(StrEnum):
    """Facts that are pulled out of documents (contract: "Field names")."""

    BUSINESS_NAME = "business_name"
    PERSON_NAME = "person_name"
    TRADE_NAME = "trade_name"
    ISSUER = "issuer"
    JURISDICTION = "jurisdiction"
    REGISTRATION_NUMBER = "registration_number"
    TAX_ID = "tax_id"
    ISSUE_DATE = "issue_date"
    EXPIRY_DATE = "expiry_date"
    EFFECTIVE_DATE = "effective_date"
    PERIOD_END = "period_end"
    TAX_YEAR = "tax_year"
    FORM = "form"
    INVOICE_NUMBER = "invoice_number"
    BILL_TO = "bill_to"
    TOTAL = "total"
    INSURED = "insured"
    INSURER = "insurer"
    POLICY_NUMBER = "policy_number"
    TENANT = "tenant"
    LANDLORD = "landlord"
    PLATFORM = "platform"
    HIRER = "hirer"
    HIRED = "hired"
    ENTITY_STATUS = "entity_status"
    GROSS_EARNINGS = "gross_earnings"
    SERVICE_FEE = "service_fee"
    NET_EARNINGS = "net_earnings"


class VerdictKind(StrEnum):
    """The only outcomes there are (R5); each is proposed to a human reviewer who decides."""

    QUALIFIES = "qualifies"
    NEEDS_MORE_INFO = "needs_more_info"
    OUT_OF_SCOPE = "out_of_scope"


class Decision(StrEnum):
    """What a reviewer can decide. `refer` (to staffing, R16) is the reviewer's alone."""

    APPROVE = "approve"
    MORE_INFO = "more-info"
    REFER = "refer"


class FindingCode(StrEnum):
    """Everything that can be said of a document or a case. Explained for people in `EXPLAINED`."""

    # the file
    FILE_NOT_READ = "file_not_read"
    PAGES_NOT_READ = "pages_not_read"
    LOW_CONFIDENCE_TEXT = "low_confidence_text"
    # blackouts
    LEAKY_REDACTION = "leaky_redaction"
    RESIDUAL_RISK = "residual_risk"
    # the paper
    BLANK_FORM = "blank_form"
    SPECIMEN = "specimen"
    INSTRUCTIONS_PAGE = "instructions_page"
    DRAFT = "draft"
    ENDED = "ended"
    UNKNOWN_KIND = "unknown_kind"
    NOT_EVIDENCE = "not_evidence"
    UNSURE_KIND = "unsure_kind"
    # facts and checks on one document
    FIELD_ABSENT = "field_absent"
    FIELD_WITHHELD = "field_withheld"
    NAME_DIFFERENT = "name_different"
    NAME_SIMILAR = "name_similar"
    EXPIRED = "expired"
    NOT_YET_IN_FORCE = "not_yet_in_force"
    INACTIVE_ENTITY = "inactive_entity"
    INVOICE_TOO_OLD = "invoice_too_old"
    DATE_IN_FUTURE = "date_in_future"
    DATE_AMBIGUOUS = "date_ambiguous"
    BILL_TO_NOT_A_CLIENT = "bill_to_not_a_client"
    BILLED_TO_SELF = "billed_to_self"
    TOTALS_DISAGREE = "totals_disagree"
    TAX_ID_IMPLAUSIBLE = "tax_id_implausible"
    TAX_ID_MISMATCH = "tax_id_mismatch"
    TAX_YEAR_IMPLAUSIBLE = "tax_year_implausible"
    RESIDENTIAL_LEASE = "residential_lease"
    NOT_SIGNED = "not_signed"
    NOT_FILED = "not_filed"
    HOME_PLATFORM_PROFILE = "home_platform_profile"
    WRONG_DIRECTION = "wrong_direction"
    DUPLICATE = "duplicate"
    REVIEWER_MUST_LOOK = "reviewer_must_look"
    # the case
    IN_SCOPE = "in_scope"
    OUT_OF_SCOPE = "out_of_scope"
    TWO_KINDS_ACCEPTED = "two_kinds_accepted"
    COUNTED = "counted"
    ONE_MORE_KIND_NEEDED = "one_more_kind_needed"
    TWO_KINDS_NEEDED = "two_kinds_needed"
    SAME_KIND_TWICE = "same_kind_twice"
    TWO_WEAK_KINDS = "two_weak_kinds"
    EXCLUSIVE_AGENCY_MEMBER = "exclusive_agency_member"
    PLATFORM_HISTORY = "platform_history"
    QUESTIONNAIRE = "questionnaire"
    TASKS_OPEN = "tasks_open"
    REVIEW_OVERDUE = "review_overdue"
    CLIENT_UNKNOWN = "client_unknown"
    STRICTER_RULES = "stricter_rules"
    KIND_NOT_ACCEPTED = "kind_not_accepted"
    MORE_THAN_ONE_PAPER = "more_than_one_paper"
    NAMES_LINKED = "names_linked"
    BILL_TO_UNCLEAR = "bill_to_unclear"
    TAX_IDS_AGREE = "tax_ids_agree"
    DISTINCT_PAYERS = "distinct_payers"
    VALID_UNTIL = "valid_until"
    FEE_AGREES = "fee_agrees"
    PROVENANCE_NOTED = "provenance_noted"


class Explained(NamedTuple):
    """A finding code for people: the rule it rests on (None: our own), and what it means."""

    rule: str | None
    meaning: str


EXPLAINED: dict[FindingCode, Explained] = {
    FindingCode.FILE_NOT_READ: Explained(None, "The file could not be opened; the sentence says why and what to send instead."),
    FindingCode.PAGES_NOT_READ: Explained(None, "Some pages could not be read."),
    FindingCode.LOW_CONFIDENCE_TEXT: Explained(None, "The page is hard to read; a sharper copy would help."),
    FindingCode.LEAKY_REDACTION: Explained("R13", "Something blacked out can still be recovered from the file."),
    FindingCode.RESIDUAL_RISK: Explained("R13", "The blackout holds, but the size of the gap may give a hint."),
    FindingCode.BLANK_FORM: Explained("R12", "The form is not filled in."),
    FindingCode.SPECIMEN: Explained("R12", "The paper is marked as a sample or specimen, or filled in with letters typed at random."),
    FindingCode.INSTRUCTIONS_PAGE: Explained("R12", "These are a form's instructions, not the form."),
    FindingCode.DRAFT: Explained("R12", "The paper is marked as a draft."),
    FindingCode.ENDED: Explained(
        "R12", "The paper says that what it was for has ended or was never granted: cancelled, dissolved, revoked, denied."
    ),
    FindingCode.UNKNOWN_KIND: Explained("R12", "What kind of paper it is could not be told."),
    FindingCode.NOT_EVIDENCE: Explained("R12", "The paper is none of the 17 kinds of business proof."),
    FindingCode.UNSURE_KIND: Explained("R12", "The kind of paper is a guess that a person should confirm."),
    FindingCode.FIELD_ABSENT: Explained("R12", "A fact that this kind must show is not on the paper."),
    FindingCode.FIELD_WITHHELD: Explained("R13", "A fact that this kind must show has been blacked out; only that value is asked for."),
    FindingCode.NAME_DIFFERENT: Explained("R7", "The paper names somebody else."),
    FindingCode.NAME_SIMILAR: Explained("R7", "The name is close to the freelancer's, but not the same: a person should look."),
    FindingCode.EXPIRED: Explained("R12", "The paper was no longer in force on the day of the check."),
    FindingCode.NOT_YET_IN_FORCE: Explained("R12", "The paper is not in force yet."),
    FindingCode.INACTIVE_ENTITY: Explained("R12", "The register shows the entity as dissolved or inactive."),
    FindingCode.INVOICE_TOO_OLD: Explained("R12", "The invoice is dated more than 12 months before it was sent."),
    FindingCode.DATE_IN_FUTURE: Explained("R12", "The paper is dated in the future."),
    FindingCode.DATE_AMBIGUOUS: Explained("R12", "Day and month of a date can be read both ways."),
    FindingCode.BILL_TO_NOT_A_CLIENT: Explained("R4", "The invoice is billed to the marketplace or the engaging client."),
    FindingCode.BILLED_TO_SELF: Explained("R12", "The invoice is billed to the freelancer: a purchase, not a sale."),
    FindingCode.TOTALS_DISAGREE: Explained("R12", "The visible amounts do not add up."),
    FindingCode.TAX_ID_IMPLAUSIBLE: Explained("R12", "The tax number does not have a plausible form."),
    FindingCode.TAX_ID_MISMATCH: Explained("R12", "Two papers show different tax numbers for one business."),
    FindingCode.TAX_YEAR_IMPLAUSIBLE: Explained("R12", "The tax year is in the future or too long ago."),
    FindingCode.RESIDENTIAL_LEASE: Explained("R12", "The lease is for a home, not for business space."),
    FindingCode.NOT_SIGNED: Explained("R12", "No signature could be seen where one is expected."),
    FindingCode.NOT_FILED: Explained("R12", "Nothing on the paper shows that it was filed with the register."),
    FindingCode.HOME_PLATFORM_PROFILE: Explained("R12", "A profile on the marketplace itself does not count."),
    FindingCode.WRONG_DIRECTION: Explained("R12", "The freelancer is the one who was paid or hired, not the one who pays."),
    FindingCode.DUPLICATE: Explained("R11", "The same paper was sent more than once; it counts once."),
    FindingCode.REVIEWER_MUST_LOOK: Explained("R5", "This kind of paper is always shown to a reviewer."),
    FindingCode.IN_SCOPE: Explained("R1", "The contract is with the talent group; the match is recorded."),
    FindingCode.OUT_OF_SCOPE: Explained("R1", "The contract is not with the talent group; no document was opened."),
    FindingCode.TWO_KINDS_ACCEPTED: Explained("R11", "Two different kinds of business proof were accepted."),
    FindingCode.COUNTED: Explained("R11", "This paper counts."),
    FindingCode.ONE_MORE_KIND_NEEDED: Explained("R11", "One more kind of business proof is needed."),
    FindingCode.TWO_KINDS_NEEDED: Explained("R11", "Two different kinds of business proof are needed."),
    FindingCode.SAME_KIND_TWICE: Explained("R11", "Two papers of one kind were sent; two different kinds are needed."),
    FindingCode.TWO_WEAK_KINDS: Explained("R11", "Both papers are of kinds that anyone can make: a reviewer decides."),
    FindingCode.EXCLUSIVE_AGENCY_MEMBER: Explained("R8", "The freelancer works solely for an agency and need not have an own business."),
    FindingCode.PLATFORM_HISTORY: Explained("R9", "The freelancer has worked with many clients on the platform."),
    FindingCode.QUESTIONNAIRE: Explained("R10", "Answers to the questionnaire are stored with the case."),
    FindingCode.TASKS_OPEN: Explained("R2", "Other required tasks are still open; review starts when all are done."),
    FindingCode.REVIEW_OVERDUE: Explained("R17", "The review is past its due day."),
    FindingCode.CLIENT_UNKNOWN: Explained(
        "R1", "The contract's client is not known, so that the scope cannot be told; the papers were checked all the same."
    ),
    FindingCode.STRICTER_RULES: Explained("R6", "More is asked where the freelancer works than elsewhere."),
    FindingCode.KIND_NOT_ACCEPTED: Explained("R12", "The policy in force does not accept this kind of paper."),
    FindingCode.FEE_AGREES: Explained(
        "R40", "The fee on an earnings statement is the one that the marketplace takes; it supports the paper."
    ),
    FindingCode.PROVENANCE_NOTED: Explained(
        None, "The file's own dates, program or fonts are worth a look; this alone says nothing against anyone."
    ),
    FindingCode.MORE_THAN_ONE_PAPER: Explained("R11", "The file holds more than one paper; each is judged by its own pages."),
    FindingCode.NAMES_LINKED: Explained("R12", "A trade name registration shows that the trade name is the freelancer's."),
    FindingCode.BILL_TO_UNCLEAR: Explained(
        "R4", "Whom the invoice is billed to is too close to a name that does not count as another client."
    ),
    FindingCode.TAX_IDS_AGREE: Explained("R12", "The visible digits of the tax numbers on several papers agree."),
    FindingCode.DISTINCT_PAYERS: Explained("R12", "How many different clients the invoices of the last 12 months show."),
    FindingCode.VALID_UNTIL: Explained("R12", "The day up to which the papers are enough, and what ends it."),
}
