"""Painting regions solid, slightly grown, before anything reads or keeps a page's pixels."""

from __future__ import annotations

from collections.abc import Iterable

import cv2
import numpy as np

from redaction.model import Pixels, Raster, Region

GROWN = 0.8
"""Points by which a region is painted larger than it is, so that blurred edges go too."""


def paint(raster: Raster, regions: Iterable[Region], grown: float = GROWN, *, as_paper: bool = False) -> Raster:
    """A copy of the raster with every region painted black. Regions are in displayed points; `grown` in points.

    `as_paper`: in the colour of the paper around it, for engines that take print beside a black box for a part of a drawing.
    """
    pixels = np.array(raster.pixels, dtype=np.uint8, order="C")
    height, width = pixels.shape[:2]
    for region in regions:
        box = region.box.expand(grown)
        x0, y0 = int(np.floor(box.x0 * raster.scale)), int(np.floor(box.top * raster.scale))
        x1, y1 = int(np.ceil(box.x1 * raster.scale)), int(np.ceil(box.bottom * raster.scale))
        left, top, right, bottom = max(0, x0), max(0, y0), min(width, x1), min(height, y1)
        colour = _paper(raster.pixels, left, top, right, bottom) if as_paper else (0, 0, 0)
        cv2.rectangle(pixels, (left, top), (right - 1, bottom - 1), colour, -1)
    return Raster(pixels, raster.scale)


def _paper(pixels: Pixels, left: int, top: int, right: int, bottom: int) -> tuple[int, int, int]:
    """The colour of most of the light pixels in a frame around a box."""
    wide = 2 + (bottom - top) // 3
    above, below = pixels[max(0, top - wide) : top, left:right], pixels[bottom : bottom + wide, left:right]
    around = np.concatenate([above.reshape(-1, 3), below.reshape(-1, 3)])
    if not len(around):
        return 255, 255, 255
    red, green, blue = np.percentile(around, 75, axis=0).astype(int).tolist()
    return red, green, blue
