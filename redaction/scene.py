"""What a PDF page is made of: its shapes in paint order and its characters, in displayed points.

Read straight from pdfium in one walk (Form XObjects included), because every later question is about who was painted over whom.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from redaction.geometry import Box
from redaction.rendering import Frame
from redaction.textlayer import Characters, read_characters

Matrix = tuple[float, float, float, float, float, float]
Rgba = tuple[int, int, int, int]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
MAX_DEPTH = 12
MAX_OBJECTS = 100_000
MITRED, MOST_SEGMENTS = 3, 400
LARGE = 0.2
"""Of the page: shapes as large as this are often cut down by a clip path."""


class ShapeKind(StrEnum):
    PATH = "path"
    IMAGE = "image"
    SHADING = "shading"


@dataclass(frozen=True, slots=True)
class Shape:
    """A painted thing that is not text; `order` is its place in paint order, `fill` None where it is not filled or patterned."""

    order: int
    kind: ShapeKind
    box: Box
    fill: Rgba | None
    stroke: Rgba | None
    stroke_width: float
    transparent: bool
    handle: Any = field(repr=False, compare=False)
    matrix: Matrix = IDENTITY

    @property
    def opaque(self) -> bool:
        """Paints over what lies below. An image or shading counts: only the rendering can tell more."""
        if self.transparent:
            return False
        if self.kind is ShapeKind.PATH:
            return self.fill is not None or (self.stroke is not None and self.stroke_width >= 4.0)
        return True


@dataclass(frozen=True, slots=True)
class Scene:
    """`faded`: places in paint order of text in groups that may be painted half or wholly transparent."""

    shapes: tuple[Shape, ...]
    characters: Characters
    text_orders: dict[int, int] = field(repr=False)
    faded: frozenset[int] = field(repr=False, default=frozenset())


def compose(inner: Matrix, outer: Matrix) -> Matrix:
    """The map that applies `inner` first, then `outer` (both PDF matrices)."""
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def address(handle: Any) -> int:
    """The handle's address: the same page object has the same one however it was reached."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def read_scene(page: pdfium.PdfPage, frame: Frame) -> Scene:
    """Shapes and characters of a page. Both are empty for a page that pdfium cannot take apart."""
    shapes: list[Shape] = []
    orders: dict[int, int] = {}
    faded: set[int] = set()
    for order, (handle, kind, matrix, in_group) in enumerate(_walk(page), 1):
        if order > MAX_OBJECTS:
            break
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            orders[address(handle)] = order
            if in_group:
                faded.add(order)
        else:
            shape = _shape(handle, kind, matrix, order, frame)
            if shape is not None:
                shapes.append(shape)
    return Scene(tuple(shapes), read_characters(page, frame, orders), orders, frozenset(faded))


def _walk(page: pdfium.PdfPage) -> Iterator[tuple[Any, int, Matrix, bool]]:
    """Every object that paints, in paint order, with the matrix of the forms it lies in and whether one of them is transparent."""

    def inside(count: int, get: Any, matrix: Matrix, depth: int, faded: bool) -> Iterator[tuple[Any, int, Matrix, bool]]:
        for index in range(count):
            handle = get(index)
            if not handle:
                continue
            kind = raw.FPDFPageObj_GetType(handle)
            if kind != raw.FPDF_PAGEOBJ_FORM:
                yield handle, kind, matrix, faded
            elif depth < MAX_DEPTH:
                yield from inside(
                    raw.FPDFFormObj_CountObjects(handle),
                    lambda i, h=handle: raw.FPDFFormObj_GetObject(h, i),
                    compose(_matrix(handle), matrix),
                    depth + 1,
                    faded or bool(raw.FPDFPageObj_HasTransparency(handle)),
                )

    return inside(raw.FPDFPage_CountObjects(page), lambda i: raw.FPDFPage_GetObject(page, i), IDENTITY, 0, False)


def _matrix(handle: Any) -> Matrix:
    m = raw.FS_MATRIX()
    return (m.a, m.b, m.c, m.d, m.e, m.f) if raw.FPDFPageObj_GetMatrix(handle, m) else IDENTITY


def _shape(handle: Any, kind: int, matrix: Matrix, order: int, frame: Frame) -> Shape | None:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not raw.FPDFPageObj_GetBounds(handle, left, bottom, right, top):
        return None
    box = _displayed((left.value, bottom.value, right.value, top.value), matrix, frame)
    if box.area > LARGE * frame.page.area:
        box = _clipped(handle, box, matrix, frame)
    fill = stroke = None
    width = 0.0
    if kind == raw.FPDF_PAGEOBJ_PATH:
        mode, stroked = ctypes.c_int(), raw.FPDF_BOOL()
        raw.FPDFPath_GetDrawMode(handle, mode, stroked)
        fill = _colour(handle, raw.FPDFPageObj_GetFillColor) if mode.value else None
        if stroked.value:
            stroke = _colour(handle, raw.FPDFPageObj_GetStrokeColor)
            value = ctypes.c_float()
            raw.FPDFPageObj_GetStrokeWidth(handle, value)
            width = value.value * (abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]) ** 0.5)
            if fill is None:
                box = _of_strokes(handle, box, matrix, value.value, frame)
        if not mode.value and not stroked.value:
            return None
    kinds = {raw.FPDF_PAGEOBJ_PATH: ShapeKind.PATH, raw.FPDF_PAGEOBJ_IMAGE: ShapeKind.IMAGE, raw.FPDF_PAGEOBJ_SHADING: ShapeKind.SHADING}
    if kind not in kinds:
        return None
    return Shape(order, kinds[kind], box, fill, stroke, width, bool(raw.FPDFPageObj_HasTransparency(handle)), handle, matrix)


def _of_strokes(handle: Any, box: Box, matrix: Matrix, width: float, frame: Frame) -> Box:
    """The box of a drawn line by its points: pdfium's own allows for the sharpest mitres, far beyond a zigzag's ink."""
    count = raw.FPDFPath_CountSegments(handle)
    if not MITRED <= count <= MOST_SEGMENTS:
        return box
    own = compose(_matrix(handle), matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    points = []
    for number in range(count):
        segment = raw.FPDFPath_GetPathSegment(handle, number)
        if segment and raw.FPDFPathSegment_GetPoint(segment, x, y):
            points.append((x.value, y.value))
    if not points:
        return box
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    a, b, c, d, _, _ = compose(own, frame.matrix)
    reach = 0.75 * width * abs(a * d - b * c) ** 0.5
    return _displayed((min(xs), min(ys), max(xs), max(ys)), own, frame).expand(reach).intersect(box)


def _clipped(handle: Any, box: Box, matrix: Matrix, frame: Frame) -> Box:
    """What the clip paths in force leave of a box."""
    path = raw.FPDFPageObj_GetClipPath(handle)
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(min(64, max(0, raw.FPDFClipPath_CountPaths(path)))) if path else ():
        points = []
        for number in range(min(400, max(0, raw.FPDFClipPath_CountPathSegments(path, index)))):
            segment = raw.FPDFClipPath_GetPathSegment(path, index, number)
            if segment and raw.FPDFPathSegment_GetPoint(segment, x, y):
                points.append((x.value, y.value))
        if points:
            xs, ys = [p[0] for p in points], [p[1] for p in points]
            box = box.intersect(_displayed((min(xs), min(ys), max(xs), max(ys)), matrix, frame))
    return box


def _displayed(bounds: tuple[float, float, float, float], matrix: Matrix, frame: Frame) -> Box:
    left, bottom, right, top = bounds
    if matrix != IDENTITY:
        a, b, c, d, e, f = matrix
        xs = [a * x + c * y + e for x in (left, right) for y in (bottom, top)]
        ys = [b * x + d * y + f for x in (left, right) for y in (bottom, top)]
        left, bottom, right, top = min(xs), min(ys), max(xs), max(ys)
    return frame.box(left, bottom, right, top)


def _colour(handle: Any, getter: Any) -> Rgba | None:
    r, g, b, a = (ctypes.c_uint() for _ in range(4))
    return (r.value, g.value, b.value, a.value) if getter(handle, r, g, b, a) else None
