"""Content that is in the page but not in the view: layers switched off, text beyond the crop box, text that was clipped away."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator

from pypdfium2 import raw

from redaction.channels.covered import Cause, cause_of
from redaction.evidence import Evidence, Run, Trace
from redaction.model import Channel, Source

SLUG = re.compile(r"\.(?:indd|qxd|qxp|ai|pdf|eps|psd|docx?)\b|cyan|magenta|\bcmyk\b|\d\s?[ap]m$|proof|trim|bleed", re.IGNORECASE)
"""What printers write beside the sheet."""


def hidden_layer(page: Evidence) -> Iterator[Trace]:
    """Text in an optional content group that is switched off, where something is blacked out or left blank."""
    for run in page.runs:
        if run.letters >= 3 and cause_of(page, run) is Cause.ELSEWHERE and _in_layer(page, run):
            patch = page.patch_at(run.box)
            yield Trace(patch.box if patch else run.box, Source.TEXT_STYLE, Channel.HIDDEN_LAYER)


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
        if SLUG.search(page.characters.text(run.indices)) or (not beyond and (_in_layer(page, run) or not _clipped(page, run))):
            continue
        yield Trace(run.box, Source.TEXT_STYLE, Channel.OUTSIDE_VIEW)


def _in_layer(page: Evidence, run: Run) -> bool:
    handle = page.characters.handles[int(run.indices[0])]
    for index in range(max(0, raw.FPDFPageObj_CountMarks(handle)) if handle else 0):
        mark = raw.FPDFPageObj_GetMark(handle, index)
        buffer = (ctypes.c_ushort * 32)()
        length = ctypes.c_ulong()
        named = mark and raw.FPDFPageObjMark_GetName(mark, buffer, ctypes.sizeof(buffer), length)
        if named and bytes(buffer).decode("utf-16-le", "replace").startswith("OC\0"):
            return True
    return False


def _clipped(page: Evidence, run: Run) -> bool:
    """A clip path is in force that leaves next to nothing of the text."""
    handle = page.characters.handles[int(run.indices[0])]
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
