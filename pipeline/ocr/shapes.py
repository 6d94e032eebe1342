"""The separate shapes of ink on a page, found once and used for all that follows: dotted leaders, letters left unread."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.ocr.engine import Grey

_LETTER = 10.0  # pixels: shapes are looked for in a picture reduced so far, at a fraction of the time

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Shapes:
    """Boxes of connected ink in pixels of the picture; arrays of one length. `letter` is the x-height in pixels."""

    left: Numbers = field(repr=False)
    top: Numbers = field(repr=False)
    width: Numbers = field(repr=False)
    height: Numbers = field(repr=False)
    letter: float

    @property
    def centre(self) -> tuple[Numbers, Numbers]:
        return self.left + self.width / 2, self.top + self.height / 2

    def those(self, mask: npt.NDArray[np.bool_]) -> Shapes:
        return Shapes(self.left[mask], self.top[mask], self.width[mask], self.height[mask], self.letter)

    def __len__(self) -> int:
        return len(self.left)


def shapes_of(grey: Grey, letter: float) -> Shapes:
    """The shapes of a picture whose small letters are `letter` pixels high."""
    factor = min(1.0, _LETTER / letter)
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA) if factor < 0.9 else grey
    ink = cv2.threshold(small, 0, 1, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)[1]
    stats = np.asarray(cv2.connectedComponentsWithStats(ink, connectivity=8, ltype=cv2.CV_32S)[2], dtype=np.float64)[1:]
    across, down = grey.shape[1] / small.shape[1], grey.shape[0] / small.shape[0]
    return Shapes(stats[:, 0] * across, stats[:, 1] * down, stats[:, 2] * across, stats[:, 3] * down, letter)
