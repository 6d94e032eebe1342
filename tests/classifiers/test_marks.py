"""Blank, specimen, draft and instructions: each mark beside a twin that must not get it."""

from __future__ import annotations

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
