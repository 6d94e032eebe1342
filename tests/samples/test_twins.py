"""Pairs of nearly identical papers: with a second good paper the right twin makes the case, the other one never does."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from fixtures.documents import TODAY, Facts, find
from fixtures.people import Firm, make_firm
from pipeline.inspection import Equipment, Options, inspect_file
from pipeline.model import Case, Document, Engagement, Freelancer, Submitted, Verdict
from pipeline.ocr.choice import readers
from pipeline.opening import Limits
from pipeline.policy import load_policy
from pipeline.verdict import assess
from pipeline.vocabulary import FindingCode, VerdictKind

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Twin:
    """A layout, what makes it fail (days from today, values, traits, watermark, blank, another name) and the reason that must be given."""

    layout: str
    reason: FindingCode
    good: tuple[tuple[str, int], ...] = ()
    bad: tuple[tuple[str, int], ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    trait: str | None = None
    watermark: str | None = None
    blank: bool = False
    somebody_else: bool = False
    sole: bool = False


C = FindingCode
VALID, LAPSED = (("issue_date", -100), ("expiry_date", 260)), (("issue_date", -465), ("expiry_date", -105))
TWINS = [
    Twin("business_license/city_license/1", C.EXPIRED, VALID, LAPSED),
    Twin("business_license/mayors_permit/1", C.EXPIRED, VALID, LAPSED, sole=True),
    Twin("business_license/trade_licence/1", C.EXPIRED, VALID, LAPSED),
    Twin("business_license/contractor_license/1", C.NAME_DIFFERENT, VALID, VALID, somebody_else=True),
    Twin("business_license/city_license/4", C.SPECIMEN, VALID, VALID, watermark="SPECIMEN"),
    Twin("client_invoice/invoice/3", C.INVOICE_TOO_OLD, (("issue_date", -350),), (("issue_date", -382),)),
    Twin("client_invoice/rechnung/2", C.INVOICE_TOO_OLD, (("issue_date", -350),), (("issue_date", -382),)),
    Twin("client_invoice/invoice/4", C.DATE_IN_FUTURE, (("issue_date", -3),), (("issue_date", 40),)),
    Twin("client_invoice/invoice/5", C.BILL_TO_NOT_A_CLIENT, values=(("bill_to", "Elance-oDesk, Inc."),)),
    Twin("client_invoice/invoice/6", C.BILL_TO_NOT_A_CLIENT, values=(("bill_to", "Harborline Freight"),)),
    Twin("client_invoice/uk_invoice/1", C.NAME_DIFFERENT, somebody_else=True),
    Twin("entity_registration/register_screen/1", C.INACTIVE_ENTITY, trait="dissolved"),
    Twin("entity_registration/articles/2", C.NOT_FILED, trait="unfiled"),
    Twin("entity_registration/articles/3", C.NOT_FILED, trait="unfiled"),
    Twin("entity_registration/company_incorporation/2", C.NAME_DIFFERENT, somebody_else=True),
    Twin("liability_insurance/liability_certificate/2", C.EXPIRED, (("effective_date", -200),), (("effective_date", -400),)),
    Twin("liability_insurance/declarations/2", C.NOT_YET_IN_FORCE, (("effective_date", -20),), (("effective_date", 20),)),
    Twin("other_insurance/workers_compensation/2", C.EXPIRED, (("effective_date", -200),), (("effective_date", -400),)),
    Twin("professional_certification/certificate/2", C.EXPIRED, (("expiry_date", 90),), (("expiry_date", -9),), sole=True),
    Twin(
        "office_lease/office_lease/2",
        C.EXPIRED,
        (("effective_date", -100), ("expiry_date", 260)),
        (("effective_date", -800), ("expiry_date", -70)),
    ),
    Twin(
        "office_lease/office_lease/3",
        C.NOT_EVIDENCE,
        (("effective_date", -100), ("expiry_date", 260)),
        (("effective_date", -100), ("expiry_date", 260)),
        trait="residential",
    ),
    Twin(
        "coworking_membership/coworking/2",
        C.EXPIRED,
        (("effective_date", -100), ("expiry_date", 260)),
        (("effective_date", -800), ("expiry_date", -70)),
    ),
    Twin("schedule_c/schedule_c/2", C.BLANK_FORM, blank=True, sole=True),
    Twin("schedule_c/schedule_c/3", C.NAME_DIFFERENT, somebody_else=True, sole=True),
    Twin("business_tax_return/company_return/2", C.BLANK_FORM, blank=True),
    Twin("business_tax_return/company_return/3", C.DRAFT, watermark="DRAFT"),
    Twin("dba_registration/fictitious_name/1", C.BLANK_FORM, (("issue_date", -100), ("expiry_date", 900)), blank=True),
    Twin(
        "dba_registration/fictitious_name/2",
        C.EXPIRED,
        (("issue_date", -100), ("expiry_date", 900)),
        (("issue_date", -2000), ("expiry_date", -90)),
    ),
    Twin("hiring_proof/contractor_agreement/2", C.WRONG_DIRECTION, trait="payee"),
    Twin("service_profile/marketplace_profile/2", C.HOME_PLATFORM_PROFILE, trait="home_platform", sole=True),
    Twin("tax_id_notice/ein_confirmation/2", C.NAME_DIFFERENT, somebody_else=True),
    Twin("self_employment_registration/hmrc_self_assessment/2", C.NAME_DIFFERENT, somebody_else=True, sole=True),
]


def firm_of(twin: Twin) -> Firm:
    firm = make_firm(find(twin.layout).country, Random(twin.layout), sole=twin.sole)
    return replace(firm, entity=f"{firm.trade} LLC") if firm.country.code == "US" else firm


class Desk:
    """Inspects papers and weighs cases in this process."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.equipment = folder, Equipment(Limits(), readers("tesserocr", "eng"))

    def inspect(self, pdf: bytes, name: str) -> Document:
        path = self.folder / name
        path.write_bytes(pdf)
        return inspect_file(path, Options(today=TODAY), self.equipment)

    def case(self, firm: Firm, *documents: Document) -> Verdict:
        freelancer = Freelancer("f-1", firm.person, None if firm.sole else firm.entity, (firm.trade,), firm.country.code, None)
        engagement = Engagement("e-1", "Upwork Talent Group / Harborline Freight", "Harborline Freight")
        sent = tuple(Submitted(document, TODAY) for document in documents)
        return assess(Case(case_id="c-1", freelancer=freelancer, engagement=engagement, documents=sent), load_policy(None), TODAY)

    def paper(self, twin: Twin, firm: Firm, *, bad: bool) -> Document:
        days = twin.bad if bad else twin.good
        over = {key: (TODAY + timedelta(days=offset)).isoformat() for key, offset in days} | (dict(twin.values) if bad else {})
        subject = make_firm(firm.country.code, Random("somebody else"), sole=firm.sole) if bad and twin.somebody_else else firm
        traits = frozenset({twin.trait}) if bad and twin.trait else frozenset[str]()
        rendered = find(twin.layout).document(
            6, Facts(subject=subject, over=over, traits=traits), blank=bad and twin.blank, watermark=twin.watermark if bad else None
        )
        return self.inspect(rendered.pdf, "paper.pdf")

    def companion(self, firm: Firm, besides: str) -> Document:
        """A good second paper, of another kind."""
        layout = "tax_id_notice/ein_notice/1" if not besides.startswith("tax_id_notice") else "client_invoice/invoice/1"
        return self.inspect(
            find(layout).document(8, Facts(subject=firm, over={"issue_date": (TODAY - timedelta(days=50)).isoformat()})).pdf,
            "companion.pdf",
        )


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(tmp_path_factory.mktemp("twins"))


def said(verdict: Verdict, document: Document) -> str:
    fields = {name.value: getattr(value, "value", type(value).__name__) for name, value in document.fields.items()}
    return f"{document.kind} ({document.grade}) {fields} {[reason.message for reason in verdict.reasons]}"


@pytest.mark.parametrize("twin", TWINS, ids=lambda twin: f"{twin.layout}-{twin.reason}")
def test_the_good_twin_counts(twin: Twin, desk: Desk) -> None:
    firm = firm_of(twin)
    document = desk.paper(twin, firm, bad=False)
    verdict = desk.case(firm, document, desk.companion(firm, twin.layout))
    assert verdict.verdict is VerdictKind.QUALIFIES, said(verdict, document)


@pytest.mark.parametrize("twin", TWINS, ids=lambda twin: f"{twin.layout}-{twin.reason}")
def test_the_bad_twin_never_counts_and_says_why(twin: Twin, desk: Desk) -> None:
    firm = firm_of(twin)
    document = desk.paper(twin, firm, bad=True)
    verdict = desk.case(firm, document, desk.companion(firm, twin.layout))
    assert verdict.verdict is VerdictKind.NEEDS_MORE_INFO, said(verdict, document)
    assert twin.reason in {reason.code for reason in verdict.reasons}, said(verdict, document)
