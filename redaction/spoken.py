"""Labels that are pixels: a dark box in a picture with REDACTED printed on it in light letters is a blackout, not a header.

What the letters say is asked of a reader that is passed in. A box that says so is painted solid, letters and all, so that from then
on it is judged like any other; a header, a button or a table's title stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from redaction.blobs import DARK, Patch, Sheet
from redaction.geometry import Box
from redaction.ink import Gray
from redaction.labels import says_blackout
from redaction.model import Raster

Read = Callable[[Sequence[Gray]], Sequence[str]]
"""Pictures of light-on-dark print, made dark on light and of one letter height, in; what stands on each out, "" for nothing."""

LETTER = 26
"""Pixels of the height that letters are brought to before they are read."""
_MOST = 40
_LOWEST, _HIGHEST = 5.5, 90.0  # units
_INK = (0.005, 0.6)  # share of the box that is light: letters, not specks or a picture


@dataclass(frozen=True, slots=True)
class _Cover:
    """A dark box: its window in the sheet, what lies well inside it, and its light letters."""

    rows: slice
    columns: slice
    inside: Gray
    letters: Gray


def labelled_covers(sheet: Sheet, patches: Iterable[Patch], read: Read, spoken_for: Callable[[Box], bool]) -> tuple[Patch, ...]:
    """Dark patches whose print says that they are blackouts; `spoken_for`: what is printed in a box is known already."""
    covers: list[tuple[Patch, _Cover]] = []
    for patch in patches:
        if len(covers) < _MOST and _may_be_labelled(sheet, patch) and not spoken_for(patch.box):
            cover = _cover(sheet, patch)
            if cover is not None:
                covers.append((patch, cover))
    said = read([_legible(sheet, cover) for _, cover in covers]) if covers else ()
    return tuple(patch for (patch, _), text in zip(covers, said, strict=True) if says_blackout(text))


def painted_over(sheet: Sheet, boxes: Sequence[Box]) -> Raster:
    """The sheet's picture with the labels of these boxes painted in their boxes' own colour."""
    pixels = np.array(sheet.pixels, dtype=np.uint8, order="C")
    for box in boxes:
        rows, columns = sheet.window(box)
        mask = _filled(sheet, rows, columns)
        part = pixels[rows, columns]
        dark = part[(sheet.relative[rows, columns] < DARK) & (mask > 0)]
        if len(dark):
            part[mask > 0] = np.median(dark, axis=0).astype(np.uint8)
    return Raster(pixels, sheet.scale)


def _may_be_labelled(sheet: Sheet, patch: Patch) -> bool:
    """A dark rectangle of a blackout's size with a few light letters well inside it, on paper."""
    return (
        _LOWEST <= patch.short <= _HIGHEST
        and patch.long >= 1.2 * patch.short
        and patch.fill + patch.holes >= 0.8
        and _INK[0] <= patch.light <= _INK[1]
        and patch.letters >= 2
        and patch.ring >= 0.5
        and patch.box.width <= 0.9 * sheet.page.width
        and patch.box.area <= 0.25 * sheet.page.area
    )


def _cover(sheet: Sheet, patch: Patch) -> _Cover | None:
    rows, columns = sheet.window(patch.box)
    mask = _filled(sheet, rows, columns)
    if float(mask.mean()) < 0.5:
        return None
    inner = np.asarray(cv2.erode(mask, np.ones((5, 5), np.uint8), borderType=cv2.BORDER_CONSTANT, borderValue=0), dtype=np.uint8)
    letters = np.asarray((sheet.relative[rows, columns] >= DARK) & (inner > 0), dtype=np.uint8)
    return _Cover(rows, columns, inner, letters) if letters.any() else None


def _filled(sheet: Sheet, rows: slice, columns: slice) -> Gray:
    """The outline of the dark body in a window, with what it encloses."""
    dark = np.asarray(sheet.relative[rows, columns] < DARK, dtype=np.uint8)
    contours, _ = cv2.findContours(dark, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    mask = np.zeros_like(dark)
    if contours:
        cv2.drawContours(mask, [max(contours, key=cv2.contourArea)], -1, 1, -1)
    return mask


def _legible(sheet: Sheet, cover: _Cover) -> Gray:
    """The box's print, dark on light, its letters LETTER pixels high, with a margin."""
    left, top, width, height = cv2.boundingRect(cover.letters)
    around = slice(max(0, top - 2), top + height + 2), slice(max(0, left - 2), left + width + 2)
    gray, inside = sheet.gray[cover.rows, cover.columns][around], cover.inside[around] > 0
    low, high = np.percentile(gray[inside], (5, 99))
    stretched = np.clip((high - gray.astype(np.float32)) * (255.0 / max(1.0, float(high - low))), 0, 255)
    plain = np.where(inside, stretched, 255).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(cover.letters, connectivity=8)
    heights = stats[1:, cv2.CC_STAT_HEIGHT]
    letter = float(np.percentile(heights[heights >= 3], 70)) if (heights >= 3).any() else float(height)
    factor = float(np.clip(LETTER / letter, 0.5, 8.0))
    larger = cv2.resize(plain, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
    return np.asarray(cv2.copyMakeBorder(larger, 12, 12, 16, 16, cv2.BORDER_CONSTANT, value=255), dtype=np.uint8)
