"""Typing holds when letters are misread, words run together or are spaced out, and when numbers are blacked out."""

from __future__ import annotations

from random import Random

import pytest

from classifiers import classify
from classifiers.anchors import corrected
from classifiers.kinds import Kind
from classifiers.model import PageText
from tests.classifiers.papers import page
from tests.classifiers.test_judge import PAIRS


def misread(text: str, rng: Random) -> str:
    """One letter of a long word is another one."""
    if len(text) < 6 or not text.isalpha():
        return text
    at = rng.randrange(1, len(text))
    return text[:at] + rng.choice("ceoiltnu") + text[at + 1 :]


@pytest.mark.parametrize(("proof", "kind"), [(p, k) for p, k, _ in PAIRS], ids=[k.value for _, k, _ in PAIRS])
def test_single_misread_letters_do_not_change_the_kind(proof: PageText, kind: Kind) -> None:
    rng = Random(7)
    lines: dict[float, list[str]] = {}
    for word in proof.words:
        lines.setdefault(word.box[1], []).append(misread(word.text, rng) if rng.random() < 0.5 else word.text)
    assert classify([page(*(" ".join(words) for words in lines.values()), ocr=True)]).kind is kind


def test_a_word_of_the_anchors_is_never_corrected_into_another() -> None:
    assert corrected("insured") == "insured"
    assert corrected("insurer") == "insurer"


def test_one_wrong_letter_is_mended_and_two_are_not() -> None:
    assert corrected("proprietcr") == "proprietor"
    assert corrected("prcprietcr") == "prcprietcr"


def test_a_title_run_together_or_spaced_out_is_still_the_title() -> None:
    body = ("Member: Mira Oduya", "Monthly fee 320.00")
    assert classify([page("# COWORKINGMEMBERSHIPAGREEMENT", *body)]).kind is Kind.COWORKING_MEMBERSHIP
    assert classify([page("# I N V O I C E", "Bill to: Larkfield Press", "Amount due 900.00")]).kind is Kind.CLIENT_INVOICE


@pytest.mark.parametrize(("proof", "kind"), [(p, k) for p, k, _ in PAIRS], ids=[k.value for _, k, _ in PAIRS])
def test_numbers_that_are_not_there_do_not_change_the_kind(proof: PageText, kind: Kind) -> None:
    """Only amounts, dates and identifiers go; line numbers and form numbers are print, not private."""
    kept = [w for w in proof.words if sum(c.isdigit() for c in w.text) < 5]
    hidden = [w.box for w in proof.words if sum(c.isdigit() for c in w.text) >= 5]
    guess = classify([PageText(1, proof.width, proof.height, kept, hidden)])
    assert guess.kind is kind
    assert not guess.noted
