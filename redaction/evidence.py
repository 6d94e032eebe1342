"""Everything known about one PDF page before the channels are asked: who painted what, what can be seen, what cannot.

A `Run` is a stretch of hidden characters on one line; a `Trace` is what a channel answers: where, made with what, leaking how.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
from pypdfium2 import raw

from redaction import ink
from redaction.annotations import Mark
from redaction.blobs import Patch, Sheet
from redaction.geometry import Box, bounding
from redaction.model import Certainty, Channel, Raster, Source
from redaction.rendering import Frame, draw
from redaction.scene import Scene, Shape, ShapeKind
from redaction.struck import Strike
from redaction.textlayer import Characters, Ints
from redaction.visibility import rectangular

MOST_WHITENED = 100
"""Light shapes over pictures that are looked at; a page with more is a drawing."""
INVISIBLE_MODES = (3, 7)
"""Text render modes that paint nothing."""


@dataclass(frozen=True, slots=True)
class Trace:
    """One answer of a channel; `channel` None: a blackout that was seen but does not leak this way."""

    box: Box
    source: Source
    channel: Channel | None
    certainty: Certainty = Certainty.STRONG


@dataclass(frozen=True, slots=True)
class Run:
    """Hidden characters next to each other on one line. `invisible`: painted with a render mode that leaves no ink."""

    box: Box
    indices: Ints = field(repr=False)
    order: int
    letters: int
    """Letters and digits in it."""
    size: float
    """Height of the tallest character, in points."""
    invisible: bool


@dataclass(frozen=True)
class Evidence:
    """`raster` shows the page as displayed."""

    number: int
    page: pdfium.PdfPage = field(repr=False)
    frame: Frame
    raster: Raster
    sheet: Sheet = field(repr=False)
    scene: Scene = field(repr=False)
    patches: tuple[Patch, ...]
    marks: tuple[Mark, ...]
    visible: npt.NDArray[np.bool_] = field(repr=False)
    struck: tuple[Strike, ...]
    user_unit: float = 1.0

    @property
    def characters(self) -> Characters:
        return self.scene.characters

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """The hidden characters, grouped per line."""
        return tuple(_runs(self.characters, self.visible))

    @cached_property
    def gray(self) -> ink.Gray:
        return ink.grey(self.raster)

    @cached_property
    def bare(self) -> Raster:
        """The page without its annotations; `raster` itself where there are none."""
        if not any(mark.covering or mark.redact for mark in self.marks):
            return self.raster
        return draw(self.page, self.raster.scale, self.user_unit, annotations=False)

    @cached_property
    def without_covers(self) -> Raster:
        """The bare page drawn again without the shapes that were painted over something (`covers`)."""
        handles = [shape.handle for shape in self.covers]
        for handle in handles:
            raw.FPDFPageObj_SetIsActive(handle, False)
        try:
            return draw(self.page, self.raster.scale, self.user_unit, annotations=False)
        finally:
            for handle in handles:
                raw.FPDFPageObj_SetIsActive(handle, True)

    @cached_property
    def in_order(self) -> Raster:
        """The page with its annotations, form fields among them, painted in the order of the list."""
        return draw(self.page, self.raster.scale, self.user_unit, forms=False)

    @cached_property
    def covers(self) -> tuple[Shape, ...]:
        """Shapes that make up the dark patches, that hide a run, or that darken what is below."""
        chosen = {shape.order: shape for shape in self.veils}
        for patch in self.patches:
            inside = patch.box.expand(2)
            paths = [shape for shape in self.scene.shapes if shape.kind is not ShapeKind.IMAGE and shape.box.covered_by(inside) > 0.9]
            images = [shape for shape in self.scene.shapes if shape.kind is ShapeKind.IMAGE and shape.box.iou(patch.box) > 0.6]
            single = [shape for shape in paths if shape.box.iou(patch.box) > 0.6]  # what is smaller then may lie below it
            for shape in single or paths or images[-1:]:
                chosen[shape.order] = shape
        for run in self.runs:
            cover = self.cover_of(run)
            if cover is not None:
                chosen[cover.order] = cover
        chosen.update({shape.order: shape for shape in self.whitened})
        return tuple(chosen.values())

    @cached_property
    def beneath(self) -> Raster | None:
        """The page drawn without the last of several pictures that fill it: a blacked-out copy may lie over the original."""
        whole = self.frame.page
        filling = [s for s in self.scene.shapes if s.kind is ShapeKind.IMAGE and s.box.intersect(whole).area > 0.6 * whole.area]
        if len(filling) < 2 or not self.patches:
            return None
        last = filling[-1].handle
        raw.FPDFPageObj_SetIsActive(last, False)
        try:
            return draw(self.page, self.raster.scale, self.user_unit, annotations=False)
        finally:
            raw.FPDFPageObj_SetIsActive(last, True)

    @cached_property
    def whitened(self) -> tuple[Shape, ...]:
        """Flat light shapes as high as a line or two that were painted over a picture, as correction fluid is."""
        pictures = [shape for shape in self.scene.shapes if shape.kind is ShapeKind.IMAGE and shape.box.area > 0.3 * self.frame.page.area]
        found = (
            shape
            for shape in (self.scene.shapes if pictures else ())
            if shape.kind is ShapeKind.PATH
            and shape.opaque
            and shape.fill is not None
            and min(shape.fill[:3]) >= 200
            and 5 <= shape.box.height <= 40
            and shape.box.width >= 1.2 * shape.box.height
            and any(one.order < shape.order and shape.box.covered_by(one.box) > 0.9 for one in pictures)
            and self.structure(self.raster, shape.box.expand(-1)) < 0.005
        )
        return tuple(islice(found, MOST_WHITENED))

    @cached_property
    def veils(self) -> tuple[Shape, ...]:
        """Half-transparent dark shapes of a blackout's size."""
        return tuple(
            shape
            for shape in self.scene.shapes
            if _veil(shape)
            and min(shape.box.width, shape.box.height) >= 4
            and rectangular(shape)
            and 20 < shape.box.area < 0.3 * self.frame.page.area
        )

    @cached_property
    def media(self) -> Box:
        """The media box in displayed points; larger than the page where a crop box cuts it."""
        return self.frame.box(*self.page.get_mediabox())

    def cover_of(self, run: Run) -> Shape | None:
        """The smallest opaque shape painted over a run, None where there is none."""
        best: Shape | None = None
        for shape in self.scene.shapes:
            later = shape.order > run.order and shape.opaque and run.box.covered_by(shape.box) >= 0.6
            if later and (best is None or shape.box.area < best.box.area):
                best = shape
        return best

    def in_layer(self, run: Run) -> bool:
        """The run is marked as part of an optional content group."""
        handle = self.characters.handle(int(run.indices[0]))
        for index in range(max(0, raw.FPDFPageObj_CountMarks(handle)) if handle else 0):
            mark = raw.FPDFPageObj_GetMark(handle, index)
            buffer = (ctypes.c_ushort * 32)()
            length = ctypes.c_ulong()
            named = mark and raw.FPDFPageObjMark_GetName(mark, buffer, ctypes.sizeof(buffer), length)
            if named and bytes(buffer).decode("utf-16-le", "replace").startswith("OC\0"):
                return True
        return False

    @cached_property
    def placed(self) -> tuple[tuple[Patch, Source, Box], ...]:
        """Each dark patch with what it was made with and its exact box."""
        return tuple((patch, *self.source_of(patch)) for patch in self.patches)

    def patch_at(self, box: Box, share: float = 0.6) -> Patch | None:
        """The dark patch that a box lies in."""
        inside = (patch for patch, _, exact in self.placed if box.covered_by(exact.expand(0.5)) >= share)
        return max(inside, key=lambda patch: -patch.box.area, default=None)

    def strike_at(self, box: Box) -> Strike | None:
        """The stretch of struck out text that a box lies in."""
        return next((strike for strike in self.struck if box.covered_by(strike.box.expand(1)) >= 0.6), None)

    def mark_at(self, box: Box, share: float = 0.5) -> Mark | None:
        """The covering annotation that a box lies in."""
        for mark in self.marks:
            if mark.subtype == raw.FPDF_ANNOT_HIGHLIGHT and not mark.dark and self.level(box) > 128:
                continue  # a highlight in a light colour hides nothing
            if mark.covering and any(box.covered_by(part.expand(1)) >= share for part in mark.boxes):
                return mark
        return None

    def source_of(self, patch: Patch) -> tuple[Source, Box]:
        """What a dark patch was made with, and its exact box where one shape or annotation is it."""
        for mark in self.marks:
            for part in mark.boxes:
                if mark.covering and part.iou(patch.box) > 0.5:
                    return Source.ANNOTATION, part
        best = max(self.scene.shapes, key=lambda shape: shape.box.iou(patch.box), default=None)
        if best is not None and best.box.iou(patch.box) > 0.6:
            if best.kind is ShapeKind.PATH and best.fill is None:
                return Source.VECTOR, patch.box  # a stroke's bounds are generous
            return (Source.IMAGE if best.kind is ShapeKind.IMAGE else Source.VECTOR), best.box
        parts = [
            shape.box
            for shape in self.scene.shapes
            if shape.kind is not ShapeKind.IMAGE and shape.box.covered_by(patch.box.expand(1.5)) > 0.8
        ]
        whole = bounding(parts)
        if whole is not None and whole.iou(patch.box) > 0.5:
            return Source.VECTOR, patch.box
        return Source.RASTER, patch.box

    def level(self, box: Box) -> float:
        """Median grey level of a box as displayed."""
        return float(np.median(self.sheet.gray[self.sheet.window(box)]))

    def structure(self, raster: Raster, box: Box) -> float:
        """Share of pixels with contrast well inside a box: ink where something is written, nothing under a flat cover."""
        inset = min(1.6, 0.18 * min(box.width, box.height))
        inner = box.expand(-inset).intersect(self.frame.page)
        if inner.area <= 0:
            return 0.0
        picture = ink.grey(raster)
        window = ink.windows(np.array([inner]), raster.scale, picture.shape)[0]
        x0, y0, x1, y1 = (int(v) for v in window)
        part = picture[y0:y1, x0:x1]
        return float((ink.contrast(part) > 32).mean()) if part.size >= 9 else 0.0


def _runs(characters: Characters, visible: npt.NDArray[np.bool_]) -> list[Run]:
    runs: list[Run] = []
    group: list[int] = []
    for index in np.nonzero(~visible)[0].tolist():
        if group and not _joined(characters, group[-1], index):
            runs.append(_run(characters, group))
            group = []
        group.append(index)
    if group:
        runs.append(_run(characters, group))
    return runs


def _joined(characters: Characters, a: int, b: int) -> bool:
    """Whether `b` goes on where `a` ends: next in the text, on the same line, not far away."""
    if b != a + 1:
        return False
    one, two = characters.boxes[a], characters.boxes[b]
    height = max(one[3] - one[1], two[3] - two[1], one[2] - one[0], two[2] - two[0], 3.0)
    same_line = min(one[3], two[3]) - max(one[1], two[1]) > -0.35 * height
    same_column = min(one[2], two[2]) - max(one[0], two[0]) > -0.35 * height
    along = max(one[0], two[0]) - min(one[2], two[2])
    down = max(one[1], two[1]) - min(one[3], two[3])
    return bool((same_line and -height < along < 2.5 * height) or (same_column and abs(down) < 1.2 * height and height > 3))


def _run(characters: Characters, group: list[int]) -> Run:
    indices = np.array(group, dtype=np.int64)
    boxes = characters.boxes[indices]
    letters = sum(1 for code in characters.codes[indices].tolist() if chr(code).isalnum())
    handle = characters.handle(group[0])
    mode = raw.FPDFTextObj_GetTextRenderMode(handle) if handle else 0
    return Run(
        Box(*(float(v) for v in (boxes[:, 0].min(), boxes[:, 1].min(), boxes[:, 2].max(), boxes[:, 3].max()))),
        indices,
        int(characters.order[indices].max()),
        letters,
        float((boxes[:, 3] - boxes[:, 1]).max()),
        mode in INVISIBLE_MODES,
    )


def _veil(shape: Shape) -> bool:
    if shape.kind is not ShapeKind.PATH or shape.fill is None:
        return False
    r, g, b, a = shape.fill
    return 0.299 * r + 0.587 * g + 0.114 * b < 110 and 60 < a < 253
