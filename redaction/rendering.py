"""Opening a PDF with pdfium and drawing its pages the way a person sees them.

A `Frame` is the exact affine map between a page's own coordinates and displayed points (rotation, CropBox, odd origins, UserUnit).
"""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
from pypdfium2 import raw

from redaction.geometry import Box
from redaction.model import Pixels, Raster

Floats = npt.NDArray[np.float64]
MAX_PIXELS = 40_000_000
_DEVICE = 1 << 20


@dataclass(frozen=True, slots=True)
class Frame:
    """`width` and `height` in displayed points; `matrix` (a, b, c, d, e, f) maps page (x, y) to displayed (x, top)."""

    width: float
    height: float
    matrix: tuple[float, float, float, float, float, float]

    def boxes(self, ltrb: Floats) -> Floats:
        """Page rectangles, shape (n, 4) as left, bottom, right, top, to displayed boxes, shape (n, 4) as x0, top, x1, bottom."""
        a, b, c, d, e, f = self.matrix
        x, y = ltrb[:, [0, 2]], ltrb[:, [1, 3]]
        u = a * x + c * y + e
        v = b * x + d * y + f
        return np.stack([u.min(1), v.min(1), u.max(1), v.max(1)], 1)

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        a, b, c, d, e, f = self.matrix
        u, w = a * left + c * bottom + e, a * right + c * top + e
        v, z = b * left + d * bottom + f, b * right + d * top + f
        return Box(min(u, w), min(v, z), max(u, w), max(v, z))

    @property
    def page(self) -> Box:
        return Box(0.0, 0.0, self.width, self.height)


def open_pdf(data: bytes | str, password: str | None = None) -> pdfium.PdfDocument:
    """A pdfium document ready for drawing filled-in forms. Raises pdfium's PdfiumError where it cannot be opened."""
    document = pdfium.PdfDocument(data, password=password)
    document.init_forms()
    return document


def frame_of(page: pdfium.PdfPage, user_unit: float = 1.0) -> Frame:
    """The page's frame, asked of pdfium itself so that it agrees with its rendering to a millionth of the page."""
    width, height = page.get_width(), page.get_height()
    x, y = ctypes.c_double(), ctypes.c_double()

    def at(u: int, v: int) -> tuple[float, float]:
        raw.FPDF_DeviceToPage(page, 0, 0, _DEVICE, _DEVICE, 0, u, v, x, y)
        return x.value, y.value

    x0, y0 = at(0, 0)
    xu, yu = at(_DEVICE, 0)
    xv, yv = at(0, _DEVICE)
    # page = (x0, y0) + s * (xu - x0, yu - y0) + t * (xv - x0, yv - y0) with s, t in 0..1 over the displayed page
    basis = np.array([[xu - x0, xv - x0], [yu - y0, yv - y0]])
    inverse = np.linalg.inv(basis) if abs(np.linalg.det(basis)) > 1e-9 else np.zeros((2, 2))
    w, h = width * user_unit, height * user_unit
    a, c = inverse[0] * w
    b, d = inverse[1] * h
    return Frame(w, h, (float(a), float(b), float(c), float(d), float(-(a * x0 + c * y0)), float(-(b * x0 + d * y0))))


def capped(scale: float, width: float, height: float, max_pixels: int = MAX_PIXELS) -> float:
    """`scale`, lowered where the page would have more than `max_pixels`."""
    pixels = max(1.0, width * height) * scale * scale
    return scale if pixels <= max_pixels else scale * math.sqrt(max_pixels / pixels) * 0.999


def draw(page: pdfium.PdfPage, scale: float, user_unit: float = 1.0, annotations: bool = True, forms: bool = True) -> Raster:
    """The page as displayed, RGB; `scale` is pixels per displayed point. Without `annotations`: the bare page contents."""
    width, height = page.get_width(), page.get_height()
    factor = capped(scale * user_unit, width, height)
    bitmap = page.render(scale=factor, draw_annots=annotations, may_draw_forms=annotations and forms, rev_byteorder=True)
    try:
        pixels: Pixels = np.array(bitmap.to_numpy()[:, :, :3], dtype=np.uint8, order="C")
    finally:
        bitmap.close()
    return Raster(pixels, factor / user_unit)


def render_page(document: pdfium.PdfDocument, index: int, scale: float, user_unit: float = 1.0) -> Raster:
    """Page `index` (from 0) as displayed, with annotations and filled-in forms, at `scale` pixels per point."""
    page = document[index]
    try:
        return draw(page, scale, user_unit)
    finally:
        page.close()
