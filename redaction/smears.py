"""Mosaic and blur: patches where print was smeared instead of covered. Often reversible, so they count as a weak leak.

A mosaic is a patch of flat grey cells whose edges all fall on one grid; a blur is a soft grey bar in a line of otherwise sharp print.
A pale row of a table with sharp print is neither: what is smeared is grey, what is shaded is paper with letters on it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from redaction.blobs import Sheet
from redaction.geometry import Box
from redaction.ink import Gray

LARGEST = 2600
"""Pixels of the long side up to which a picture is looked at in its own resolution."""


@dataclass(frozen=True, slots=True)
class Smear:
    """One smeared place, in points."""

    box: Box
    mosaic: bool


def smears(gray: Gray, scale: float, sheet: Sheet) -> list[Smear]:
    """Smeared places of a page picture. `gray` is the picture at full resolution, `scale` its pixels per point."""
    if max(gray.shape) > LARGEST:
        return []
    unit, relative = sheet.unit * scale / sheet.scale, _relative(gray, sheet)
    found = []
    for x, y, w, h in _soft_places(gray, relative, unit, sheet, scale):
        part, tint = gray[y : y + h, x : x + w], relative[y : y + h, x : x + w]
        mosaic = float(((tint > 60) & (tint < 212)).mean()) >= 0.14 and _gridded(part, 0) and _gridded(part, 1)
        if mosaic and _one_ink(tint):
            continue  # a heading in large coloured letters
        if mosaic or (float(tint.mean()) <= 230 and _blurred(part) and _in_sharp_line(gray, x, y, w, h)):
            found.append(Smear(_grown(relative, (x, y, w, h), round(5 * unit)).scale(1 / scale), mosaic))
    return found


def may_be_smeared(sheet: Sheet) -> bool:
    """Whether a picture is worth a finer look, told at the sheet's own resolution."""
    return any(True for _ in _soft_places(sheet.gray, sheet.relative, sheet.unit, sheet, sheet.scale))


def _relative(gray: Gray, sheet: Sheet) -> Gray:
    """Grey levels over those of the paper."""
    if sheet.relative is sheet.gray:  # white paper
        return gray
    paper = cv2.divide(np.maximum(sheet.gray, 1), np.maximum(sheet.relative, 1), scale=255)
    paper = cv2.resize(np.maximum(paper, 24), (gray.shape[1], gray.shape[0]))
    return np.asarray(cv2.divide(gray, paper, scale=255), dtype=np.uint8)


def _soft_places(gray: Gray, relative: Gray, unit: float, sheet: Sheet, scale: float) -> Iterator[tuple[int, int, int, int]]:
    """Patches of middle grey about as high as a line, on paper: x, y, width, height in pixels."""
    middle = cv2.inRange(relative, 61, 239)
    side = max(5, round(2.6 * unit)) | 1
    soft = cv2.morphologyEx(middle, cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    if not soft.any():
        return
    soft = cv2.morphologyEx(soft, cv2.MORPH_CLOSE, np.ones((side, 2 * side + 1), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(soft, connectivity=8)
    order = np.argsort(-stats[1:, cv2.CC_STAT_AREA])[:60] + 1
    for x, y, w, h, area in stats[order].tolist():
        if not (5 * unit <= h <= 60 * unit and w >= max(14 * unit, 1.2 * h) and w < 0.8 * gray.shape[1] and area >= 0.5 * w * h):
            continue
        part = gray[y : y + h, x : x + w]
        edge = max(2, round(0.16 * min(w, h)))
        smooth_print = 110 <= float(relative[y : y + h, x : x + w].mean()) <= 238 and float(part[edge:-edge, edge:-edge].std()) >= 7
        rim = np.concatenate([relative[y : y + edge, x : x + w].ravel(), relative[y + h - edge : y + h, x : x + w].ravel()])
        if float(np.median(rim)) < 140:
            continue  # a grey header with light print
        if smooth_print and _on_paper(relative, (x, y, w, h), unit) and not _coloured(sheet, Box(x, y, x + w, y + h).scale(1 / scale)):
            yield x, y, w, h


def _grown(relative: Gray, place: tuple[int, int, int, int], most: int) -> Box:
    """The place with the pale cells at its rim."""
    x, y, w, h = place
    tinted = relative < 248
    top, bottom, left, right = y, y + h, x, x + w
    while top > max(0, y - most) and float(tinted[top - 1, left:right].mean()) > 0.15:
        top -= 1
    while bottom < min(relative.shape[0], y + h + most) and float(tinted[bottom, left:right].mean()) > 0.15:
        bottom += 1
    while left > max(0, x - most) and float(tinted[top:bottom, left - 1].mean()) > 0.15:
        left -= 1
    while right < min(relative.shape[1], x + w + most) and float(tinted[top:bottom, right].mean()) > 0.15:
        right += 1
    return Box(left, top, right, bottom)


def _on_paper(relative: Gray, place: tuple[int, int, int, int], unit: float) -> bool:
    """Paper all around: not part of a picture or a shaded table."""
    x, y, w, h = place
    near, far = round(1.5 * unit) + 1, round(4 * unit) + 2
    y0, y1, x0, x1 = max(0, y - far), y + h + far, max(0, x - far), x + w + far
    ring = relative[y0:y1, x0:x1]
    mask = np.ones(ring.shape, np.bool_)
    mask[max(0, y - near - y0) : y + h + near - y0, max(0, x - near - x0) : x + w + near - x0] = False
    values = ring[mask]
    return bool(values.size and float((values > 236).mean()) > 0.72)


def _coloured(sheet: Sheet, box: Box) -> bool:
    return float((sheet.saturation[sheet.window(box)] > 40).mean()) > 0.25


def _gridded(part: Gray, axis: int) -> bool:
    """Nearly all change along an axis happens at a few places that lie on one regular grid."""
    change = np.abs(np.diff(part.astype(np.int16), axis=axis)).mean(axis=1 - axis)
    if len(change) < 8 or change.max() < 4:
        return False
    peaks = np.nonzero(change > 0.3 * float(np.percentile(change, 98)))[0]
    if len(peaks) > 0.45 * len(change) or float((change < 0.22 * change.max()).mean()) < 0.5:
        return False
    gaps = np.diff(peaks)
    gaps = gaps[gaps > 2]
    if not len(gaps):
        return len(change) < 40  # one line of cells may have a single inner edge
    cell = float(np.median(gaps[gaps <= np.median(gaps)]))
    misfit = np.abs(gaps / cell - np.round(gaps / cell))
    return bool(cell >= 3 and float((misfit < 0.26).mean()) >= 0.8)


def _one_ink(tint: Gray) -> bool:
    """Bare paper, and nearly all that is not paper of one level: letters, not the cells of a mosaic."""
    inked = tint[tint < 212]
    even = len(inked) > 0 and float((np.abs(inked.astype(np.int16) - int(np.median(inked))) <= 16).mean()) >= 0.6
    return even and float((tint >= 250).mean()) >= 0.35


def _blurred(part: Gray) -> bool:
    """Soft everywhere: no step from one pixel to the next is worth mentioning, yet the grey comes and goes."""
    steps = np.concatenate([np.abs(np.diff(part.astype(np.int16), axis=0)).ravel(), np.abs(np.diff(part.astype(np.int16), axis=1)).ravel()])
    return float(np.percentile(steps, 97)) <= 14 and float(part.std()) >= 12


def _in_sharp_line(gray: Gray, x: int, y: int, w: int, h: int) -> bool:
    """Print to the left or right, on the same line, is sharp."""
    steps: list[npt.NDArray[np.int16]] = []
    for x0, x1 in ((max(0, x - 6 * h), max(0, x - h // 3)), (x + w + h // 3, x + w + 6 * h)):
        part = gray[y : y + h, x0:x1]
        if part.shape[1] > 4:
            steps.append(np.abs(np.diff(part.astype(np.int16), axis=1)).ravel())
    joined = np.concatenate(steps) if steps else np.zeros(1, np.int16)
    return float(np.percentile(joined, 97)) >= 45
