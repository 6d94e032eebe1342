"""Blank, specimen, draft and instructions: each mark beside a twin that must not get it."""

from __future__ import annotations

import pytest

from classifiers import classify
from classifiers.model import Mark, PageText
from tests.classifiers.papers import page
from tests.classifiers.test_judge import INVOICE


def marks(*pages: PageText) -> set[Mark]:
    return {n.mark for n in classify(pages).noted}


LABELS = (
    "SCHEDULE C (Form 1040)  Profit or Loss From Business",
    "Name of proprietor  Social security number (SSN)",
    "Principal business or profession",
    "Business name  Employer ID number",
    "Gross receipts or sales",
    "Returns and allowances",
    "Cost of goods sold",
    "Gross income",
    "Office expense",
    "Contract labor",
    "Net profit or (loss)",
)
PROSE = tuple(
    "Enter the amount that applies to your business on the line and see the separate instructions for the rules of each expense."
    for _ in range(6)
)


def test_labels_without_values_are_a_blank_form() -> None:
    assert Mark.BLANK_FORM in marks(page(*LABELS, *PROSE))


def test_the_same_form_with_values_is_not_blank() -> None:
    filled = [
        f"{line}  {value}"
        for line, value in zip(
            LABELS[4:], ("84,200.00", "1,200.00", "3,000.00", "80,000.00", "940.00", "1,250.00", "61,000.00"), strict=True
        )
    ]
    assert Mark.BLANK_FORM not in marks(page(*LABELS[:4], *filled, *PROSE))


def test_the_same_form_with_every_value_blacked_out_is_not_blank() -> None:
    assert Mark.BLANK_FORM not in marks(page(*LABELS, *PROSE, blackouts=[(300.0, 100.0, 380.0, 112.0)]))


def test_thresholds_in_sentences_are_not_values() -> None:
    assert Mark.BLANK_FORM in marks(
        page(*LABELS, *PROSE, "If your receipts were 250,000.00 or more you must attach a statement of 400.00 lines.")
    )


def test_a_template_with_placeholders_is_blank() -> None:
    assert Mark.BLANK_FORM in marks(
        page("# INVOICE", "[Your Company Name]", "[Street Address]", "Bill To: [Client Name]", "Invoice Date: [Date]", "Amount due")
    )
    assert Mark.BLANK_FORM not in marks(INVOICE)


def test_a_sample_says_so_and_work_samples_do_not() -> None:
    assert Mark.SPECIMEN in marks(
        page("# INVOICE", "This is a sample. Not legally binding.", "Bill To: Larkfield Press Inc", "Total Due  $900.00")
    )
    assert Mark.SPECIMEN not in marks(
        page("# INVOICE", "Two work samples for your review", "Bill To: Larkfield Press Inc", "Total Due  $900.00")
    )


def test_a_draft_is_marked_and_drafting_work_is_not() -> None:
    assert Mark.DRAFT in marks(page("# DRAFT", *LABELS))
    assert Mark.DRAFT not in marks(
        page("# INVOICE", "First draft of the brochure and one revision", "Bill To: Larkfield Press Inc", "Total Due  $900.00")
    )


def test_instructions_are_told_from_the_form_that_mentions_them() -> None:
    assert Mark.INSTRUCTIONS in marks(page("# Instructions for Schedule C", *PROSE, *PROSE))
    assert Mark.INSTRUCTIONS not in marks(page(*LABELS, "See instructions on page 3", *PROSE))


def articles(name: str, office: str) -> tuple[str, ...]:
    return (
        "# Articles of Organization",
        "Secretary of State  For office use only",
        "1. Name",
        f"The name of the limited liability company is {name}.",
        "2. Duration",
        "The period of duration of the company is perpetual.",
        "3. Purpose",
        "The purpose of the company is to engage in any lawful act or activity for which a limited liability company may be organized.",
        "4. Principal office",
        f"The street address of the initial principal office is {office}",
        "The undersigned has executed these articles and affirms that the facts stated herein are true.",
        "Mail the signed articles with the filing fee to the Division of Corporations at 2661 Executive Center Circle Street, Springfield.",
        "Organizer",
        "Signature",
    )


@pytest.mark.parametrize(
    ("stamp", "ends"), [("REJECTED", True), ("NOT FILED", True), ("FILED", False), ("[ ] ACCEPTED  [ ] REJECTED", False)]
)
def test_a_filing_that_the_office_sent_back_is_none(stamp: str, ends: bool) -> None:
    paper = page(*articles("Zelkova Quillworks LLC", "2264 Brambleby Street, Reno, NV 89509."), stamp)
    assert (Mark.ENDED in marks(paper)) is ends


def test_values_within_the_sentences_of_articles_are_values() -> None:
    assert Mark.BLANK_FORM not in marks(page(*articles("Zelkova Quillworks LLC", "2264 Brambleby Street, Reno, NV 89509.")))
    assert Mark.BLANK_FORM in marks(page(*articles("as follows", "stated below")))


def test_a_letter_whose_labels_have_values_is_no_empty_form() -> None:
    head = (
        "# Evidence of professional indemnity insurance",
        "We confirm that the following policy is in force at the date of this letter.",
    )
    terms = (
        "It is subject to its terms, conditions and exclusions, and to the limits that are stated above for each of the two sections.",
    ) * 5
    labels = ("The insured", "Policy number", "Period of insurance", "Limit of indemnity", "Insurer", "Business address")
    values = (
        "Gwilym Pugh-Trehearne",
        "AM/PI/7734102",
        "14 June 2026 to 13 June 2027 (both days inclusive)",
        "£1,000,000 any one claim",
        "Larkfield Zurich Mutual",
        "6 Heol Fawr, Llandeilo",
    )
    filled = [f"{label}  {value}" for label, value in zip(labels, values, strict=True)]
    assert Mark.BLANK_FORM not in marks(page(*head, *filled, *terms))
    assert Mark.BLANK_FORM in marks(page(*head, *labels, *terms))


def test_the_office_s_own_address_fills_in_nothing() -> None:
    head = (
        "# Articles of Organization",
        "Please read the instructions of the Secretary of State and attach the fee.",
        "2 Judiciary Dr, Atlanta, GA 30334",
    )
    labels = ("Name", "Telephone number", "City", "State", "Zip", "County", "Registered agent", "Address", "Principal office", "Organizer")
    prose = ("Remember to include your address and the filing fee when this form is complete and sent to the office.",) * 5
    filled = [f"{label}  {value}" for label, value in zip(labels, ("Zelkova Quillworks LLC", "404-555-0144") * 5, strict=True)]
    assert Mark.BLANK_FORM in marks(page(*head, *labels, *prose, "____________", "____________"))
    assert Mark.BLANK_FORM not in marks(page(*head, *filled, *prose, "____________", "____________"))


REGISTRATION = ("Name: Mira Oduya", "Registration number: 44120", "Activity: Illustration", "Date: 02.04.2026")


@pytest.mark.parametrize(
    ("over", "in_force"),
    [
        (("# Gewerbe-Abmeldung",), ("# Gewerbe-Anmeldung",)),
        (("# Order for Cancellation of Registration",), ("# Registration Certificate",)),
        (("# Certificate of Dissolution",), ("# Certificate of Organization",)),
        (
            ("# VAT registration", "Your registration has been cancelled with effect from 31 March 2026."),
            ("# VAT registration", "Tell us if your registration has been cancelled or your address has changed."),
        ),
        (("# Permit", "The permit was denied."), ("# Permit", "A fee is due unless the permit was denied.")),
        (("# Licence", "The licence has been revoked."), ("# Licence", "It is void where the licence has been revoked.")),
        (
            ("# SIRENE", "État administratif : Cessée depuis le 31/12/2024"),
            ("# SIRENE", "État administratif : Active depuis le 31/12/2024"),
        ),
    ],
)
def test_a_paper_may_say_that_what_it_was_for_has_ended(over: tuple[str, ...], in_force: tuple[str, ...]) -> None:
    assert Mark.ENDED in marks(page(*over, *REGISTRATION))
    assert Mark.ENDED not in marks(page(*in_force, *REGISTRATION))


BILL = ("Invoice", "Invoice number 4471", "Invoice date 3 March 2026", "Bill to Alder Row LLC", "Amount due  1,250.00")


@pytest.mark.parametrize(
    ("typed_at_random", "really_said"),
    [
        (("Company sdkjfhskdjfhks", "Street qwkjxhzkjqhwkx"), ("Company Schlosserei", "Street Friedrichshafener")),
        (("Descripcion lkjasdflkjqwxz", "Cliente zxcmnbvqpwlkj"), ("Descripcion Przedsiebiorstwo", "Cliente Wykorzystanie")),
        (("Note asdkfjhaslkdjfh", "Note mnbvcxzlkqjwh"), ("Note Llanfairpwllgwyn", "Note Rechtsschutzversicherung")),
    ],
)
def test_keys_pressed_at_random_are_a_try_out(typed_at_random: tuple[str, ...], really_said: tuple[str, ...]) -> None:
    assert Mark.SPECIMEN in marks(page(*BILL, *typed_at_random))
    assert Mark.SPECIMEN not in marks(page(*BILL, *really_said))


def test_a_code_of_letters_is_no_try_out() -> None:
    assert Mark.SPECIMEN not in marks(page(*BILL, "Verification code", "ZJHPLSKSMAXQ", "KQWZXJVBNPTR"))


def test_a_letter_that_closes_a_self_employment_ends_it_and_one_that_says_how_to_close_it_does_not() -> None:
    lines = ("# HM Revenue & Customs", "Self Assessment", "Your Unique Taxpayer Reference 28304 17726", "Name Mr Gareth Oduya")
    lines = (*lines, "You registered as self employed with us as a sole trader", "Class 2 National Insurance")
    assert Mark.ENDED in marks(page(*lines, "Self-employment ceased 30 April 2026"))
    assert Mark.ENDED in marks(page(*lines, "You've told us, so we've closed your self-employment with effect from the date above."))
    assert Mark.ENDED not in marks(page(*lines, "Tell us straight away if your self-employment ends"))
