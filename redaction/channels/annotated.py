"""Annotations that were meant as blackouts: still removable, with everything below them intact."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from pypdfium2 import raw

from redaction.channels.covered import Cause, cause_of
from redaction.evidence import Evidence, Trace
from redaction.geometry import Box
from redaction.model import Channel, Source


def unapplied_redact(page: Evidence) -> Iterator[Trace]:
    """A Redact annotation that was never applied: text or pixels are still there."""
    for mark in page.marks:
        if mark.redact:
            for box in mark.boxes:
                kept = _text_in(page, box) or page.structure(page.bare, box) > 0.015
                yield Trace(box, Source.ANNOTATION, Channel.UNAPPLIED_REDACT if kept else None)


def annotation_cover(page: Evidence) -> Iterator[Trace]:
    """Square, Highlight, Ink, Stamp, FreeText and the like used as a cover."""
    for run in page.runs:
        if cause_of(page, run) is Cause.ANNOTATION:
            mark = page.mark_at(run.box)
            if mark is None and (strike := page.strike_at(run.box)) is not None:
                yield Trace(strike.box, Source.ANNOTATION, Channel.ANNOTATION_COVER)
            elif mark is not None and (mark.subtype != raw.FPDF_ANNOT_WIDGET or mark.dark):
                part = next((box for box in mark.boxes if run.box.covered_by(box.expand(1)) >= 0.5), run.box)
                yield Trace(part, Source.ANNOTATION, Channel.ANNOTATION_COVER)
    for mark in page.marks:
        if not mark.covering or mark.subtype == raw.FPDF_ANNOT_WIDGET:
            continue
        for box in mark.boxes:
            if min(box.width, box.height) < 4 or box.area > 0.5 * page.frame.page.area:
                continue
            flat = page.structure(page.raster, box) < 0.01
            below = page.structure(page.bare, box) > 0.02
            never_drawn = (
                mark.dark
                and not mark.drawn
                and mark.subtype in (raw.FPDF_ANNOT_SQUARE, raw.FPDF_ANNOT_HIGHLIGHT, raw.FPDF_ANNOT_POLYGON, raw.FPDF_ANNOT_CIRCLE)
            )
            if below and (flat or never_drawn or _darkened(page, box)):
                yield Trace(box, Source.ANNOTATION, Channel.ANNOTATION_COVER)


def covered_field(page: Evidence) -> Iterator[Trace]:
    """A form field under an annotation that stands later in the list: programs that keep the order show the cover, pdfium the value."""
    for index, field in enumerate(page.marks):
        if field.subtype != raw.FPDF_ANNOT_WIDGET or not field.shown:
            continue
        for cover in page.marks[index + 1 :]:
            for box in cover.boxes if cover.covering and cover.subtype != raw.FPDF_ANNOT_WIDGET else ():
                common = box.intersect(field.box)
                if common.area > 0.3 * min(box.area, field.box.area) and page.structure(page.in_order, common) < 0.01:
                    kept = field.value or page.structure(page.raster, common) > 0.015
                    yield Trace(box, Source.ANNOTATION, Channel.FORM_VALUE if kept else None)


def _darkened(page: Evidence, box: Box) -> bool:
    """A see-through cover: paper under it became dark, though print still shows."""
    rows = slice(max(0, int(box.top * page.raster.scale)), max(1, int(box.bottom * page.raster.scale)))
    columns = slice(max(0, int(box.x0 * page.raster.scale)), max(1, int(box.x1 * page.raster.scale)))
    after, before = page.raster.pixels[rows, columns], page.bare.pixels[rows, columns]
    if not after.size or after.shape != before.shape:
        return False
    return float(np.percentile(after.mean(axis=2), 80)) < 120 and float(np.percentile(before.mean(axis=2), 80)) > 200


def _text_in(page: Evidence, box: Box) -> bool:
    boxes = page.characters.boxes
    if not len(boxes):
        return False
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    return bool(((x >= box.x0) & (x <= box.x1) & (y >= box.top) & (y <= box.bottom)).any())
