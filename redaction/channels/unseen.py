"""Content that is in the page but not in the view: layers switched off, text beyond the crop box, text that was clipped away."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator

import numpy as np
from pypdfium2 import raw

from redaction.channels.covered import Cause, cause_of
from redaction.evidence import Evidence, Run, Trace
from redaction.geometry import Box
from redaction.model import Certainty, Channel, Source

NOWHERE = Box(0.0, 0.0, 0.0, 0.0)
"""A leak with no place that could be painted over."""

SLUG = re.compile(r"\.(?:indd|qxd|qxp|ai|pdf|eps|psd|docx?)|cyan|magenta|\bcmyk\b|\d\s?[ap]m$|proof|trim|bleed", re.IGNORECASE)
"""What printers write beside the sheet."""


def hidden_layer(page: Evidence) -> Iterator[Trace]:
    """Text in an optional content group that is switched off, where something is blacked out or left blank."""
    for run in page.runs:
        if run.letters >= 3 and cause_of(page, run) is Cause.ELSEWHERE and page.in_layer(run):
            patch = page.patch_at(run.box)
            if patch is not None:
                source, box = page.source_of(patch)
                yield Trace(box, source, Channel.HIDDEN_LAYER)
            elif _in_a_line(page, run):
                yield Trace(NOWHERE, Source.TEXT_STYLE, Channel.HIDDEN_LAYER, Certainty.WEAK)


def outside_view(page: Evidence) -> Iterator[Trace]:
    """Whole texts between the crop box and the media box, or clipped away. Text that merely runs off the paper is no leak."""
    visible_orders = set(page.characters.order[page.visible].tolist())
    media = page.media
    for run in page.runs:
        if run.letters < 3 or run.invisible or run.order in visible_orders or cause_of(page, run) is not Cause.ELSEWHERE:
            continue
        beyond = run.box.covered_by(page.frame.page) <= 0.5
        if beyond and (media.area <= page.frame.page.area * 1.01 or run.box.covered_by(media) < 0.9):
            continue
        if _is_slug(page, run) or (not beyond and (page.in_layer(run) or not _clipped(page, run))):
            continue
        yield Trace(NOWHERE, Source.TEXT_STYLE, Channel.OUTSIDE_VIEW)


def _is_slug(page: Evidence, run: Run) -> bool:
    """It stands in a printer's line beside the sheet."""
    return any(
        SLUG.search(page.characters.text(other.indices))
        for other in page.runs
        if min(other.box.bottom, run.box.bottom) > max(other.box.top, run.box.top)
        or (min(other.box.x1, run.box.x1) > max(other.box.x0, run.box.x0) and other.box.width < other.box.height)
    )


def _in_a_line(page: Evidence, run: Run) -> bool:
    """The gap on the page where the text would stand is part of a visible line."""
    boxes = page.characters.boxes[page.visible]
    if not len(boxes):
        return False
    same = (np.minimum(boxes[:, 3], run.box.bottom) - np.maximum(boxes[:, 1], run.box.top)) > 0.5 * (boxes[:, 3] - boxes[:, 1])
    near = (np.maximum(boxes[:, 0], run.box.x0) - np.minimum(boxes[:, 2], run.box.x1)) < 4 * run.size
    return bool((same & near).any())


def _clipped(page: Evidence, run: Run) -> bool:
    """A clip path is in force that leaves next to nothing of the text."""
    handle = page.characters.handle(int(run.indices[0]))
    path = raw.FPDFPageObj_GetClipPath(handle) if handle else None
    if not path:
        return False
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(min(64, max(0, raw.FPDFClipPath_CountPaths(path)))):
        xs, ys = [], []
        for segment in range(min(400, max(0, raw.FPDFClipPath_CountPathSegments(path, index)))):
            point = raw.FPDFClipPath_GetPathSegment(path, index, segment)
            if point and raw.FPDFPathSegment_GetPoint(point, x, y):
                xs.append(x.value)
                ys.append(y.value)
        if xs and run.box.covered_by(page.frame.box(min(xs), min(ys), max(xs), max(ys))) < 0.25:
            return True
    return False
