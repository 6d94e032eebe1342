"""Boxes on a page, in points (1/72 inch) from the top left of the page as displayed, after rotation.

       x0        x1
  top  +---------+
       |         |      x grows to the right, top grows downwards
bottom +---------+
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Box(NamedTuple):
    """An axis-parallel rectangle; empty when it has no width or no height."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def width(self) -> float:
        return max(0.0, self.x1 - self.x0)

    @property
    def height(self) -> float:
        return max(0.0, self.bottom - self.top)

    @property
    def area(self) -> float:
        return self.width * self.height

    @property
    def centre(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2

    def intersect(self, other: Box) -> Box:
        """The common part; an empty box where there is none."""
        x0, top = max(self.x0, other.x0), max(self.top, other.top)
        return Box(x0, top, max(x0, min(self.x1, other.x1)), max(top, min(self.bottom, other.bottom)))

    def union(self, other: Box) -> Box:
        """The smallest box that holds both."""
        return Box(min(self.x0, other.x0), min(self.top, other.top), max(self.x1, other.x1), max(self.bottom, other.bottom))

    def expand(self, by: float) -> Box:
        """Grown by `by` points on every side (shrunk when negative)."""
        return Box(self.x0 - by, self.top - by, self.x1 + by, self.bottom + by)

    def scale(self, factor: float) -> Box:
        return Box(self.x0 * factor, self.top * factor, self.x1 * factor, self.bottom * factor)

    def covered_by(self, other: Box) -> float:
        """Share of this box's area inside the other, 0 to 1; 0 for an empty box."""
        return self.intersect(other).area / self.area if self.area else 0.0

    def iou(self, other: Box) -> float:
        """Intersection over union, 0 to 1."""
        common = self.intersect(other).area
        whole = self.area + other.area - common
        return common / whole if whole else 0.0

    def contains_point(self, x: float, y: float) -> bool:
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom

    def rounded(self) -> Box:
        """To a tenth of a point, the precision of every output."""
        return Box(*(round(float(v), 1) for v in self))


def bounding(boxes: Iterable[Box]) -> Box | None:
    """The smallest box that holds all of them; None where there are none."""
    result: Box | None = None
    for box in boxes:
        result = box if result is None else result.union(box)
    return result
