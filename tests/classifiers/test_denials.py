"""A title that rules another paper out: the terms are the same, the paper is not. Each beside the paper that it looks like."""

from __future__ import annotations

import pytest

from classifiers import classify
from classifiers.kinds import Grade, Kind
from classifiers.model import Mark
from tests.classifiers.papers import page

TERMS = (
    "Oduya Design LLC",
    "Date of issue: 09/14/2026",
    "Billed to: Larkfield Press Inc",
    "Description  Quantity  Unit price  Amount",
    "Cover artwork  1  900.00  900.00",
    "Amount due  $900.00",
    "Thank you for your business. Please pay by bank transfer.",
)
DECLARATIONS = (
    "Brightwater Insurance",
    "Named insured: Oduya Design LLC",
    "Policy No.: PL-773201-26",
    "Policy period: 05/20/2026 to 05/20/2027",
    "Type of policy: Commercial general liability",
    "Each occurrence  $1,000,000",
)
OFFERS = (
    "# PRO FORMA INVOICE",
    "# ESTIMATE",
    "# QUOTATION",
    "# PURCHASE ORDER",
    "# CREDIT NOTE",
    "# DELIVERY NOTE",
    "# KOSTENVORANSCHLAG",
    "# DEVIS",
    "# PRESUPUESTO",
    "# FATTURA PROFORMA",
)


@pytest.mark.parametrize("title", OFFERS)
def test_what_comes_before_or_after_an_invoice_is_none(title: str) -> None:
    assert classify([page(title, *TERMS)]).kind is Kind.OTHER_BUSINESS_EVIDENCE


@pytest.mark.parametrize("line", ["", "Purchase order: PO-7781", "Estimate no: E-12", "Credit note: none"])
def test_an_invoice_may_name_the_order_or_estimate_it_follows(line: str) -> None:
    assert classify([page("# INVOICE", line, *TERMS)]).kind is Kind.CLIENT_INVOICE


def test_a_notice_that_cover_ends_is_no_cover() -> None:
    ended = (
        "# NOTICE OF CANCELLATION OF INSURANCE",
        *DECLARATIONS,
        "Cancellation effective: 10/01/2026",
        "Reason: Nonpayment of premium",
    )
    assert classify([page(*ended)]).kind is Kind.NOT_EVIDENCE
    in_force = ("# COMMERCIAL GENERAL LIABILITY DECLARATIONS", *DECLARATIONS, "Cancellation: thirty days written notice")
    assert classify([page(*in_force)]).kind is Kind.LIABILITY_INSURANCE


def test_a_licence_to_use_software_is_none_to_trade() -> None:
    lines = ("Licensee: Mira Oduya", "Valid until: 12/31/2026")
    assert classify([page("# SOFTWARE LICENSE CERTIFICATE", *lines, "Product: PhotoSuite", "License key: A1-B2")]).kind is Kind.NOT_EVIDENCE
    city = ("Issued by the City of Marlow", "Business activity: Design", "License number: 2210")
    assert classify([page("# BUSINESS LICENSE CERTIFICATE", *lines, *city)]).kind is Kind.BUSINESS_LICENSE


@pytest.mark.parametrize(("head", "mark"), [("DRAFT – NOT SENT", Mark.DRAFT), ("SAMPLE INVOICE", Mark.SPECIMEN)])
def test_a_heading_may_say_with_the_paper_s_name_that_it_is_none(head: str, mark: Mark) -> None:
    assert mark in {n.mark for n in classify([page(head, "# INVOICE", *TERMS)]).noted}


@pytest.mark.parametrize("head", ["DRAFT HORSE PRESS LLC", "Sample copy for the spring catalogue"])
def test_a_business_or_a_line_of_work_may_begin_with_that_word(head: str) -> None:
    assert not {Mark.DRAFT, Mark.SPECIMEN} & {n.mark for n in classify([page(head, "# INVOICE", *TERMS)]).noted}


LICENCE = (
    "STATE OF MARLOW",
    "BUSINESS LICENSE    Issue Date: Mar 12, 2026",
    "Unified Business ID: 604112233",
    "MIRA ODUYA",
    "Expires: Mar 31, 2027",
    "UNEMPLOYMENT INSURANCE - NOT REQUIRED",
)


def test_the_foremost_title_tells_and_may_stand_beside_a_date() -> None:
    assert classify([page(*LICENCE)]).kind is Kind.BUSINESS_LICENSE
    assert classify([page("# UNEMPLOYMENT INSURANCE ACCOUNT", *LICENCE[2:])]).kind is Kind.OTHER_INSURANCE


def test_a_label_with_its_value_is_no_title() -> None:
    lines = ("Licensee: Hollis Grant", "Account number: 330212", "License expires: 12/31/2027")
    guess = classify([page("# Sales and Use Tax License", *lines, "Doing business as: Grant Lettering")])
    assert guess.kind is Kind.BUSINESS_LICENSE and guess.grade is not Grade.LOW
    assert classify([page("# DOING BUSINESS AS CERTIFICATE", *lines)]).kind is Kind.DBA_REGISTRATION


def test_the_pdf_of_a_network_profile_is_no_resume_though_its_margin_begins_with_a_telephone() -> None:
    life = ("# Mira Oduya", "Experience", "Oduya Press", "Owner · March 2019 - Present", "Education", "College of Art · 2010 - 2014")
    margin = (
        "Contact",
        "(853) 555-0102 (Mobile)",
        "mira@oduya.example",
        "www.linkedin.com/in/mira-oduya",
        "(LinkedIn)",
        "Top Skills",
        "Editing",
    )
    assert classify([page(*margin, *life)]).kind is Kind.SERVICE_PROFILE
    assert classify([page(*margin[:3], "Skills", "Editing", *life)]).kind is not Kind.SERVICE_PROFILE


def test_a_partner_s_share_is_not_the_partnership_s_return() -> None:
    lines = (
        "Partnership's name: Pike & Sorrel Partners",
        "Employer identification number 46-9912001",
        "1 Ordinary business income (loss) 4,100",
    )
    share = (
        "Schedule K-1 (Form 1065) 2025",
        "Partner's Share of Income, Deductions, Credits, etc.",
        *lines,
        "F Partner's name: Mira Oduya",
    )
    whole = ("Form 1065  U.S. Return of Partnership Income  2025", *lines, "A Principal business activity: Consulting")
    assert classify([page(*share)]).kind is Kind.OTHER_BUSINESS_EVIDENCE
    assert classify([page(*whole)]).kind is Kind.BUSINESS_TAX_RETURN


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        (("Town of Westerly", "# Vendor Permit", "Name: Mira Oduya", "Effective 01/01/2026", "Town Clerk"), Kind.BUSINESS_LICENSE),
        (
            ("# Evidence of Insurance", "Insured name: Mira Oduya", "Technology Errors & Omissions", "From: 04/01/2026 To: 04/01/2027"),
            Kind.LIABILITY_INSURANCE,
        ),
        (
            ("# Letter of Good Standing", "This certifies that Mira Oduya is a member in good standing of the Bar.", "Bar number 1122334"),
            Kind.PROFESSIONAL_CERTIFICATION,
        ),
        (("# Certificate of Good Standing", "The company is in good standing.", "Secretary of State"), Kind.ENTITY_REGISTRATION),
    ],
)
def test_papers_of_few_words(lines: tuple[str, ...], kind: Kind) -> None:
    assert classify([page(*lines)]).kind is kind


def test_a_licence_paid_or_applied_for_is_none_yet() -> None:
    city = ("City of Marlow", "Received from: Mira Oduya", "Amount: $55.00")
    applied = page(city[0], "# Business License Payment Receipt", *city[1:], "Your license will be mailed after approval.")
    assert classify([applied]).kind is Kind.NOT_EVIDENCE
    granted = page(city[0], "# Business Tax Receipt", "License number: 2210", *city[1:], "Expires: 09/30/2027")
    assert classify([granted]).kind is Kind.BUSINESS_LICENSE
