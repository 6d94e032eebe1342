"""Properties of name comparison that hold for any name."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.names import NameMatch, compare_names

LETTERS = st.text("abcdefghijklmnoprstuvwyz", min_size=3, max_size=9).map(str.title)
NAMES = st.lists(LETTERS, min_size=2, max_size=4, unique=True).map(" ".join)


@given(NAMES)
def test_a_name_matches_itself_in_any_case_and_spacing(name: str) -> None:
    assert compare_names(name.upper().replace(" ", "  "), name) is NameMatch.MATCH


@given(NAMES, NAMES)
def test_comparison_does_not_depend_on_the_side(a: str, b: str) -> None:
    assert compare_names(a, b) is compare_names(b, a)


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_gets_an_answer(a: str, b: str) -> None:
    assert compare_names(a, b) in NameMatch
