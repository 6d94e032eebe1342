"""Every code a person can meet is explained, and shared words agree between the packages."""

from classifiers.model import Mark
from pipeline.vocabulary import EXPLAINED, FindingCode, Kind


def test_every_finding_code_is_explained_in_a_sentence() -> None:
    assert set(EXPLAINED) == set(FindingCode)
    assert all(e.meaning.endswith(".") for e in EXPLAINED.values())


def test_marks_of_the_classifier_are_finding_codes() -> None:
    assert {mark.value for mark in Mark} <= {code.value for code in FindingCode}


def test_there_are_seventeen_kinds_of_proof() -> None:
    assert sum(kind.is_evidence for kind in Kind) == 17
