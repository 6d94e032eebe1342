"""Painting regions solid, slightly grown, before anything reads or keeps a page's pixels."""

from __future__ import annotations

from collections.abc import Iterable

import cv2
import numpy as np

from redaction.model import Raster, Region

GROWN = 0.8
"""Points by which a region is painted larger than it is, so that blurred edges go too."""


def paint(raster: Raster, regions: Iterable[Region], grown: float = GROWN) -> Raster:
    """A copy of the raster with every region painted black. Regions are in displayed points; `grown` in points."""
    pixels = np.array(raster.pixels, dtype=np.uint8, order="C")
    height, width = pixels.shape[:2]
    for region in regions:
        box = region.box.expand(grown)
        x0, y0 = int(np.floor(box.x0 * raster.scale)), int(np.floor(box.top * raster.scale))
        x1, y1 = int(np.ceil(box.x1 * raster.scale)), int(np.ceil(box.bottom * raster.scale))
        cv2.rectangle(pixels, (max(0, x0), max(0, y0)), (min(width, x1) - 1, min(height, y1) - 1), (0, 0, 0), -1)
    return Raster(pixels, raster.scale)
