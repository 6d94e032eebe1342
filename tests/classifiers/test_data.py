"""The anchors as data: complete, unambiguous in their ids, dated, and quick."""

from __future__ import annotations

import time
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from classifiers import classify
from classifiers.anchors import Role, anchors, read_papers
from classifiers.grading import HIGH, grade, probabilities
from classifiers.kinds import Grade, Kind
from tests.classifiers.papers import page


def test_every_kind_but_unknown_has_papers_with_distinct_ids() -> None:
    papers = anchors().papers
    assert {p.kind for p in papers} == set(Kind) - {Kind.UNKNOWN}
    assert len({p.id for p in papers}) == len(papers)


def test_what_a_paper_needs_is_listed_where_it_says_so() -> None:
    known = anchors()
    needing = {use.paper for uses in known.uses for use in uses if use.role is Role.NEEDED}
    assert needing == {i for i, p in enumerate(known.papers) if p.needs}


def test_the_files_are_dated_and_hashed() -> None:
    _, _, dated, sha256 = read_papers()
    assert date.fromisoformat(dated)
    assert len(sha256) == 64


@given(st.dictionaries(st.sampled_from(sorted(set(Kind) - {Kind.UNKNOWN})), st.floats(-20, 60), max_size=18))
def test_probabilities_add_up_and_leave_room_for_unknown(scores: dict[Kind, float]) -> None:
    chances = probabilities(scores)
    assert abs(sum(chances.values()) - 1) < 1e-9
    assert Kind.UNKNOWN in chances


def test_a_high_grade_needs_both_probability_and_evidence() -> None:
    assert grade(HIGH + 0.01, 9.0) is Grade.HIGH
    assert grade(HIGH + 0.01, 2.0) is not Grade.HIGH
    assert grade(0.5, 9.0) is Grade.LOW


@given(st.lists(st.text(max_size=12), max_size=60))
def test_no_text_makes_it_stumble(texts: list[str]) -> None:
    guess = classify([page(" ".join(texts))])
    assert 0.0 <= guess.score <= 1.0


def test_a_page_costs_little() -> None:
    full = page(
        *("Premises tenant landlord base rent operating expenses shall be paid monthly under this lease agreement" for _ in range(45))
    )
    classify([full])
    start = time.process_time()
    for _ in range(5):
        classify([full])
    assert (time.process_time() - start) / 5 < 0.06, "a full page should take about 10 ms; the limit is generous for a busy machine"
