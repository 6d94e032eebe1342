"""Characters that lie under a shape, an image or blacked pixels, or have the colour of what lies behind them.

paint order:  text  ->  shape on top      text_layer / image_overlay
              shape ->  text, same colour same_colour_text
              pixels + text of mode 3     hidden_ocr
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from enum import Enum, auto

import numpy as np
from pypdfium2 import raw

from redaction.evidence import Evidence, Run, Trace
from redaction.geometry import Box
from redaction.model import Certainty, Channel, Pixels, Source
from redaction.scene import ShapeKind

ANCHOR = re.compile(
    r"^[\\/{\[<*|_]|^\$[{\[A-Za-z]|[\\/}\]>*|]$"
    r"|^(?:sig|signature|initial|date|docusign)[\W_]?\w{0,3}[\\/}\]:]*$",
    re.IGNORECASE,
)
"""Tags that signing services leave in white for themselves: `\\s1\\`, `{{sig}}`, `/sn1/`."""


_LETTERS_BESIDE = 2
"""Readable letters of the same word from which on one hidden letter is its end."""


class Cause(Enum):
    """Why a run of characters cannot be seen."""

    SHAPE = auto()
    IMAGE = auto()
    ANNOTATION = auto()
    PIXELS = auto()
    COLOUR = auto()
    ELSEWHERE = auto()
    """Outside the page, clipped away, in a layer that is off, of a font without shapes."""
    NOTHING = auto()
    """Too little to matter, or never meant to be seen."""


def cause_of(page: Evidence, run: Run) -> Cause:
    """Exactly one cause, so that a run is never reported twice."""
    inside = run.box.covered_by(page.frame.page) > 0.5
    if run.letters < 1 or run.size < 2.0 or run.box.area < 1.0 or not inside:
        return Cause.ELSEWHERE if run.letters and not inside else Cause.NOTHING
    if run.letters == 1 and _ends_a_word(page, run):
        return Cause.NOTHING
    strike = page.strike_at(run.box)
    if strike is not None:
        return Cause.ANNOTATION if strike.source is Source.ANNOTATION else Cause.SHAPE
    mark = page.mark_at(run.box)
    if mark is not None and page.bare is not page.raster and page.structure(page.bare, run.box) > 0.02:
        picture = mark.subtype == raw.FPDF_ANNOT_STAMP and page.structure(page.raster, mark.box) > 0.05
        return Cause.NOTHING if picture or (run.letters < 2 and not mark.dark and not page.patch_at(run.box)) else Cause.ANNOTATION
    cover = page.cover_of(run)
    if cover is not None:
        return Cause.IMAGE if cover.kind is ShapeKind.IMAGE else Cause.SHAPE
    if page.patch_at(run.box) is not None:
        later = sum(shape.box.intersect(run.box).area for shape in page.scene.shapes if shape.order > run.order) > 0.4 * run.box.area
        if not later and page.in_layer(run):
            return Cause.ELSEWHERE
        if run.invisible:
            return Cause.PIXELS
        return Cause.SHAPE if later else Cause.COLOUR
    if run.invisible:
        return Cause.PIXELS if _whited_out(page, run) else Cause.NOTHING
    if run.letters < 2 or run.size < 3.5:
        return Cause.NOTHING
    unseen = _same_colour(page, run) or run.order in page.scene.faded
    return Cause.COLOUR if unseen and not page.in_layer(run) else Cause.ELSEWHERE


def _ends_a_word(page: Evidence, run: Run) -> bool:
    """One letter of a word that can be read but for it: the rounded end of the next word's blackout lies on it."""
    characters, first, last = page.characters, int(run.indices[0]), int(run.indices[-1])
    if not characters.text(run.indices).strip().isalpha():
        return False
    for side in (np.arange(first - _LETTERS_BESIDE, first), np.arange(last + 1, last + 1 + _LETTERS_BESIDE)):
        near = side[(side >= 0) & (side < len(characters))]
        joints = np.arange(min(first, int(near.min(initial=first))) + 1, max(last, int(near.max(initial=last))) + 1)
        if len(near) < _LETTERS_BESIDE or not page.visible[near].all() or characters.spaced[joints].any():
            continue
        boxes = characters.boxes[near]
        level = np.minimum(boxes[:, 3], run.box.bottom) - np.maximum(boxes[:, 1], run.box.top) > 0.3 * run.size
        gap = run.box.x0 - boxes[-1, 2] if near[-1] < first else boxes[0, 0] - run.box.x1
        if characters.text(near).isalpha() and bool(level.all()) and gap < 0.4 * run.size:
            return True
    return False


def _same_colour(page: Evidence, run: Run) -> bool:
    """The text's own colour is that of what is drawn there (or it is fully transparent)."""
    handle = page.characters.handle(int(run.indices[0]))
    r, g, b, a = (ctypes.c_uint() for _ in range(4))
    if not handle or not raw.FPDFPageObj_GetFillColor(handle, r, g, b, a):
        return False
    window = _window(page, run.box)
    if window is None:
        return False
    behind = np.median(window.reshape(-1, 3).astype(np.float64), axis=0)
    difference = float(np.abs(behind - np.array([r.value, g.value, b.value])).max())
    return difference <= 36 or a.value <= 8


def _window(page: Evidence, box: Box) -> Pixels | None:
    scale, pixels = page.raster.scale, page.raster.pixels
    x0, y0 = max(0, int(box.x0 * scale)), max(0, int(box.top * scale))
    part = pixels[y0 : max(y0 + 1, int(box.bottom * scale) + 1), x0 : max(x0 + 1, int(box.x1 * scale) + 1)]
    return part if part.size else None


def _whited_out(page: Evidence, run: Run) -> bool:
    """An OCR layer that fits the page well everywhere but here, where the paper is perfectly flat."""
    characters, visible = page.characters, page.visible
    hidden = float((~visible).mean()) if len(characters) else 1.0
    if run.letters < 5 or run.size < 5 or len(characters) < 60 or hidden > 0.12:
        return False
    window = _window(page, run.box.expand(1.0))
    return window is not None and float(window.astype(np.float64).std(axis=(0, 1)).max()) < 0.6


def place(page: Evidence, run: Run) -> tuple[Box, Source]:
    """Where the blackout of a run is: the dark patch, else the covering shape, else the run itself."""
    strike = page.strike_at(run.box)
    if strike is not None:
        return strike.box, strike.source
    patch = page.patch_at(run.box)
    if patch is not None:
        source, box = page.source_of(patch)
        return box, source
    cover = page.cover_of(run)
    if cover is None:
        return run.box, Source.TEXT_STYLE
    source = Source.IMAGE if cover.kind is ShapeKind.IMAGE else Source.VECTOR
    seen = cover.box.intersect(page.frame.page)
    return (seen if seen.area < 0.3 * page.frame.page.area else run.box.expand(1.0)), source


def _of(page: Evidence, *causes: Cause) -> Iterator[Run]:
    return (run for run in page.runs if cause_of(page, run) in causes)


def text_layer(page: Evidence) -> Iterator[Trace]:
    """Text under an opaque shape of any form and colour, or struck out by strokes or by other letters."""
    for run in _of(page, Cause.SHAPE):
        box, source = place(page, run)
        yield Trace(box, source, Channel.TEXT_LAYER)


def image_overlay(page: Evidence) -> Iterator[Trace]:
    """Text under an image that was laid over it and is flat where the text stands."""
    for run in _of(page, Cause.IMAGE):
        box, _ = place(page, run)
        yield Trace(box, Source.IMAGE, Channel.IMAGE_OVERLAY)


def hidden_ocr(page: Evidence) -> Iterator[Trace]:
    """A stale invisible OCR layer under pixels that have since been blacked or whited out."""
    for run in _of(page, Cause.PIXELS):
        patch = page.patch_at(run.box)
        if patch is not None:
            source, box = page.source_of(patch)
            yield Trace(box, source, Channel.HIDDEN_OCR)
        else:
            yield Trace(run.box.expand(1.0), Source.RASTER, Channel.HIDDEN_OCR, Certainty.WEAK)


def same_colour_text(page: Evidence) -> Iterator[Trace]:
    """Black text on an earlier black shape, white text on white paper."""
    for run in _of(page, Cause.COLOUR):
        patch = page.patch_at(run.box)
        if patch is not None:
            _, box = page.source_of(patch)
            yield Trace(box, Source.TEXT_STYLE, Channel.SAME_COLOUR_TEXT)
        elif not ANCHOR.search(page.characters.text(run.indices)):
            yield Trace(run.box.expand(0.5), Source.TEXT_STYLE, Channel.SAME_COLOUR_TEXT)


def glyph_gap(page: Evidence) -> Iterator[Trace]:
    """The blackout holds, but it stands inside a line of typeset text, and its width hints at the length of what was there."""
    boxes = page.characters.boxes[page.visible] if len(page.characters) else np.zeros((0, 4))
    for patch in page.patches:
        source, box = page.source_of(patch)
        if source is Source.RASTER or not len(boxes) or box.height > 40:
            continue
        line = (np.minimum(boxes[:, 3], box.bottom) - np.maximum(boxes[:, 1], box.top)) > 0.5 * (boxes[:, 3] - boxes[:, 1])
        left = line & (boxes[:, 2] <= box.x0 + 1) & (boxes[:, 2] > box.x0 - 12)
        right = line & (boxes[:, 0] >= box.x1 - 1) & (boxes[:, 0] < box.x1 + 12)
        if left.any() and right.any():
            yield Trace(box, source, Channel.GLYPH_GAP, Certainty.WEAK)
