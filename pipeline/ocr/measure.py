"""What the preparation must know of a page: how high its letters are, how far it is skewed, whether it is dark.

All of it is measured on small or sampled pixels: together a few hundredths of a second a page.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.ocr.engine import Grey

THUMB = 900  # about the longest side in pixels for the skew; finer pixels change the angle by less than 0.1 degrees
_POINTS = 16_000  # of ink are enough for an angle
MAX_SKEW = 12.0  # degrees
_LEAST_LETTER = 5  # pixels; nobody can read smaller ones
_SAMPLE = 1_200_000  # pixels; letters of larger pages are measured where most ink is


def is_dark(grey: Grey) -> bool:
    """Light letters on a dark ground, as in a screenshot in night mode."""
    small = grey[:: max(1, grey.shape[0] // 256), :: max(1, grey.shape[1] // 256)]
    return bool(np.median(small) < 100 and np.percentile(small, 25) < 80)


def is_blank(grey: Grey) -> bool:
    """No ink at all: nothing stands out from its surroundings."""
    small = np.ascontiguousarray(grey[::2, ::2])
    return not bool((cv2.absdiff(small, cv2.medianBlur(small, 5)) > 24).any())


def letter_height(grey: Grey) -> float | None:
    """Height in pixels of an ordinary small letter (x-height); None where there is too little ink to tell."""
    part = _inkiest(grey, max(64, _SAMPLE // grey.shape[1]))
    ink = cv2.threshold(part, 0, 1, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)[1]
    stats = cv2.connectedComponentsWithStats(ink, connectivity=8, ltype=cv2.CV_32S)[2][1:]
    heights, widths, areas = stats[:, cv2.CC_STAT_HEIGHT], stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_AREA]
    letters = (heights >= _LEAST_LETTER) & (heights <= 160) & (widths <= 3 * heights) & (heights <= 8 * widths)
    letters &= areas >= 0.15 * heights * widths
    chosen = heights[letters]
    specks = len(heights) - np.count_nonzero(heights >= _LEAST_LETTER)
    if len(chosen) < 25 or specks > 15 * len(chosen):
        return None
    return float(np.percentile(chosen, 40))


def _inkiest(grey: Grey, rows: int) -> Grey:
    """The band of that many rows that holds most ink: sparse pages are blank nearly everywhere."""
    if grey.shape[0] <= rows:
        return grey
    small = grey[::4, ::4]
    ink = (small < 0.7 * float(np.median(small))).sum(axis=1)
    band = max(1, rows // 4)
    sums = np.convolve(np.minimum(ink, small.shape[1] // 3), np.ones(band), mode="valid")  # rules and bars count little
    top = 4 * int(np.argmax(sums))
    return grey[top : top + rows]


def skew(grey: Grey) -> float:
    """Degrees by which the lines of text fall to the right (clockwise); 0.0 where no angle stands out.

    The sharpest row profile wins: ink summed along lines at each angle, first by whole degrees, then by tenths.
    """
    times = max(1, round(max(grey.shape) / THUMB))  # whole steps: far quicker than to the very pixel
    size = (max(1, grey.shape[1] // times), max(1, grey.shape[0] // times))
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA) if times > 1 else grey
    half = np.ascontiguousarray(cv2.dilate(small, np.ones((5, 5), np.uint8))[::2, ::2])
    ground = cv2.resize(cv2.medianBlur(half, 11), (small.shape[1], small.shape[0]), interpolation=cv2.INTER_LINEAR)
    ink = cv2.subtract(ground, small)
    ys, xs = np.nonzero(ink > 48)
    if len(xs) < 200:
        return 0.0
    if len(xs) > _POINTS:
        keep = np.linspace(0, len(xs) - 1, _POINTS).astype(int)
        ys, xs = ys[keep], xs[keep]
    coarse = np.arange(-MAX_SKEW, MAX_SKEW + 0.5, 0.5)
    best, score = _sharpest(xs, ys, coarse)
    if score < 1.05 * _sharpness(xs, ys, 0.0):
        return 0.0
    return _sharpest(xs, ys, np.arange(best - 0.5, best + 0.55, 0.1))[0]


def _sharpest(xs: npt.NDArray[np.int64], ys: npt.NDArray[np.int64], angles: npt.NDArray[np.float64]) -> tuple[float, float]:
    scores = [_sharpness(xs, ys, float(angle)) for angle in angles]
    best = int(np.argmax(scores))
    return float(angles[best]), scores[best]


def _sharpness(xs: npt.NDArray[np.int64], ys: npt.NDArray[np.int64], angle: float) -> float:
    radians = np.deg2rad(angle)
    rows = ys * np.cos(radians) - xs * np.sin(radians)
    profile = np.bincount((rows - rows.min()).astype(np.int64)).astype(np.float64)
    return float((np.diff(profile) ** 2).sum())
