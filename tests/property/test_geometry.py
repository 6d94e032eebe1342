"""Boxes: intersection, union, cover and overlap behave as areas do."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from redaction.geometry import Box, bounding

numbers = st.floats(-1000, 1000, allow_nan=False)
sides = st.floats(0, 500, allow_nan=False)
boxes = st.builds(lambda x, y, w, h: Box(x, y, x + w, y + h), numbers, numbers, sides, sides)


@given(boxes, boxes)
def test_the_common_part_lies_in_both(one: Box, two: Box) -> None:
    common = one.intersect(two)
    assert common.area <= min(one.area, two.area) + 1e-6
    assert common.area == two.intersect(one).area


@given(boxes, boxes)
def test_the_union_holds_both(one: Box, two: Box) -> None:
    both = one.union(two)
    assert both.intersect(one) == one
    assert both.area + 1e-6 >= max(one.area, two.area)


@given(boxes, boxes)
def test_overlap_is_a_share_and_symmetric(one: Box, two: Box) -> None:
    assert 0.0 <= one.iou(two) <= 1.0 + 1e-9
    assert abs(one.iou(two) - two.iou(one)) < 1e-9
    assert 0.0 <= one.covered_by(two) <= 1.0 + 1e-9


@given(boxes)
def test_a_box_with_area_overlaps_itself_fully(box: Box) -> None:
    if box.area > 1e-6:
        assert abs(box.iou(box) - 1) < 1e-9
        assert box.covered_by(box.expand(1)) == 1


@given(boxes, st.floats(0, 50))
def test_growing_and_shrinking_undo_each_other(box: Box, by: float) -> None:
    back = box.expand(by).expand(-by)
    assert all(abs(a - b) < 1e-6 for a, b in zip(back, box, strict=True))


@given(st.lists(boxes, max_size=6))
def test_the_bounding_box_holds_all(some: list[Box]) -> None:
    whole = bounding(some)
    assert (whole is None) == (not some)
    assert all(whole is not None and whole.union(box) == whole for box in some)
