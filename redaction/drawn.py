"""Look-alikes that a PDF page's own shapes give away: bars of a progress or stacked chart, swatches of a legend, boxes to tick.

They are told by the shapes next to them, which a blackout does not have. Whoever has hidden text under it is a blackout all the same.
"""

from __future__ import annotations

from collections.abc import Sequence

from redaction.blobs import Patch
from redaction.geometry import Box
from redaction.scene import Shape, ShapeKind

NEAR = 1.2
"""Points by which edges that belong together may differ."""


def is_drawing(patch: Patch, shapes: Sequence[Shape]) -> bool:
    """The patch is one bar, swatch or box of a drawing made of shapes."""
    own = max((shape for shape in shapes if shape.kind is ShapeKind.PATH), key=lambda shape: shape.box.iou(patch.box), default=None)
    if own is None or own.box.iou(patch.box) < 0.6:
        return False
    others = [s for s in shapes if s is not own and s.kind is ShapeKind.PATH and _pale(s) and s.box.width > 3 and s.box.height > 3]
    small = patch.long <= 2.4 * patch.short
    return any(_in_a_track(own.box, s) or _next_in_a_stack(own.box, s) or (small and _same_size(own.box, s.box)) for s in others)


def _pale(shape: Shape) -> bool:
    """Only outlined, or filled in a lighter colour."""
    return shape.fill is None or 0.299 * shape.fill[0] + 0.587 * shape.fill[1] + 0.114 * shape.fill[2] > 90


def _level(one: Box, two: Box) -> bool:
    return abs(one.top - two.top) < NEAR and abs(one.bottom - two.bottom) < NEAR


def _in_a_track(own: Box, other: Shape) -> bool:
    """The other shape goes on to the right at the same height: what is still to be done."""
    return _level(own, other.box) and abs(own.x0 - other.box.x0) < NEAR and other.box.width > 1.05 * own.width


def _next_in_a_stack(own: Box, other: Shape) -> bool:
    white = other.fill is not None and min(other.fill[:3]) > 245
    return _level(own, other.box) and other.fill is not None and not white and abs(own.x1 - other.box.x0) < NEAR


def _same_size(own: Box, other: Box) -> bool:
    """As large, somewhere else on the same row or in the same column."""
    if abs(own.width - other.width) > NEAR or abs(own.height - other.height) > NEAR or own.intersect(other).area > 0:
        return False
    return abs(own.top - other.top) < NEAR or abs(own.x0 - other.x0) < NEAR
