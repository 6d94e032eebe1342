"""Generated papers: one layout a kind as it is, blacked out, blank, and marked as specimen or draft."""

from __future__ import annotations

import pytest

from classifiers import classify
from classifiers.kinds import Kind
from classifiers.model import Mark
from fixtures.documents import catalogue
from fixtures.documents.base import Layout
from fixtures.paper import Cover
from fixtures.training.reading import from_text_layer

FIRST = {layout.kind: layout for layout in reversed(list(catalogue()))}
FORMS = (
    "schedule_c/schedule_c/1",
    "hiring_proof/form_941/1",
    "dba_registration/fictitious_name/1",
    "other_insurance/workers_compensation/1",
)


@pytest.mark.parametrize("layout", FIRST.values(), ids=[k.value for k in FIRST])
def test_blacking_out_every_value_does_not_change_the_kind(layout: Layout) -> None:
    open_paper = layout.document(11)
    covered = layout.document(11, covers=dict.fromkeys(open_paper.spots, Cover.REMOVED))
    pages = from_text_layer(covered.pdf)
    assert classify(from_text_layer(open_paper.pdf)).kind is layout.kind
    assert classify(pages).kind is layout.kind


@pytest.mark.parametrize("name", FORMS)
def test_an_empty_form_is_called_blank_and_its_filled_twin_is_not(name: str) -> None:
    layout = next(x for x in catalogue() if x.name == name)
    blank, filled = (classify(from_text_layer(layout.document(5, blank=b).pdf)) for b in (True, False))
    assert blank.kind is filled.kind is layout.kind
    assert Mark.BLANK_FORM in {n.mark for n in blank.noted}
    assert Mark.BLANK_FORM not in {n.mark for n in filled.noted}


@pytest.mark.parametrize(("watermark", "mark"), [("SPECIMEN", Mark.SPECIMEN), ("SAMPLE", Mark.SPECIMEN), ("DRAFT", Mark.DRAFT)])
def test_an_overprint_is_noticed_and_the_clean_twin_is_not(watermark: str, mark: Mark) -> None:
    layout = FIRST[Kind.LIABILITY_INSURANCE]
    marked = classify(from_text_layer(layout.document(3, watermark=watermark).pdf))
    clean = classify(from_text_layer(layout.document(3).pdf))
    assert mark in {n.mark for n in marked.noted}
    assert not clean.noted
    assert marked.kind is clean.kind


@pytest.mark.slow
def test_nearly_every_generated_layout_is_typed_right_and_sure_answers_almost_never_err() -> None:
    guesses = [(layout.kind, classify(from_text_layer(layout.render(9)))) for layout in catalogue()]
    right = sum(kind is guess.kind for kind, guess in guesses)
    high = [kind is guess.kind for kind, guess in guesses if guess.grade.value == "high"]
    blank = sum(any(n.mark is Mark.BLANK_FORM for n in guess.noted) for _, guess in guesses)
    assert right >= 0.95 * len(guesses)
    assert sum(high) >= 0.98 * len(high)
    assert len(high) >= 0.6 * len(guesses)
    assert blank <= 0.02 * len(guesses)
