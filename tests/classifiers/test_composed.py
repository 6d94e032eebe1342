"""Titles that no list holds, made of usual words; a word that makes it another paper undoes them."""

from __future__ import annotations

import pytest

from classifiers import classify
from classifiers.composed import composed_titles
from classifiers.kinds import Grade, Kind
from classifiers.text import normalise
from tests.classifiers.papers import page

BODY = (
    "Issued to  MIRA ODUYA",
    "Activity  TUTORING",
    "Reg. no.  SB-23310",
    "Effective  07/01/2026  Expires  06/30/2027",
    "Void if altered. Nontransferable.",
)


def _papers(heading: str) -> set[str]:
    return {paper for paper, _, _ in composed_titles(normalise(page(f"# {heading}", *BODY)))}


@pytest.mark.parametrize(
    ("title", "twin"),
    [
        ("BUSINESS REGISTRATION & LICENSE", "Application for a business registration & license"),
        ("Town Vendor Permit", "Fees of a town vendor permit"),
        ("Annual Home Occupation Licence", "Annual home occupation licence checklist"),
    ],
)
def test_a_licence_by_any_usual_name(title: str, twin: str) -> None:
    assert _papers(title) == {"business-licence-us"}
    assert _papers(twin) == set()


def test_a_trade_name_by_any_usual_name() -> None:
    assert _papers("Certificate of Trade Name") == {"dba"}
    assert _papers("Business name of the month") == set()


def test_below_the_head_it_is_no_title() -> None:
    low = page(*(["A line of a letter that says something"] * 30), "# Town Vendor Permit")
    assert list(composed_titles(normalise(low))) == []


def test_such_a_title_makes_the_paper_sure_enough_to_count() -> None:
    licence = classify([page("County of Sandfield, Treasurer", "# BUSINESS REGISTRATION & LICENSE", *BODY)])
    assert licence.kind is Kind.BUSINESS_LICENSE and licence.grade is not Grade.LOW
    bare = classify([page("County of Sandfield, Treasurer", *BODY)])
    assert bare.grade is Grade.LOW
