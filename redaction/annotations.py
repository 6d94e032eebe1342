"""A page's annotations, as far as they can cover something: kind, place, colour, opacity.

Read through pdfium, so a file that a stricter reader refuses is covered too.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from redaction.geometry import Box
from redaction.rendering import Frame

HIDDEN_FLAGS = 0x02 | 0x20
"""Hidden, NoView."""
PAINTING = frozenset(
    {
        raw.FPDF_ANNOT_SQUARE,
        raw.FPDF_ANNOT_CIRCLE,
        raw.FPDF_ANNOT_HIGHLIGHT,
        raw.FPDF_ANNOT_INK,
        raw.FPDF_ANNOT_STAMP,
        raw.FPDF_ANNOT_FREETEXT,
        raw.FPDF_ANNOT_POLYGON,
        raw.FPDF_ANNOT_POLYLINE,
        raw.FPDF_ANNOT_LINE,
        raw.FPDF_ANNOT_REDACT,
        raw.FPDF_ANNOT_WIDGET,
    }
)
MAX_MARKS = 2000


@dataclass(frozen=True, slots=True)
class Mark:
    """One annotation. `boxes`: its quads where it has any, else its rectangle, in displayed points. `dark`: its colour is near black."""

    subtype: int
    box: Box
    boxes: tuple[Box, ...]
    dark: bool
    drawn: bool
    """It carries its own appearance."""
    shown: bool
    value: bool
    """A form field with a value."""

    @property
    def redact(self) -> bool:
        return bool(self.subtype == raw.FPDF_ANNOT_REDACT)

    @property
    def covering(self) -> bool:
        """It may cover what lies below it."""
        return self.shown and self.subtype in PAINTING and not self.redact

    @property
    def writes(self) -> bool:
        """It may add readable text to the page."""
        return self.shown and self.subtype in (raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP)


def read_marks(page: pdfium.PdfPage, frame: Frame) -> tuple[Mark, ...]:
    """The page's annotations except links and pop-ups, in order."""
    marks = []
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), MAX_MARKS)):
        handle = raw.FPDFPage_GetAnnot(page, index)
        if not handle:
            continue
        try:
            subtype = raw.FPDFAnnot_GetSubtype(handle)
            if subtype in PAINTING:
                marks.append(_mark(handle, subtype, frame))
        finally:
            raw.FPDFPage_CloseAnnot(handle)
    return tuple(marks)


def _mark(handle: Any, subtype: int, frame: Frame) -> Mark:
    rect = raw.FS_RECTF()
    raw.FPDFAnnot_GetRect(handle, rect)
    box = frame.box(rect.left, rect.bottom, rect.right, rect.top)
    quads = []
    if raw.FPDFAnnot_HasAttachmentPoints(handle):
        points = raw.FS_QUADPOINTSF()
        for index in range(min(raw.FPDFAnnot_CountAttachmentPoints(handle), 200)):
            if raw.FPDFAnnot_GetAttachmentPoints(handle, index, points):
                xs, ys = (points.x1, points.x2, points.x3, points.x4), (points.y1, points.y2, points.y3, points.y4)
                quad = frame.box(min(xs), min(ys), max(xs), max(ys))
                if quad.area > 0:
                    quads.append(quad)
    flags = raw.FPDFAnnot_GetFlags(handle)
    value = subtype == raw.FPDF_ANNOT_WIDGET and raw.FPDFAnnot_GetAP(handle, raw.FPDF_ANNOT_APPEARANCEMODE_NORMAL, None, 0) > 2
    return Mark(
        subtype, box, tuple(quads) or (box,), _dark(handle), raw.FPDFAnnot_HasKey(handle, b"AP") != 0, not flags & HIDDEN_FLAGS, value
    )


def _dark(handle: Any) -> bool:
    """Its interior colour (else its colour) is near black. An annotation that draws itself does not tell."""
    r, g, b, a = (ctypes.c_uint() for _ in range(4))
    for kind in (raw.FPDFANNOT_COLORTYPE_InteriorColor, raw.FPDFANNOT_COLORTYPE_Color):
        key = b"IC" if kind == raw.FPDFANNOT_COLORTYPE_InteriorColor else b"C"
        if raw.FPDFAnnot_HasKey(handle, key) and raw.FPDFAnnot_GetColor(handle, kind, r, g, b, a):
            return max(r.value, g.value, b.value) < 80 and a.value > 100
    return False
