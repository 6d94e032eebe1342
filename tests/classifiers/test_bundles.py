"""Files of several papers: pages keep together, each paper is a segment, a cover sheet hides nothing."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from classifiers import classify
from classifiers.filing import KINDS, label_pages, main_run, segments
from classifiers.kinds import Kind
from tests.classifiers.papers import page
from tests.classifiers.test_judge import INVOICE, SCHEDULE_C, WAGES_GOT

COVER = page(
    "To whom it may concern,",
    "I am writing to send you the papers that you asked for; please find them enclosed.",
    "Yours sincerely,",
    "Mira Oduya",
)
CONTINUED = page("Line 48 continued on this page", "other matters of the same paper follow here")


def test_a_cover_letter_does_not_hide_the_paper_behind_it() -> None:
    guess = classify([COVER, replace(SCHEDULE_C, number=2)])
    assert guess.kind is Kind.SCHEDULE_C
    assert [(s.first, s.last) for s in guess.segments] == [(1, 1), (2, 2)]


def test_two_papers_in_one_file_are_two_segments() -> None:
    guess = classify([INVOICE, replace(SCHEDULE_C, number=2), replace(CONTINUED, number=3)])
    assert [(s.first, s.last, s.kind) for s in guess.segments] == [(1, 1, Kind.CLIENT_INVOICE), (2, 3, Kind.SCHEDULE_C)]


def test_a_page_without_anchors_stays_with_its_neighbours() -> None:
    guess = classify([SCHEDULE_C, replace(CONTINUED, number=2)])
    assert guess.kind is Kind.SCHEDULE_C
    assert guess.segments == ()


def test_personal_papers_alone_remain_not_evidence() -> None:
    assert classify([WAGES_GOT, replace(COVER, number=2)]).kind is Kind.NOT_EVIDENCE


scores = st.dictionaries(st.sampled_from(KINDS), st.floats(-5, 20), max_size=5)


@given(st.lists(st.tuples(scores, st.booleans()), max_size=12))
def test_segments_cover_every_page_once_in_order(pages: list[tuple[dict[Kind, float], bool]]) -> None:
    runs = segments([p for p, _ in pages], [t for _, t in pages])
    covered = [index for run in runs for index in range(run.first, run.last + 1)]
    assert covered == list(range(len(pages)))
    assert all(a.kind is not b.kind for a, b in pairwise(runs))
    assert (main_run(runs) is None) == (not pages)


@given(st.lists(scores, min_size=1, max_size=8))
def test_one_clear_page_keeps_its_kind_among_empty_ones(pages: list[dict[Kind, float]]) -> None:
    empty: list[dict[Kind, float]] = [{} for _ in pages]
    clear = {Kind.OFFICE_LEASE: 12.0}
    assert Kind.OFFICE_LEASE in label_pages([*empty, clear, *empty], [False] * (2 * len(pages) + 1))
