"""What a paper is, in pairs: each paper beside the one it is most easily taken for."""

from __future__ import annotations

import pytest

from classifiers import classify
from classifiers.kinds import Grade, Kind
from tests.classifiers.papers import page

SCHEDULE_C = page(
    "SCHEDULE C (Form 1040)  Profit or Loss From Business",
    "(Sole Proprietorship)",
    "Department of the Treasury Internal Revenue Service",
    "Name of proprietor  Social security number (SSN)",
    "Mira Oduya  XXX-XX-1234",
    "A Principal business or profession  B Enter code from instructions",
    "1 Gross receipts or sales  84,200.00",
    "2 Returns and allowances",
    "4 Cost of goods sold",
    "7 Gross income  84,200.00",
    "9 Car and truck expenses  2,300.00",
    "11 Contract labor  1,250.00",
    "18 Office expense  840.00",
    "31 Net profit or (loss)  61,900.00",
)
SCHEDULE_SE = page(
    "SCHEDULE SE (Form 1040)  Self-Employment Tax",
    "Department of the Treasury Internal Revenue Service",
    "Name of person with self-employment income  Social security number",
    "Mira Oduya  XXX-XX-1234",
    "church employee income",
    "2 Net profit or (loss) from Schedule C, line 31  61,900.00",
    "12 Self-employment tax  8,746.00",
    "13 Deduction for one-half of self-employment tax  4,373.00",
)
OFFICE_LEASE = page(
    "# LEASE AGREEMENT",
    "This Lease is made between Granite Row Properties (Landlord) and Oduya Design LLC (Tenant).",
    "The Premises shall be used for general office use only.",
    "Base Rent  $2,400.00 per month",
    "Rentable square feet  1,150",
    "Commencement Date  03/01/2026",
    "Expiration Date  02/28/2029",
    "Operating Expenses and Common Area Maintenance are shared.",
)
HOME_LEASE = page(
    "# LEASE AGREEMENT",
    "This Lease is made between Granite Row Properties (Landlord) and Mira Oduya (Tenant).",
    "The Premises shall be used as a private residence only.",
    "Monthly Rent  $1,900.00",
    "Security deposit  $1,900.00",
    "No pets. Two bedrooms.",
    "Smoke detectors are installed in the dwelling unit.",
    "Occupants  Mira Oduya",
)
PROFILE = page(
    "Contact",
    "www.linkedin.com/in/miraoduya (LinkedIn)",
    "Top Skills",
    "Illustration",
    "Editorial Design",
    "# Mira Oduya",
    "Summary",
    "Experience",
    "Oduya Design",
    "January 2019 - Present (7 years 2 months)",
    "Harbor Press",
    "May 2015 - December 2018 (3 years 8 months)",
    "Page 1 of 2",
)
RESUME = page(
    "# Mira Oduya",
    "Career Objective",
    "A full-time position in an editorial team.",
    "Work Experience",
    "Harbor Press, 2015 to 2018",
    "Education",
    "Bachelor of Arts, State University",
    "Skills",
    "References available upon request",
)
INVOICE = page(
    "# INVOICE",
    "Oduya Design LLC",
    "Invoice Number: 2026-031",
    "Invoice Date: 09/14/2026",
    "Due Date: 10/14/2026",
    "Bill To: Larkfield Press Inc",
    "Description  Quantity  Rate  Amount",
    "Cover artwork  1  900.00  900.00",
    "Total Due  $900.00",
    "Please make checks payable to Oduya Design LLC",
)
RECEIPT = page(
    "# CORNER STATIONERS",
    "Store 114  Register 2  Cashier: Ana",
    "09/14/2026 15:42",
    "Ink pads  12.99",
    "Paper  8.49",
    "Subtotal  21.48",
    "Tax  1.72",
    "Total  23.20",
    "Cash tendered  25.00",
    "Change due  1.80",
    "Thank you, please come again",
)
WAGES_SENT = page(
    "Form W-3 Transmittal of Wage and Tax Statements 2025",
    "Kind of Payer  Kind of Employer",
    "Total number of Forms W-2  3",
    "Employer identification number (EIN)  81-2345678",
    "1 Wages, tips, other compensation  142,000.00",
    "Send this entire page with the entire Copy A page",
)
WAGES_GOT = page(
    "Form W-2 Wage and Tax Statement 2025",
    "Copy C For EMPLOYEE'S RECORDS",
    "a Employee's social security number  XXX-XX-1234",
    "b Employer identification number (EIN)  81-2345678",
    "1 Wages, tips, other compensation  48,000.00",
    "2 Federal income tax withheld  5,120.00",
    "3 Social security wages  48,000.00",
    "5 Medicare wages and tips  48,000.00",
)
COWORKING = page(
    "# COWORKING MEMBERSHIP AGREEMENT",
    "Member: Mira Oduya",
    "Membership plan: Dedicated desk",
    "Monthly fee  $320.00",
    "Start date  01/01/2026",
    "Meeting room credits: 6 hours",
    "Nothing in this Agreement creates a tenancy.",
)
GYM = page(
    "# GYM MEMBERSHIP AGREEMENT",
    "Member: Mira Oduya",
    "Membership plan: Peak hours",
    "Monthly fee  $45.00",
    "Fitness club rules apply.",
    "Start date  01/01/2026",
)
PLUMBING_COVER = page(
    "# CERTIFICATE OF LIABILITY INSURANCE",
    "INSURED  Oduya Design LLC",
    "PRODUCER  Bell Brokers",
    "COMMERCIAL GENERAL LIABILITY",
    "EACH OCCURRENCE  1,000,000",
    "GENERAL AGGREGATE  2,000,000",
    "POLICY EFF 01/01/2026  POLICY EXP 01/01/2027",
    "CERTIFICATE HOLDER",
)
CAR_COVER = page(
    "# AUTO INSURANCE ID CARD",
    "Named insured  Mira Oduya",
    "Year Make Model  2019 Sedan",
    "Vehicle identification number  1HGRD80394A191130",
    "Bodily injury  100,000",
    "Collision  500 deductible",
    "Use: commuting and occasional business use",
)

PAIRS = [
    (SCHEDULE_C, Kind.SCHEDULE_C, SCHEDULE_SE),
    (OFFICE_LEASE, Kind.OFFICE_LEASE, HOME_LEASE),
    (PROFILE, Kind.SERVICE_PROFILE, RESUME),
    (INVOICE, Kind.CLIENT_INVOICE, RECEIPT),
    (WAGES_SENT, Kind.HIRING_PROOF, WAGES_GOT),
    (COWORKING, Kind.COWORKING_MEMBERSHIP, GYM),
    (PLUMBING_COVER, Kind.LIABILITY_INSURANCE, CAR_COVER),
]


@pytest.mark.parametrize(("proof", "kind", "personal"), PAIRS, ids=[kind.value for _, kind, _ in PAIRS])
def test_a_proof_is_told_from_the_personal_paper_beside_it(proof: object, kind: Kind, personal: object) -> None:
    assert classify([proof]).kind is kind
    assert classify([personal]).kind is Kind.NOT_EVIDENCE


def test_the_reasons_name_what_stands_on_which_page() -> None:
    guess = classify([SCHEDULE_C])
    assert guess.grade is Grade.HIGH
    assert any("Profit or Loss From Business" in why and why.endswith("on page 1") for why in guess.why)


def test_a_page_without_words_is_unknown() -> None:
    guess = classify([page()])
    assert (guess.kind, guess.grade) == (Kind.UNKNOWN, Grade.LOW)


def test_a_page_without_any_anchor_is_never_sure() -> None:
    assert classify([page("quux florb", "zanth melko pravi")]).grade is Grade.LOW


def test_no_pages_are_unknown() -> None:
    assert classify([]).kind is Kind.UNKNOWN


def test_an_article_about_forms_is_not_the_form() -> None:
    article = page(
        "# Seven steps to register your company",
        "The Small Firm Blog  8 min read",
        "First, choose a name. Next, file the Articles of Organization with the Secretary of State.",
        "Then apply for an Employer Identification Number with Form SS-4 and obtain a business license from your city.",
        "Share this article!",
    )
    assert classify([article]).kind is Kind.NOT_EVIDENCE


def test_a_paper_whose_proof_depends_on_whose_it_is_is_never_graded_high() -> None:
    contract = page(
        "# CONTRACT OF EMPLOYMENT",
        "Employer  Marl Press Ltd",
        "Employee  Mira Oduya",
        "Job title  Editor",
        "Salary  30,000.00",
        "Notice period  one month",
        "Hours of work  37 a week",
    )
    guess = classify([contract])
    assert guess.kind is Kind.HIRING_PROOF
    assert guess.grade is not Grade.HIGH


def test_a_certificate_of_workers_compensation_alone_is_not_liability_cover() -> None:
    lines = (
        "# CERTIFICATE OF INSURANCE",
        "INSURED  Oduya Design LLC",
        "WORKERS COMPENSATION AND EMPLOYERS' LIABILITY",
        "E.L. EACH ACCIDENT  500,000",
        "E.L. DISEASE - EA EMPLOYEE  500,000",
        "POLICY EFF 01/01/2026  POLICY EXP 01/01/2027",
        "CERTIFICATE HOLDER",
    )
    assert classify([page(*lines)]).kind is Kind.OTHER_INSURANCE
    assert (
        classify(
            [
                page(
                    *lines,
                    "COMMERCIAL GENERAL LIABILITY",
                    "EACH OCCURRENCE  1,000,000",
                    "GENERAL AGGREGATE  2,000,000",
                    "PRODUCTS - COMP/OP AGG  2,000,000",
                    "PERSONAL & ADV INJURY  1,000,000",
                )
            ]
        ).kind
        is Kind.LIABILITY_INSURANCE
    )
