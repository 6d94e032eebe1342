"""What the reading of a paper already said of it: not read, blank, specimen, unsure kind, blackouts that do not hold.

Every finding on a document has one effect here; the sentence that came with it is passed on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from pipeline.checks.notes import Effect, Inquiry, Note, about, is_form, text_of
from pipeline.model import Absent, Document, Finding, Read
from pipeline.policy import Rules, Words
from pipeline.vocabulary import DocumentStatus, FieldName, FindingCode, Grade, Kind
from redaction.model import RESIDUAL, Status

__all__ = ["EFFECT_OF_FINDING", "entity_active", "form_known", "issued_by_an_authority", "kind_usable", "paper_usable", "was_filed"]

C = FindingCode

EFFECT_OF_FINDING: Mapping[FindingCode, Effect] = {
    C.BLANK_FORM: Effect.STOPS,
    C.SPECIMEN: Effect.STOPS,
    C.INSTRUCTIONS_PAGE: Effect.STOPS,
    C.DRAFT: Effect.STOPS,
    C.ENDED: Effect.STOPS,
    C.RESIDENTIAL_LEASE: Effect.STOPS,
    C.INACTIVE_ENTITY: Effect.STOPS,
    C.WRONG_DIRECTION: Effect.STOPS,
    C.BILLED_TO_SELF: Effect.STOPS,
    C.HOME_PLATFORM_PROFILE: Effect.STOPS,
    C.NOT_EVIDENCE: Effect.STOPS,
    C.NOT_FILED: Effect.LOOK,
    C.TAX_YEAR_IMPLAUSIBLE: Effect.STOPS,
    C.DATE_AMBIGUOUS: Effect.NOTE,
    C.TOTALS_DISAGREE: Effect.LOOK,
    C.TAX_ID_IMPLAUSIBLE: Effect.LOOK,
    C.UNSURE_KIND: Effect.NOTE,
    C.REVIEWER_MUST_LOOK: Effect.LOOK,
    C.BILL_TO_UNCLEAR: Effect.LOOK,
    C.LOW_CONFIDENCE_TEXT: Effect.NOTE,
    C.PAGES_NOT_READ: Effect.NOTE,
    C.LEAKY_REDACTION: Effect.NOTE,
    C.RESIDUAL_RISK: Effect.NOTE,
    C.MORE_THAN_ONE_PAPER: Effect.NOTE,
    C.PROVENANCE_NOTED: Effect.NOTE,
}
"""What a finding of the reading does. Findings that are not here only decide through the facts, by the checks."""

_SAID = frozenset(
    {
        C.BLANK_FORM,
        C.SPECIMEN,
        C.INSTRUCTIONS_PAGE,
        C.DRAFT,
        C.ENDED,
        C.RESIDENTIAL_LEASE,
        C.NOT_SIGNED,
        C.TOTALS_DISAGREE,
        C.LEAKY_REDACTION,
        C.RESIDUAL_RISK,
        C.PAGES_NOT_READ,
        C.LOW_CONFIDENCE_TEXT,
        C.PROVENANCE_NOTED,
    }
)
"""Findings that only the reading makes; the others are also said by checks, in sentences with other facts."""

NEEDS_SIGNATURE = frozenset({Kind.OFFICE_LEASE})


def paper_usable(document: Document) -> Iterator[Note]:
    """The document's own findings as notes, and `file_not_read` where it could not be opened (R13: a leak never stops it)."""
    if document.status is not DocumentStatus.READ:
        yield Note(C.FILE_NOT_READ, Effect.ASKS, "file_not_read", {"why": document.reason or "The file could not be opened."})
        return
    for finding in document.findings:
        if finding.code is C.NOT_SIGNED:
            effect = Effect.LOOK if document.kind in NEEDS_SIGNATURE else Effect.NOTE
            yield _passed_on(finding, effect)
        elif finding.code in EFFECT_OF_FINDING:
            yield _passed_on(finding, EFFECT_OF_FINDING[finding.code])
    if _leaks(document) and not any(f.code is C.LEAKY_REDACTION for f in document.findings):
        yield Note(C.LEAKY_REDACTION, Effect.NOTE, "leaky_redaction_unsaid")


def _leaks(document: Document) -> bool:
    return any(region.status is Status.LEAKY for region in document.regions) or any(leak.channel not in RESIDUAL for leak in document.leaks)


def _passed_on(finding: Finding, effect: Effect) -> Note:
    own_sentence = finding.code.value if finding.code in _SAID else f"{finding.code.value}_seen"
    return Note(finding.code, effect, own_sentence, {"said": finding.message.strip().rstrip(".")}, finding.page, finding.box)


def kind_usable(document: Document, rules: Rules) -> Iterator[Note]:
    """Whether typing is sure enough and the policy takes the kind (R12)."""
    if document.kind is Kind.UNKNOWN:
        yield Note(C.UNKNOWN_KIND, Effect.LOOK, "unknown_kind")
        return
    if document.kind is Kind.NOT_EVIDENCE:
        if not any(f.code is C.NOT_EVIDENCE for f in document.findings):
            yield Note(C.NOT_EVIDENCE, Effect.STOPS, "not_evidence")
        return
    row = rules.kinds[document.kind]
    if not row.counts:
        yield Note(C.KIND_NOT_ACCEPTED, Effect.STOPS, "kind_not_accepted")
    if row.always_review:
        yield Note(C.REVIEWER_MUST_LOOK, Effect.LOOK, "reviewer_must_look")
    elif document.grade is Grade.LOW:
        yield Note(C.UNSURE_KIND, Effect.LOOK, "unsure_kind")
    elif document.grade is Grade.MEDIUM and any(
        a.kind is Kind.NOT_EVIDENCE and a.score >= rules.reading.rival_kind_score for a in document.alternatives
    ):
        yield Note(C.UNSURE_KIND, Effect.LOOK, "may_be_no_evidence")
    if not any(f.code is C.MORE_THAN_ONE_PAPER for f in document.findings):
        yield from _other_papers(document)


def _other_papers(document: Document) -> Iterator[Note]:
    """What else the file holds (R11): papers that are judged by themselves, or pages that are too unsure for that."""
    other = [s for s in document.segments if s.kind.is_evidence and s.kind is not document.kind]
    if sure := sorted({s.kind for s in other if s.grade is not Grade.LOW}):
        yield Note(C.MORE_THAN_ONE_PAPER, Effect.NOTE, "more_than_one_paper", {"other_kind": sure[0].value})
    elif other:
        yield Note(C.MORE_THAN_ONE_PAPER, Effect.NOTE, "other_pages_unsure", {"other_kind": other[0].kind.value}, other[0].first)


_DATE_LABEL = re.compile(r"^(?:date|data|datum|fecha)\b", re.IGNORECASE)
"""A label beside the status taken for it: "Date of status"."""
_WHO = re.compile(
    r"^(?:resident|citizen|individual|sole (?:proprietor|trader)|proprietor|partnership|corporation|"
    r"(?:incorporated|private|public|limited)(?: limited)? (?:company|liability)|limited$)",
    re.IGNORECASE,
)
"""A status that says what the holder is, not how the registration stands: "Incorporated company"."""


def entity_active(inquiry: Inquiry) -> Iterator[Note]:
    """`inactive_entity` where a register says so; a status that is not known goes to a person, none shown is fine (R12)."""
    value = inquiry.field(FieldName.ENTITY_STATUS)
    if not isinstance(value, Read) or _DATE_LABEL.search(text_of(value)):
        return
    match _status(text_of(value), inquiry.rules.words):
        case True:
            return
        case False:
            yield Note(
                C.INACTIVE_ENTITY, Effect.STOPS, "inactive_entity", {"status": text_of(value)}, **about(FieldName.ENTITY_STATUS, value)
            )
        case None if not _WHO.match(text_of(value)):
            yield Note(
                C.REVIEWER_MUST_LOOK, Effect.LOOK, "status_not_known", {"status": text_of(value)}, **about(FieldName.ENTITY_STATUS, value)
            )


@lru_cache(maxsize=1024)
def _status(text: str, words: Words) -> bool | None:
    """True: active, False: not; negative words win ("active - proposal to strike off"). None: not known."""
    folded = f" {' '.join(text.casefold().replace('-', ' ').split())} "
    if any(f" {word.casefold()} " in folded for word in words.inactive):
        return False
    return True if any(word.casefold() in folded for word in words.active) else None


def was_filed(inquiry: Inquiry) -> Iterator[Note]:
    """Articles prove an entity once they are filed: a number, a status or an authority's date shows it, blacked out or not (R12)."""

    def shown(name: FieldName) -> bool:
        return not isinstance(inquiry.field(name), Absent)

    dated = shown(FieldName.ISSUER) and shown(FieldName.ISSUE_DATE)
    if not (shown(FieldName.REGISTRATION_NUMBER) or shown(FieldName.ENTITY_STATUS) or dated):
        yield Note(C.NOT_FILED, Effect.LOOK, "not_filed")


def form_known(inquiry: Inquiry) -> Iterator[Note]:
    """A return on a form that the policy does not list, foreign ones among them, goes to a person (R12)."""
    value = inquiry.field(FieldName.FORM)
    if not isinstance(value, Read) or not inquiry.row.forms:
        return
    if not is_form(value, inquiry.row.forms):
        yield Note(C.REVIEWER_MUST_LOOK, Effect.LOOK, "form_not_known", {"form": text_of(value)}, **about(FieldName.FORM, value))


def issued_by_an_authority(inquiry: Inquiry) -> Iterator[Note]:
    """A form that the freelancer fills in says what they say of themselves: it goes to a person (R12)."""
    value = inquiry.field(FieldName.FORM)
    if isinstance(value, Read) and is_form(value, inquiry.row.review_forms):
        yield Note(C.REVIEWER_MUST_LOOK, Effect.LOOK, "self_declared_form", {"form": text_of(value)}, **about(FieldName.FORM, value))
