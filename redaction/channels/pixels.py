"""Ink that survives as pixels: showing through a cover, or intact in the image below a shape.

Nothing here reads what survives; it only decides that strokes do.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from redaction.evidence import Evidence, Trace
from redaction.geometry import Box
from redaction.ink import Gray
from redaction.model import Certainty, Channel, Source
from redaction.scene import ShapeKind


def see_through(page: Evidence) -> Iterator[Trace]:
    """A half-transparent cover or a weak marker: print is darker than the dark around it."""
    for shape in page.veils:
        if page.level(shape.box) < 150 and page.structure(page.without_covers, shape.box) > 0.02:
            yield Trace(shape.box.intersect(page.frame.page), Source.VECTOR, Channel.SEE_THROUGH)
    for patch in page.patches:
        if survives(page.gray, patch.box.scale(page.raster.scale), page.raster.scale):
            source, box = page.source_of(patch)
            yield Trace(box, source, Channel.SEE_THROUGH, Certainty.WEAK)


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
    if not page.covers:
        return
    for patch in page.patches:
        source, box = page.source_of(patch)
        asked = source in (Source.VECTOR, Source.IMAGE) and _over_image(page, box) and not _text_under(page, box)
        if asked and page.structure(page.without_covers, box) > 0.02:
            yield Trace(box, source, Channel.IMAGE_PIXELS)


def _over_image(page: Evidence, box: Box) -> bool:
    covers = {shape.order for shape in page.covers}
    return any(
        shape.kind is ShapeKind.IMAGE and shape.order not in covers and shape.box.intersect(box).area > 0.2 * box.area
        for shape in page.scene.shapes
    )


def _text_under(page: Evidence, box: Box) -> bool:
    """Painted text lies there: that is the text layer's own leak."""
    return any(not run.invisible and run.letters and run.box.covered_by(box.expand(1)) > 0.5 for run in page.runs)
