"""Small older pictures of a page: whether a preview shows something where the page has a blackout."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from redaction import ink
from redaction.geometry import Box
from redaction.model import Pixels, Raster, Region

INK = 0.02
"""Share of pixels with contrast from which something is written in a box."""


def stale_places(preview: Image.Image, raster: Raster, regions: Iterable[Region]) -> Iterator[Region]:
    """Dark regions where the preview is much lighter than the page although it agrees with it elsewhere.

    The page is shrunk to the preview's size, and only pixels that are wholly black then are compared.
    """
    old = np.asarray(preview.convert("L"), dtype=np.uint8)
    new = shrunk(raster.pixels, old.shape[1], old.shape[0])
    if old.shape[0] < 16 or old.shape[1] < 16:
        return
    scale = old.shape[1] / raster.width_pt, old.shape[0] / raster.height_pt
    difference = np.abs(old.astype(np.int16) - new.astype(np.int16))
    ordinary = float(np.median(difference)) + 1.4 * float(np.median(np.abs(difference - np.median(difference))))
    if ordinary > 45:
        return  # not a picture of this page
    for region in regions:
        x0, x1 = region.box.x0 * scale[0], region.box.x1 * scale[0]
        y0, y1 = region.box.top * scale[1], region.box.bottom * scale[1]
        columns = slice(round(x0), max(round(x0) + 1, round(x1)))
        rows = slice(round(y0), max(round(y0) + 1, round(y1)))
        core = new[rows, columns] < 70
        if core.any() and float((old[rows, columns].astype(np.int16) - new[rows, columns])[core].mean()) > 60:
            yield region


def shrunk(pixels: Pixels, width: int, height: int) -> Pixels:
    """A grey thumbnail of exactly this size."""
    gray = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    return np.asarray(cv2.resize(gray, (max(1, width), max(1, height)), interpolation=cv2.INTER_AREA), dtype=np.uint8)


def outside(shape: tuple[int, ...], regions: Iterable[Region], scale: float) -> npt.NDArray[np.bool_]:
    """Where a picture of `shape` (`scale` pixels a point) has no blackout, nor its edge."""
    mask = np.ones(shape, np.bool_)
    for region in regions:
        box = region.box.expand(2).scale(scale)
        mask[max(0, int(box.top)) : int(box.bottom) + 2, max(0, int(box.x0)) : int(box.x1) + 2] = False
    return mask


def resembles(picture: Image.Image, raster: Raster, regions: Iterable[Region]) -> bool:
    """Whether a picture is the whole page, but for its blackouts: same proportions, the same print in the same places."""
    if min(picture.size) < 24:
        return False
    ratio = (picture.width / picture.height) / (raster.pixels.shape[1] / raster.pixels.shape[0])
    if not 0.94 < ratio < 1.06:
        return False
    width, height = 200, max(24, round(200 * raster.pixels.shape[0] / raster.pixels.shape[1]))
    one = shrunk(np.asarray(picture.convert("RGB"), dtype=np.uint8), width, height).astype(np.float64)
    two = shrunk(raster.pixels, width, height).astype(np.float64)
    elsewhere = outside(one.shape, regions, width / raster.width_pt)
    one, two = one[elsewhere], two[elsewhere]
    if not one.size or one.std() < 1 or two.std() < 1:
        return False
    return bool(np.corrcoef(one, two)[0, 1] > 0.75)


def written(raster: Raster, box: Box) -> bool:
    """Something is drawn well inside a box."""
    inner = box.expand(-min(1.6, 0.18 * min(box.width, box.height)))
    picture = raster.pixels[
        max(0, int(inner.top * raster.scale)) : int(inner.bottom * raster.scale) + 1,
        max(0, int(inner.x0 * raster.scale)) : int(inner.x1 * raster.scale) + 1,
    ]
    if picture.size < 27:
        return False
    return float((ink.contrast(ink.grey(Raster(np.ascontiguousarray(picture), 1.0))) > 32).mean()) > INK
