"""All checks of one paper: a table of small functions per kind, run in order (R12, the column "Checks")."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from pipeline.checks.bundle import Sheet
from pipeline.checks.clients import billed_to_another_client, hires_and_pays, own_profile
from pipeline.checks.dates import has_begun, in_force, not_future, recent, tax_year_plausible
from pipeline.checks.earnings import fee_fits
from pipeline.checks.notes import Check, Effect, Inquiry, Lapse, Note
from pipeline.checks.numbers import number_plausible
from pipeline.checks.paper import entity_active, form_known, issued_by_an_authority, kind_usable, paper_usable, was_filed
from pipeline.checks.shown import facts_shown
from pipeline.checks.subject import own_paper
from pipeline.model import Case, Document, Segment
from pipeline.policy import Rules
from pipeline.vocabulary import DocumentStatus, FindingCode, Kind

__all__ = ["CHECKS", "Checked", "check_paper"]

_ALWAYS: tuple[Check, ...] = (facts_shown, own_paper, not_future)

CHECKS: Mapping[Kind, tuple[Check, ...]] = {
    Kind.BUSINESS_LICENSE: (*_ALWAYS, has_begun, in_force, recent, entity_active),
    Kind.ENTITY_REGISTRATION: (*_ALWAYS, entity_active, was_filed),
    Kind.SELF_EMPLOYMENT_REGISTRATION: (*_ALWAYS, in_force, entity_active, number_plausible),
    Kind.DBA_REGISTRATION: (*_ALWAYS, in_force, entity_active),
    Kind.TAX_ID_NOTICE: (*_ALWAYS, number_plausible, entity_active, issued_by_an_authority),
    Kind.MARKETING_MATERIAL: (*_ALWAYS,),
    Kind.SERVICE_PROFILE: (*_ALWAYS, own_profile),
    Kind.LIABILITY_INSURANCE: (*_ALWAYS, has_begun, in_force, entity_active),
    Kind.OTHER_INSURANCE: (*_ALWAYS, has_begun, in_force, entity_active),
    Kind.CLIENT_INVOICE: (*_ALWAYS, billed_to_another_client, recent),
    Kind.SCHEDULE_C: (*_ALWAYS, tax_year_plausible),
    Kind.BUSINESS_TAX_RETURN: (*_ALWAYS, form_known, tax_year_plausible),
    Kind.PROFESSIONAL_CERTIFICATION: (*_ALWAYS, in_force, entity_active),
    Kind.OFFICE_LEASE: (*_ALWAYS, has_begun, in_force),
    Kind.COWORKING_MEMBERSHIP: (*_ALWAYS, has_begun, in_force, recent),
    Kind.HIRING_PROOF: (*_ALWAYS, hires_and_pays, recent),
    Kind.OTHER_BUSINESS_EVIDENCE: (fee_fits,),
}


@dataclass(frozen=True)
class Checked:
    """A paper after its checks. `lapse` is the earliest day on which it stops proving anything; None: it does not lapse.

    `part`: the pages of its file that it is, where another paper is the file's main one.
    """

    document: Document
    notes: tuple[Note, ...]
    lapse: Lapse | None = None
    part: Segment | None = None

    @cached_property
    def counts(self) -> bool:
        """Only a paper with nothing but remarks counts (R11)."""
        return all(note.effect is Effect.NOTE for note in self.notes)

    def has(self, code: FindingCode) -> bool:
        return any(note.code is code for note in self.notes)


def check_paper(sheet: Sheet, uploaded: date | None, case: Case, rules: Rules, *, today: date, linked: tuple[str, ...] = ()) -> Checked:
    """Everything that can be said of one paper by itself. A paper that proves nothing anyway is not checked further."""
    document = sheet.document
    notes = [*paper_usable(document), *sheet.doubts]
    if document.status is not DocumentStatus.READ:
        return Checked(document, tuple(notes), part=sheet.part)
    notes += kind_usable(document, rules)
    if not document.kind.is_evidence or any(n.effect is Effect.STOPS for n in notes):
        return Checked(document, tuple(notes), part=sheet.part)
    inquiry = Inquiry(document, min(uploaded or today, today), today, case, rules, rules.kinds[document.kind], linked)
    lapses: list[Lapse] = []
    for check in CHECKS[document.kind]:
        for said in check(inquiry):
            match said:
                case Note():
                    notes.append(said)
                case Lapse():
                    lapses.append(said)
    return Checked(document, tuple(notes), min(lapses, key=lambda lapse: lapse.day, default=None), sheet.part)
