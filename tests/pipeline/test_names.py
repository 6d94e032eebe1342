"""Names in three states: what is the same, what a person must look at, what is somebody else."""

from __future__ import annotations

import pytest

from pipeline.model import Freelancer
from pipeline.names import NameMatch, best_match, compare_names

MATCH, SIMILAR, DIFFERENT = NameMatch.MATCH, NameMatch.SIMILAR, NameMatch.DIFFERENT

PERSONS = [
    ("JANE DOE", "Jane Doe", MATCH),
    ("Doe, Jane", "Jane Doe", MATCH),
    ("Doe Jane", "Jane Doe", MATCH),
    ("Ms. Jane Doe, CPA", "Jane Doe", MATCH),
    ("José García", "Jose Garcia", MATCH),
    ("Jürgen Groß", "Juergen Gross", MATCH),
    ("Jane Q. Doe", "Jane Doe", MATCH),
    ("Jane Quinn Doe", "Jane Q. Doe", MATCH),
    ("Jane Marie Doe", "Jane Doe", MATCH),
    ("Jane van Doe", "Jane Doe", SIMILAR),
    ("Jane Marie Anne Doe", "Jane Doe", SIMILAR),
    ("J. Doe", "Jane Doe", SIMILAR),
    ("Jane A. Doe", "Jane B. Doe", SIMILAR),
    ("John Smith", "Joan Smith", SIMILAR),
    ("Jon Smith", "John Smith", SIMILAR),
    ("Ian Nguyen", "Lan Nguyen", SIMILAR),
    ("Arnie Jones", "Amie Jones", SIMILAR),
    ("Jane Q. Doe Design LLC", "Jane Doe", SIMILAR),
    ("Jane Doe LLC", "Jane Doe", SIMILAR),
    ("Richard Roe", "Jane Doe", DIFFERENT),
    ("Jane", "Jane Doe", DIFFERENT),
    ("Mary Doe", "John Doe", DIFFERENT),
]
BUSINESSES = [
    ("BRIGHT PIXEL, L.L.C.", "Bright Pixel LLC", MATCH),
    ("Bright Pixel", "Bright Pixel LLC", MATCH),
    ("The Bright Pixel Company", "Bright Pixel", MATCH),
    ("Brlght Pixe1 LLC", "Bright Pixel LLC", MATCH),
    ("BrightPixel LLC", "Bright Pixel LLC", MATCH),
    ("Smith & Co", "Smith and Company", MATCH),
    ("Acme Corporation", "Acme Corp.", MATCH),
    ("Muller GmbH", "Müller GmbH", MATCH),
    ("Mueller GmbH", "Müller GmbH", MATCH),
    ("Orbit Data Pvt Limited", "Orbit Data Private Limited", MATCH),
    ("Jane Doe d/b/a Bright Pixel", "Bright Pixel LLC", MATCH),
    ("Bright Pixel Inc", "Bright Pixel LLC", SIMILAR),
    ("Bright Pixel Design LLC", "Bright Pixel LLC", SIMILAR),
    ("Northwind Studios", "Northwind Studio", SIMILAR),
    ("Jane Doe (Bright Pixel)", "Bright Pixel", SIMILAR),
    ("Bright Path LLC", "Bright Pixel LLC", DIFFERENT),
    ("Alpha Consulting Services", "Delta Consulting Services", DIFFERENT),
    ("Acme Corp", "Bright Pixel LLC", DIFFERENT),
]


@pytest.mark.parametrize(("paper", "subject", "state"), PERSONS)
def test_a_person_s_name(paper: str, subject: str, state: NameMatch) -> None:
    assert compare_names(paper, subject, person=True) is state


@pytest.mark.parametrize(("paper", "subject", "state"), BUSINESSES)
def test_a_business_name(paper: str, subject: str, state: NameMatch) -> None:
    assert compare_names(paper, subject) is state


def test_the_name_that_fits_best_is_returned() -> None:
    subject = Freelancer(person_name="Jane Doe", entity_name="Bright Pixel LLC", trade_names=("Pixel Works",))
    assert best_match("BRIGHT PIXEL", subject) == (MATCH, "Bright Pixel LLC")
    assert best_match("Doe, Jane", subject) == (MATCH, "Jane Doe")
    assert best_match("Somebody Else GmbH", subject) == (DIFFERENT, None)


def test_a_linked_trade_name_makes_a_stranger_the_subject() -> None:
    subject = Freelancer(person_name="Jane Doe")
    assert best_match("Bright Pixel", subject)[0] is DIFFERENT
    assert best_match("Bright Pixel", subject, ["Bright Pixel"]) == (MATCH, "Bright Pixel")
