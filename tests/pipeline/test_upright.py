"""Turning boxes: four quarter turns are none, and text is found upright whichever way the page lay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Read, Word
from pipeline.upright import fields_back, turned_box, turned_words, turns_to_upright
from pipeline.vocabulary import FieldName
from redaction.geometry import Box

WIDTH, HEIGHT = 600.0, 800.0
LINE = [Word(1, Box(50.0 + 70 * i, 100.0, 110.0 + 70 * i, 112.0), f"word{i}") for i in range(6)]
number = st.floats(0, 300).map(lambda v: round(v, 3))


@given(number, number, number, number, st.integers(0, 3))
def test_turning_there_and_back(x: float, y: float, w: float, h: float, turns: int) -> None:
    box = Box(x, y, x + w, y + h)
    there = turned_box(box, turns, WIDTH, HEIGHT)
    size = (HEIGHT, WIDTH) if turns % 2 else (WIDTH, HEIGHT)
    assert turned_box(there, -turns, *size) == pytest.approx(box)
    assert there.area == pytest.approx(box.area)


@pytest.mark.parametrize("turns", range(4))
def test_text_is_found_upright(turns: int) -> None:
    lying = turned_words(LINE, -turns, *((HEIGHT, WIDTH) if turns % 2 else (WIDTH, HEIGHT)))
    assert turns_to_upright(lying) == turns


def test_a_column_of_single_words_is_not_taken_for_turned_text() -> None:
    column = [Word(1, Box(50, 40.0 * i, 120, 40.0 * i + 12), f"label{i}") for i in range(12)]
    assert turns_to_upright(column) == 0


def test_fields_go_back_to_the_page_as_displayed() -> None:
    shown = turned_box(LINE[0].box, 1, WIDTH, HEIGHT)  # the page was displayed lying: 800 wide, 600 high
    upright = LINE[0].box
    back = fields_back({FieldName.TOTAL: Read("x", 1, upright, 0.9)}, {1: (3, HEIGHT, WIDTH)})
    value = back[FieldName.TOTAL]
    assert isinstance(value, Read) and value.box == pytest.approx(shown)
