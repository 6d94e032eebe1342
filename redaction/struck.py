"""Text that was struck out instead of covered: hatched, scribbled over, typed over. It can be read in the gaps, but it was meant to go.

    ╱╱╱╱╱╱╱ strokes over the whole height of every letter        XXXXXXX other letters in the same place
A strikethrough, an underline, a table's rule and a signature across a line cover only a band or a few letters and are let be.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
from pypdfium2 import raw

from redaction import ink
from redaction.annotations import Mark
from redaction.geometry import Box
from redaction.model import Raster, Source
from redaction.rendering import Floats, draw
from redaction.scene import Scene, Shape, ShapeKind
from redaction.textlayer import Characters, Ints

Flags = npt.NDArray[np.bool_]
COVERING = np.array([ord(c) for c in "Xx#*/\\%@&█▇▉■▓▒░▬◼⬛"])
"""What people type over a word that should go."""
LEAST = 3  # characters
SCRIBBLES = (raw.FPDF_ANNOT_INK, raw.FPDF_ANNOT_LINE, raw.FPDF_ANNOT_POLYLINE)
MOST_COMPARED = 12_000_000  # shapes times characters that are looked at


@dataclass(frozen=True, slots=True)
class Strike:
    """One stretch of struck out characters on a line."""

    box: Box
    indices: Ints = field(repr=False)
    source: Source


@dataclass(frozen=True, slots=True)
class View:
    """A page as it is looked at here. `visible`: which characters show ink; `raster` and `gray`: the page as displayed."""

    page: pdfium.PdfPage = field(repr=False)
    scene: Scene
    visible: Flags = field(repr=False)
    raster: Raster
    gray: ink.Gray = field(repr=False)
    user_unit: float = 1.0

    @property
    def characters(self) -> Characters:
        return self.scene.characters


def strikes(view: View, marks: Sequence[Mark]) -> tuple[Strike, ...]:
    """Every struck out stretch of a page. Draws the page once more, only where something may be struck out."""
    if int(view.visible.sum()) < LEAST:
        return ()
    return (*_typed_over(view.characters), *_hatched(view), *_scribbled(view, marks))


def _typed_over(characters: Characters) -> Iterator[Strike]:
    over = (np.isin(characters.codes, COVERING) | _repeated(characters.codes)) & (characters.order > 0)
    if int(over.sum()) < LEAST:
        return
    boxes = characters.boxes
    for run in _stretches(characters, np.flatnonzero(over)):
        line = _bounds(boxes[run])
        x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
        below = ~over & (characters.order < characters.order[run].min()) & (characters.order > 0)
        below &= (x > line.x0) & (x < line.x1) & (y > line.top) & (y < line.bottom)
        if int(below.sum()) >= LEAST:
            under = np.flatnonzero(below)
            whole = line.union(_bounds(boxes[under]))
            yield Strike(whole.expand(0.15 * min(whole.width, whole.height)), under, Source.TEXT_STYLE)


def _repeated(codes: Ints) -> Flags:
    """Characters of a row of four or more that are all the same."""
    same = codes[1:] == codes[:-1]
    three = same[2:] & same[1:-1] & same[:-2]
    result = np.zeros(len(codes), np.bool_)
    for shift in range(4):
        result[shift : shift + len(three)] |= three
    return result


def _hatched(view: View) -> Iterator[Strike]:
    characters = view.characters
    first = int(characters.order.min())
    whole = view.raster.width_pt * view.raster.height_pt
    shapes = [s for s in view.scene.shapes if s.order > first and s.kind is ShapeKind.PATH and _dark(s) and s.box.area < 0.3 * whole]
    if not shapes or len(shapes) * len(characters) > MOST_COMPARED:
        return
    touched, touching = _touched(characters, view.visible, shapes)
    if int(touched.sum()) < LEAST:
        return
    handles = [shape.handle for shape, hit in zip(shapes, touching, strict=True) if hit]
    for handle in handles:
        raw.FPDFPageObj_SetIsActive(handle, False)
    try:
        without = ink.grey(draw(view.page, view.raster.scale, view.user_unit))
    finally:
        for handle in handles:
            raw.FPDFPageObj_SetIsActive(handle, True)
    spread = [shape.box for shape, hit in zip(shapes, touching, strict=True) if hit]
    yield from _judged(characters, touched, _darker(without, view, Source.VECTOR), spread)


def _scribbled(view: View, marks: Sequence[Mark]) -> Iterator[Strike]:
    characters = view.characters
    drawn = [mark.box for mark in marks if mark.covering and mark.subtype in SCRIBBLES]
    boxes = characters.boxes
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    touched = np.zeros(len(characters), np.bool_)
    for box in drawn:
        touched |= view.visible & (x > box.x0) & (x < box.x1) & (y > box.top) & (y < box.bottom)
    if int(touched.sum()) >= LEAST:
        bare = ink.grey(draw(view.page, view.raster.scale, view.user_unit, annotations=False))
        yield from _judged(characters, touched, _darker(bare, view, Source.ANNOTATION), drawn)


def _dark(shape: Shape) -> bool:
    colour = shape.stroke if shape.stroke is not None and shape.fill is None else shape.fill
    return colour is None or (0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2] < 200 and colour[3] > 60)


def _touched(characters: Characters, visible: Flags, shapes: Sequence[Shape]) -> tuple[Flags, Flags]:
    """Characters whose middle lies in the reach of a later shape of about a line's height, and the shapes that reach one."""
    boxes = characters.boxes
    height, width = boxes[:, 3] - boxes[:, 1], boxes[:, 2] - boxes[:, 0]
    core = boxes + np.stack([width, height, -width, -height], 1) * 0.3
    reach = np.array([shape.box for shape in shapes])
    order = np.array([shape.order for shape in shapes])
    size = np.maximum(height, width)
    hits = (
        (characters.order[None] < order[:, None])
        & (characters.order[None] > 0)
        & visible[None]
        & (core[None, :, 0] < reach[:, None, 2])
        & (core[None, :, 2] > reach[:, None, 0])
        & (core[None, :, 1] < reach[:, None, 3])
        & (core[None, :, 3] > reach[:, None, 1])
        & (np.minimum(reach[:, 2] - reach[:, 0], reach[:, 3] - reach[:, 1])[:, None] < 5 * size[None])
    )
    return hits.any(0), hits.any(1)


@dataclass(frozen=True, slots=True)
class Darker:
    """Summed-area table of the pixels that some strokes made darker; `shape` and `scale` of the picture, `source` of the strokes."""

    table: ink.Sums = field(repr=False)
    shape: tuple[int, ...]
    scale: float
    source: Source

    def shares(self, boxes: Floats) -> Floats:
        return ink.shares(self.table, ink.windows(boxes, self.scale, self.shape))


def _darker(without: ink.Gray, view: View, source: Source) -> Darker:
    mask = np.asarray(cv2.threshold(cv2.subtract(without, view.gray), 60, 1, cv2.THRESH_BINARY)[1], dtype=np.uint8)
    return Darker(ink.summed(mask), mask.shape, view.raster.scale, source)


def _judged(characters: Characters, touched: Flags, darker: Darker, spread: Sequence[Box]) -> Iterator[Strike]:
    """Stretches whose letters were darkened all over: in every third of their height, and nearly every letter."""
    for run in _stretches(characters, np.flatnonzero(touched)):
        line = _bounds(characters.boxes[run])
        bands = darker.shares(_thirds(line, along_x=line.width >= line.height))
        letters = darker.shares(characters.boxes[run])
        if float(bands.min()) >= 0.09 and float(bands.mean()) >= 0.13 and float((letters > 0.05).mean()) >= 0.75:
            near = [box for box in spread if box.intersect(line).area > 0 or box.intersect(line.expand(1)).area > 0]
            outer = line.expand(0.5 * min(line.width, line.height))
            around = line
            for box in near:
                around = around.union(box.intersect(outer))
            yield Strike(around, run, darker.source)


def _thirds(line: Box, *, along_x: bool) -> Floats:
    """A line of print cut into three bands along itself, shape (3, 4)."""
    x, y = np.linspace(line.x0, line.x1, 4), np.linspace(line.top, line.bottom, 4)
    if along_x:
        return np.array([[line.x0, y[k], line.x1, y[k + 1]] for k in range(3)])
    return np.array([[x[k], line.top, x[k + 1], line.bottom] for k in range(3)])


def _stretches(characters: Characters, indices: Ints) -> Iterator[Ints]:
    """Characters that follow each other in the text and on the line, at least three."""
    if len(indices) < LEAST:
        return
    boxes = characters.boxes[indices]
    near = np.diff(indices) <= 2
    together = near & (_follow(boxes) | _follow(boxes[:, [1, 0, 3, 2]]))
    for part in np.split(indices, np.flatnonzero(~together) + 1):
        if len(part) >= LEAST:
            yield part


def _follow(boxes: Floats) -> Flags:
    """For each neighbouring pair whether they stand on one line along x, not far apart."""
    height = np.maximum(boxes[:-1, 3] - boxes[:-1, 1], boxes[1:, 3] - boxes[1:, 1])
    overlap = np.minimum(boxes[:-1, 3], boxes[1:, 3]) - np.maximum(boxes[:-1, 1], boxes[1:, 1])
    gap = np.maximum(boxes[:-1, 0], boxes[1:, 0]) - np.minimum(boxes[:-1, 2], boxes[1:, 2])
    return np.asarray((overlap > -0.35 * height) & (gap < 2.0 * np.maximum(height, 4.0)), dtype=np.bool_)


def _bounds(boxes: Floats) -> Box:
    return Box(float(boxes[:, 0].min()), float(boxes[:, 1].min()), float(boxes[:, 2].max()), float(boxes[:, 3].max()))
