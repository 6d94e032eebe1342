"""Photos of a page: its four corners found and made straight, its uneven light made even.

Only together do they pay: straightening alone makes shadows worse for the engine's threshold.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.ocr.engine import Grey
from pipeline.ocr.mapping import Matrix

MAX_SIDE = 2400  # pixels
_THUMB = 700
_LEAST_SHARE, _MOST_SHARE = 0.15, 0.97  # of the picture


@dataclass(frozen=True, slots=True)
class Straightened:
    """The page cut out; `matrix` maps pixels of the picture to pixels of `grey`."""

    grey: Grey
    matrix: Matrix


def straighten(grey: Grey) -> Straightened | None:
    """The page cut out of a photo, at most 2400 px on its longest side; None where no page stands out from its surroundings."""
    corners = page_corners(grey)
    if corners is None:
        return None
    left, right = np.linalg.norm(corners[3] - corners[0]), np.linalg.norm(corners[2] - corners[1])
    top, bottom = np.linalg.norm(corners[1] - corners[0]), np.linalg.norm(corners[2] - corners[3])
    height, width = float(max(left, right)), float(max(top, bottom))
    factor = min(1.0, MAX_SIDE / max(height, width))
    w, h = round(width * factor), round(height * factor)
    target = np.array([[0, 0], [w, 0], [w, h], [0, h]], dtype=np.float32)
    matrix = np.asarray(cv2.getPerspectiveTransform(corners.astype(np.float32), target), dtype=np.float64)
    cut = cv2.warpPerspective(grey, matrix, (w, h), flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE)
    return Straightened(np.asarray(cut, dtype=np.uint8), matrix)


def page_corners(grey: Grey) -> npt.NDArray[np.float64] | None:
    """Corners of a bright page on a darker ground: top left, top right, bottom right, bottom left; shape (4, 2)."""
    factor = min(1.0, _THUMB / max(grey.shape))
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    light = cv2.morphologyEx(cv2.GaussianBlur(small, (5, 5), 0), cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    mask = np.asarray(cv2.threshold(light, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[1], dtype=np.uint8)
    if not mask.any() or mask.all() or light[mask > 0].mean() - light[mask == 0].mean() < 40:
        return None
    outlines = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]
    outline = max(outlines, key=cv2.contourArea)
    share = cv2.contourArea(outline) / small.size
    if not _LEAST_SHARE <= share <= _MOST_SHARE:
        return None
    hull = cv2.convexHull(outline)
    length = cv2.arcLength(hull, True)
    for slack in (0.01, 0.02, 0.03, 0.05):
        shape = cv2.approxPolyDP(hull, slack * length, True).reshape(-1, 2)
        if len(shape) == 4:
            break
    else:
        return None
    if cv2.contourArea(shape) < 0.9 * cv2.contourArea(hull) or cv2.contourArea(outline) < 0.85 * cv2.contourArea(shape):
        return None
    return np.asarray(_ordered(shape.astype(np.float64)) / factor, dtype=np.float64)


def flatten(grey: Grey) -> Grey:
    """The light made even: every pixel divided by the brightness of the paper around it."""
    factor = min(1.0, 500 / max(grey.shape))
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((7, 7), np.uint8)), 31)
    ground = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(grey, np.maximum(ground, 1), scale=255), dtype=np.uint8)


def is_uneven(grey: Grey) -> bool:
    """Whether the paper's brightness varies so much over the page that the light should be made even."""
    factor = min(1.0, 200 / max(grey.shape))
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((5, 5), np.uint8)), 11)
    low, high = np.percentile(paper, (10, 90))
    return bool(high - low > 35)


def _ordered(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    total, difference = points.sum(axis=1), points[:, 0] - points[:, 1]
    order = [int(np.argmin(total)), int(np.argmax(difference)), int(np.argmax(total)), int(np.argmin(difference))]
    return np.asarray(points[order], dtype=np.float64)
