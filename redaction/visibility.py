"""Which characters of a PDF page a person can see: the ink-visible rule, sharpened where a glyph or a cover would fool it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
from pypdfium2 import raw

from redaction import ink
from redaction.geometry import Box
from redaction.model import Char, Raster
from redaction.rendering import Floats, draw, frame_of
from redaction.scene import Scene, Shape, ShapeKind
from redaction.textlayer import Characters, read_characters

if TYPE_CHECKING:
    from redaction.evidence import Evidence

Flags = npt.NDArray[np.bool_]


def visible_characters(scene: Scene, raster: Raster, gray: ink.Gray) -> Flags:
    """For each character whether it can be seen, shape (n,)."""
    characters = scene.characters
    if not len(characters):
        return np.zeros(0, np.bool_)
    table = ink.summed(ink.strokes(gray))
    boxes, scale = characters.boxes, raster.scale
    width, height = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    inner = ink.shares(table, ink.windows(boxes, scale, gray.shape, 0.2)) >= 0.04
    # the stem of a heavy l or I is as flat as a cover: its sides tell, unless its neighbours are hidden too
    wide = boxes + np.array([-1.2, 0.0, 1.2, 0.0]) / scale
    wide[:, 1] += 0.2 * height
    wide[:, 3] -= 0.2 * height
    sides = ink.shares(table, ink.windows(wide, scale, gray.shape)) >= 0.04
    small = np.minimum(width, height) * scale < 4.0
    whole = ink.shares(table, ink.windows(boxes, scale, gray.shape)) > 0
    sides |= small & whole
    inner &= ~small
    outside = (boxes[:, 2] <= 0) | (boxes[:, 3] <= 0) | (boxes[:, 0] * scale >= gray.shape[1]) | (boxes[:, 1] * scale >= gray.shape[0])
    hidden = outside | ~(inner | sides) | ((height < 0.4) & (width < 0.4))
    for _ in range(3):
        beside = np.zeros_like(hidden)
        beside[1:] |= hidden[:-1] & _same_line(boxes[:-1], boxes[1:])
        beside[:-1] |= hidden[1:] & _same_line(boxes[:-1], boxes[1:])
        hidden |= ~inner & sides & beside & ~small
    return np.asarray(~(hidden | _painted_over(scene, gray, scale)), dtype=np.bool_)


def _same_line(one: Floats, two: Floats) -> Flags:
    height = np.maximum(one[:, 3] - one[:, 1], two[:, 3] - two[:, 1])
    overlap = np.minimum(one[:, 3], two[:, 3]) - np.maximum(one[:, 1], two[:, 1])
    gap = np.maximum(one[:, 0], two[:, 0]) - np.minimum(one[:, 2], two[:, 2])
    return np.asarray((overlap > 0.2 * height) & (gap < 1.2 * np.maximum(height, 4.0)), dtype=np.bool_)


def _painted_over(scene: Scene, gray: ink.Gray, scale: float) -> Flags:
    """Characters under a later opaque rectangle although ink is seen in their box: print on top of the cover, or a limb that sticks out."""
    characters = scene.characters
    result = np.zeros(len(characters), np.bool_)
    first = int(characters.order.min())
    boxes, order = characters.boxes, characters.order
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    for shape in scene.shapes:
        if shape.order <= first or shape.kind is not ShapeKind.PATH or shape.fill is None or not shape.opaque or shape.fill[3] < 250:
            continue
        box = shape.box
        if min(box.width, box.height) < 3 or box.area < 15:
            continue
        below = (order > 0) & (order < shape.order) & (x > box.x0) & (x < box.x1) & (y > box.top) & (y < box.bottom)
        if not below.any() or not rectangular(shape):
            continue
        above = (order > shape.order) & (x > box.x0) & (x < box.x1) & (y > box.top) & (y < box.bottom)
        for index in np.nonzero(below)[0].tolist():
            part = Box(*boxes[index]).intersect(box)
            if part.area < 0.5 * Box(*boxes[index]).area:
                continue
            overprinted = (
                above
                & (np.minimum(boxes[:, 2], part.x1) > np.maximum(boxes[:, 0], part.x0))
                & (np.minimum(boxes[:, 3], part.bottom) > np.maximum(boxes[:, 1], part.top))
            )
            result[index] |= bool(overprinted.any()) or not _inked(gray, part, scale)
    return result


def sideways(characters: Characters) -> bool:
    """Most characters follow each other up or down the page rather than along it."""
    boxes = characters.boxes
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    return bool((np.abs(np.diff(y)) > np.abs(np.diff(x))).mean() > 0.6)


def struck_out(scene: Scene, places: Sequence[Box]) -> Flags:
    """Characters in one of the dark places that lie under what makes the place dark, such as a hatch that lets a little ink through."""
    characters = scene.characters
    result = np.zeros(len(characters), np.bool_)
    boxes = characters.boxes
    for place in places:
        x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
        inside = (x > place.x0) & (x < place.x1) & (y > place.top) & (y < place.bottom)
        if inside.any():
            painted = [shape for shape in scene.shapes if shape.box.covered_by(place.expand(2.5)) > 0.8 or shape.box.iou(place) > 0.5]
            last = max((shape.order for shape in painted), default=0)
            result |= inside & (characters.order < last)
    return result


def under_pictures(page: pdfium.PdfPage, scene: Scene, visible: Flags, raster: Raster, user_unit: float) -> Flags:
    """Characters under a later, smaller picture that shows something else in their place, such as a sticker or a texture."""
    characters = scene.characters
    result = np.zeros(len(characters), np.bool_)
    if not len(characters):
        return result
    boxes, order = characters.boxes, characters.order
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    whole = raster.width_pt * raster.height_pt
    pictures = []
    for shape in scene.shapes:
        box = shape.box
        if shape.kind is ShapeKind.IMAGE and shape.opaque and 30 < box.area < 0.25 * whole:
            below = visible & (order > 0) & (order < shape.order) & (x > box.x0) & (x < box.x1) & (y > box.top) & (y < box.bottom)
            if int(below.sum()) >= 2:
                result |= below
                pictures.append(shape.handle)
    if not pictures:
        return result
    for handle in pictures:
        raw.FPDFPageObj_SetIsActive(handle, False)
    try:
        without = ink.grey(draw(page, raster.scale, user_unit))
    finally:
        for handle in pictures:
            raw.FPDFPageObj_SetIsActive(handle, True)
    shown = ink.grey(raster)
    for index, (x0, y0, x1, y1) in zip(
        np.nonzero(result)[0].tolist(), ink.windows(boxes[result], raster.scale, shown.shape).tolist(), strict=True
    ):
        change = np.abs(shown[y0:y1, x0:x1].astype(np.int16) - without[y0:y1, x0:x1])
        result[index] = bool(change.size and float(change.mean()) > 25)
    return result


def _inked(gray: ink.Gray, box: Box, scale: float) -> bool:
    inset = min(1.0, 0.2 * min(box.width, box.height))
    window = ink.windows(np.array([box.expand(-inset)]), scale, gray.shape)[0]
    part = gray[window[1] : window[3], window[0] : window[2]]
    return bool(part.size and int(part.max()) - int(part.min()) > ink.THRESHOLD)


def rectangular(shape: Shape) -> bool:
    """A path of one axis-parallel rectangle: its bounds are what it paints."""
    count = raw.FPDFPath_CountSegments(shape.handle)
    if not 3 <= count <= 6:
        return False
    import ctypes

    x, y = ctypes.c_float(), ctypes.c_float()
    points = []
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(shape.handle, index)
        if not segment or raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_BEZIERTO:
            return False
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        points.append((round(x.value, 2), round(y.value, 2)))
    return len({p[0] for p in points}) == 2 and len({p[1] for p in points}) == 2


def characters_to_keep(document: pdfium.PdfDocument, index: int, evidence: Evidence, regions: list[Box]) -> tuple[tuple[Char, ...], bool]:
    """What may be read: visible characters outside every region, form values and typed notes included, in the text layer's order.
    Also whether these are an OCR layer (most of them paint no ink themselves)."""
    kept = _chars(evidence.characters, evidence.visible, regions)
    handles = [evidence.characters.handle(i) for i in np.nonzero(evidence.visible)[0][::25].tolist()]
    unpainted = sum(1 for handle in handles if handle and raw.FPDFTextObj_GetTextRenderMode(handle) in (3, 7))
    if any(mark.writes for mark in evidence.marks):
        kept += _annotation_chars(document, index, evidence, regions)
    return tuple(kept), bool(handles) and unpainted > 0.5 * len(handles)


def _chars(characters: Characters, visible: Flags, regions: list[Box]) -> list[Char]:
    boxes = characters.boxes
    keep = visible.copy()
    for region in regions:
        x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
        keep &= ~((x > region.x0) & (x < region.x1) & (y > region.top) & (y < region.bottom))
    spaced = characters.spaced.copy()
    spaced[1:] |= ~keep[:-1]  # a word never goes on across something hidden
    letters = map(chr, characters.codes[keep].tolist())
    return list(map(Char._make, zip(letters, map(Box._make, boxes[keep].tolist()), spaced[keep].tolist(), strict=True)))


def _places(characters: Characters) -> list[bytes]:
    """For every character what it is and where, to the point, in a form that can be compared."""
    rows = np.column_stack([characters.codes, np.round(characters.boxes).astype(np.int64)])
    return [row.tobytes() for row in rows]


def _annotation_chars(document: pdfium.PdfDocument, index: int, evidence: Evidence, regions: list[Box]) -> list[Char]:
    """The characters that annotations add, read from a flattened scratch copy of the page."""
    scratch = pdfium.PdfDocument.new()
    try:
        scratch.import_pages(document, [index])
        page = scratch[0]
        try:
            if raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) != raw.FLATTEN_SUCCESS:
                return []
        finally:
            page.close()
        page = scratch[0]
        try:
            flat = read_characters(page, frame_of(page, evidence.user_unit))
        finally:
            page.close()
    finally:
        scratch.close()
    base = evidence.characters
    known = set(_places(base))
    new = np.array([place not in known for place in _places(flat)], dtype=np.bool_)
    if not new.any():
        return []
    inked = ink.inked(evidence.raster, flat.boxes, evidence.gray)
    return _chars(flat, new & inked, regions)
