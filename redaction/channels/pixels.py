"""Ink that survives as pixels: showing through a cover, or intact in the image below a shape.

Nothing here reads what survives; it only decides that strokes do.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np
from pypdfium2 import raw

from redaction.evidence import Evidence, Trace
from redaction.geometry import Box
from redaction.ink import Gray, grey
from redaction.labels import BLOCKS
from redaction.model import Certainty, Channel, Raster, Source
from redaction.rendering import draw
from redaction.scene import ShapeKind
from redaction.smears import may_be_smeared, smears

PICTURE = 0.03
"""Of the page; smaller pictures are logos."""
FINEST = 2400
"""Pixels of the long side of a page that is drawn in a picture's own resolution."""


def see_through(page: Evidence) -> Iterator[Trace]:
    """A half-transparent cover or a weak marker: print is darker than the dark around it."""
    for shape in page.veils:
        if page.level(shape.box) < 150 and page.structure(page.without_covers, shape.box) > 0.02:
            yield Trace(shape.box.intersect(page.frame.page), Source.VECTOR, Channel.SEE_THROUGH)
    for patch in page.patches:
        if not _typed(page, patch.box) and survives(page.sheet.gray, patch.box.scale(page.sheet.scale), page.sheet.scale):
            source, box = page.source_of(patch)
            yield Trace(box, source, Channel.SEE_THROUGH, Certainty.WEAK)


def _typed(page: Evidence, box: Box) -> bool:
    """Set in block characters, which show seams: nothing lies beneath them."""
    blocks = page.characters.boxes[page.visible & np.isin(page.characters.codes, BLOCKS)]
    x, y = blocks.reshape(-1, 2, 2).mean(axis=1).T
    return int(((x > box.x0) & (x < box.x1) & (y > box.top) & (y < box.bottom)).sum()) >= 2


def survives(gray: Gray, box: Box, unit: float) -> bool:
    """Whether strokes can be told from the dark around them inside a pixel box: energy at the scale of strokes, well above noise,
    in streaks that are connected, and away from the edges."""
    inset = max(2.0, 0.16 * min(box.width, box.height))
    x0, y0, x1, y1 = (round(v) for v in box.expand(-inset))
    part = gray[max(0, y0) : y1, max(0, x0) : x1]
    if part.size < 120 or min(part.shape) < 5:
        return False
    smooth = cv2.GaussianBlur(part, (0, 0), 0.7)
    ground = cv2.morphologyEx(smooth, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    strokes = cv2.subtract(ground, smooth).astype(np.float64)
    # noise raises both estimates; dense print one of them at most
    above = max(0.0, float(np.percentile(part.astype(np.float64) - ground, 96)))
    typical = float(np.percentile(np.abs(part.astype(np.float64) - smooth), 25))
    level = max(8.0, min(4.0 * above, 6.0 * typical), 0.4 * float(np.percentile(strokes, 99)))
    marked = np.asarray(strokes > level, dtype=np.uint8)
    share = float(marked.mean())
    if not 0.03 < share < 0.6 or float(ground.std()) > 0.45 * float(strokes[marked > 0].mean()):
        return False  # next to nothing, or something uneven by itself: a dark object, a shadow
    _, _, stats, _ = cv2.connectedComponentsWithStats(marked, connectivity=8)
    large = int((stats[1:, cv2.CC_STAT_AREA] >= max(6.0, 1.6 * unit * unit)).sum())
    return large >= max(3, round(box.width / max(1.0, box.height) * 0.35))


def image_pixels(page: Evidence) -> Iterator[Trace]:
    """Pixels of a scan or picture intact under a shape: take the covers away and look whether something is drawn there."""
    if (beneath := page.beneath) is not None:
        for patch in page.patches:
            source, box = page.source_of(patch)
            if page.structure(beneath, box) > 0.02 and _lettered(beneath, page, box):
                yield Trace(box, source, Channel.IMAGE_PIXELS)
    if not page.covers:
        return
    for patch in page.patches:
        source, box = page.source_of(patch)
        if source not in (Source.VECTOR, Source.IMAGE) or _text_under(page, box):
            continue
        if (_over_image(page, box) and page.structure(page.without_covers, box) > 0.02) or (
            _over_paths(page, box) and _lettered(page.without_covers, page, box)
        ):
            yield Trace(box, source, Channel.IMAGE_PIXELS)
    for shape in page.whitened:
        if _paper_under(page, shape.box) and _lettered(page.without_covers, page, shape.box):
            yield Trace(shape.box, Source.VECTOR, Channel.IMAGE_PIXELS)


def _paper_under(page: Evidence, box: Box) -> bool:
    """Without the covers there is paper with something on it: no photo, no coloured ground."""
    raster = page.without_covers
    x0, y0, x1, y1 = (round(v * raster.scale) for v in box.intersect(page.frame.page))
    part = raster.pixels[y0:y1, x0:x1]
    return bool(part.size) and float(np.median(part)) >= 190


def pixelated(page: Evidence) -> Iterator[Trace]:
    """Mosaic or blur in a picture that the page shows, looked at in about the picture's own resolution."""
    whole = page.frame.page
    pictures = [s for s in page.scene.shapes if s.kind is ShapeKind.IMAGE and s.box.intersect(whole).area > PICTURE * whole.area]
    if not pictures or not may_be_smeared(page.sheet):
        return
    finest = max(_pixels_across(shape.handle) / max(shape.box.width, shape.box.height, 1.0) for shape in pictures)
    raster = draw(page.page, min(max(page.raster.scale, finest), FINEST / max(whole.width, whole.height)), page.user_unit)
    for smear in smears(grey(raster), raster.scale, page.sheet):
        if any(smear.box.covered_by(shape.box) > 0.9 for shape in pictures):
            yield Trace(smear.box, Source.IMAGE, Channel.PIXELATED, Certainty.WEAK)


def _pixels_across(handle: Any) -> int:
    """Pixels of an image object's long side."""
    width, height = ctypes.c_uint(), ctypes.c_uint()
    return max(width.value, height.value) if raw.FPDFImageObj_GetImagePixelSize(handle, width, height) else 0


def _over_image(page: Evidence, box: Box) -> bool:
    covers = {shape.order for shape in page.covers}
    return any(
        shape.kind is ShapeKind.IMAGE and shape.order not in covers and shape.box.intersect(box).area > 0.2 * box.area
        for shape in page.scene.shapes
    )


def _over_paths(page: Evidence, box: Box) -> bool:
    """Something small was drawn there before the covers: letters may be outlines."""
    covers = {shape.order for shape in page.covers}
    last = max(covers, default=0)
    return any(
        shape.order < last
        and shape.order not in covers
        and shape.kind is ShapeKind.PATH
        and shape.box.intersect(box).area > 0
        and shape.box.area < 4 * box.area
        for shape in page.scene.shapes
    )


def _lettered(raster: Raster, page: Evidence, box: Box) -> bool:
    """The page drawn without its covers has several separate marks there, as high as letters and with paper around: no rules, no cells."""
    x0, y0, x1, y1 = (round(v * raster.scale) for v in box.expand(-0.5).intersect(page.frame.page))
    part = cv2.cvtColor(np.ascontiguousarray(raster.pixels[y0:y1, x0:x1]), cv2.COLOR_RGB2GRAY) if y1 > y0 and x1 > x0 else None
    if part is None or part.size < 60:
        return False
    marks = np.asarray(np.abs(part.astype(np.int16) - int(np.median(part))) > 60, dtype=np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(marks, connectivity=8)
    high, wide = stats[1:, cv2.CC_STAT_HEIGHT], stats[1:, cv2.CC_STAT_WIDTH]
    letters = (high >= 3.0 * raster.scale) & (high <= 30.0 * raster.scale) & (wide <= 3 * high) & (high < 0.98 * part.shape[0])
    return int(letters.sum()) >= 3


def _text_under(page: Evidence, box: Box) -> bool:
    """Painted text lies there: that is the text layer's own leak."""
    return any(not run.invisible and run.letters and run.box.covered_by(box.expand(1)) > 0.5 for run in page.runs)
