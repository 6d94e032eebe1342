"""The ink-visible rule: a character of a text layer is on the page only if ink can be seen where it stands.

Contrast is the difference between the lightest and the darkest pixel of a 3x3 neighbourhood, so that a flat cover of any colour
shows none, and white letters on a black header show as much as black ones on white.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from redaction.model import Raster
from redaction.rendering import Floats

THRESHOLD = 22
"""Grey levels of contrast that count as ink: pale grey print on white has about 40, JPEG noise on flat paper below 15."""

Gray = npt.NDArray[np.uint8]
Sums = npt.NDArray[np.integer]


def grey(raster: Raster) -> Gray:
    """Luma, shape (height, width)."""
    return np.asarray(cv2.cvtColor(raster.pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8)


def contrast(gray: Gray) -> Gray:
    """Local contrast of each pixel, 0 to 255."""
    kernel = np.ones((3, 3), np.uint8)
    return np.asarray(cv2.subtract(cv2.dilate(gray, kernel), cv2.erode(gray, kernel)), dtype=np.uint8)


def summed(mask: Gray) -> Sums:
    """Summed-area table of a mask of zeros and ones, shape (height + 1, width + 1)."""
    return np.asarray(cv2.integral(mask))


def strokes(gray: Gray) -> Gray:
    """Mask of the pixels where ink can be seen, zeros and ones."""
    return np.asarray(cv2.threshold(contrast(gray), THRESHOLD, 1, cv2.THRESH_BINARY)[1], dtype=np.uint8)


def windows(boxes: Floats, scale: float, shape: tuple[int, ...], inset: float = 0.0) -> npt.NDArray[np.int64]:
    """Pixel windows (x0, y0, x1, y1) of displayed boxes, inset by a share of each side, at least one pixel, inside the picture."""
    height, width = shape[:2]
    dx = (boxes[:, 2] - boxes[:, 0]) * inset
    dy = (boxes[:, 3] - boxes[:, 1]) * inset
    x0 = np.clip(np.floor((boxes[:, 0] + dx) * scale), 0, max(0, width - 1))
    y0 = np.clip(np.floor((boxes[:, 1] + dy) * scale), 0, max(0, height - 1))
    x1 = np.clip(np.ceil((boxes[:, 2] - dx) * scale), x0 + 1, width)
    y1 = np.clip(np.ceil((boxes[:, 3] - dy) * scale), y0 + 1, height)
    return np.stack([x0, y0, x1, y1], 1).astype(np.int64)


def shares(table: Sums, window: npt.NDArray[np.int64]) -> Floats:
    """Share of set pixels in each window, 0 to 1."""
    x0, y0, x1, y1 = window.T
    total = table[y1, x1] - table[y0, x1] - table[y1, x0] + table[y0, x0]
    return np.asarray(total / np.maximum(1, (x1 - x0) * (y1 - y0)), dtype=np.float64)


def inked(raster: Raster, boxes: Floats, gray: Gray | None = None) -> npt.NDArray[np.bool_]:
    """For each displayed box whether ink is visible in its inner part. Boxes wholly outside the page show none."""
    if not len(boxes):
        return np.zeros(0, np.bool_)
    picture = grey(raster) if gray is None else gray
    table = summed(strokes(picture))
    inner = shares(table, windows(boxes, raster.scale, picture.shape, 0.2)) >= 0.04
    # a full stop or a dash is too small to be inset
    small = np.minimum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]) * raster.scale < 4.0
    whole = shares(table, windows(boxes, raster.scale, picture.shape)) > 0
    outside = (
        (boxes[:, 2] <= 0)
        | (boxes[:, 3] <= 0)
        | (boxes[:, 0] * raster.scale >= picture.shape[1])
        | (boxes[:, 1] * raster.scale >= picture.shape[0])
    )
    return np.asarray(np.where(small, whole, inner) & ~outside, dtype=np.bool_)
