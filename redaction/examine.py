"""Pages in, findings out: where something is blacked out, by which channel it leaks, and which characters a person can see.

`examine_pdf_page` and `examine_picture` look at one page, `examine_file` at what is tied to no page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium

from redaction import ink, visibility
from redaction.annotations import read_marks
from redaction.blobs import Patch, Sheet, dark_patches, prepare, sideways
from redaction.channels import PAGE_CHANNELS
from redaction.channels.covered import Cause, cause_of
from redaction.channels.pixels import survives
from redaction.drawn import is_drawing
from redaction.evidence import Evidence, Trace
from redaction.geometry import Box
from redaction.hidden import HiddenText
from redaction.labels import BLOCKS, labels, without_labels
from redaction.lookalikes import find_blackouts
from redaction.model import Certainty, Channel, Char, Leak, Raster, Region, Source
from redaction.rendering import Frame, draw, frame_of
from redaction.scene import Scene, read_scene
from redaction.smears import smears
from redaction.spoken import Read, labelled_covers, painted_over
from redaction.struck import View, strikes
from redaction.textlayer import Characters

DETECTION_SCALE = 110 / 72
"""Pixels per point at which PDF pages are judged."""


@dataclass(frozen=True, slots=True)
class PageExamination:
    """One page: `width` and `height` in displayed points; `regions` with their leaks; `leaks` of the page that lie in no region;
    `chars`, the text layer as far as it can be seen and lies in no region; `raster`, the page as displayed, nothing painted yet."""

    number: int
    width: float
    height: float
    regions: tuple[Region, ...]
    leaks: tuple[Leak, ...]
    chars: tuple[Char, ...] = field(repr=False)
    raster: Raster = field(repr=False)
    hidden: HiddenText = field(repr=False, default_factory=HiddenText)
    frame: Frame = field(repr=False, default=Frame(0.0, 0.0, (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)))
    user_unit: float = 1.0
    invisible_layer: bool = False
    """The visible characters belong to an OCR layer: text that paints no ink, over a picture that does."""


def examine_pdf_page(document: pdfium.PdfDocument, index: int, user_unit: float = 1.0, read: Read | None = None) -> PageExamination:
    """Page `index` (from 0) of an open document. Coordinates are displayed points; `user_unit` is the page's own /UserUnit; `read`
    says what is printed on a dark box that has no text layer (None: such boxes are headers)."""
    page = document[index]
    try:
        return _examine(document, page, index, user_unit, read)
    finally:
        page.close()


def _examine(document: pdfium.PdfDocument, page: pdfium.PdfPage, index: int, user_unit: float, read: Read | None) -> PageExamination:
    frame = frame_of(page, user_unit)
    raster = draw(page, DETECTION_SCALE, user_unit)
    marks = read_marks(page, frame)
    scene = read_scene(page, frame)
    gray = ink.grey(raster)
    visible = visibility.visible_characters(scene, raster, gray)
    labelled = labels(scene.characters, visible, gray, raster.scale)
    unlabelled = without_labels(raster, scene.characters, labelled) if labelled.any() else raster
    readable = visible & ~labelled
    seen = _see(unlabelled, read, lambda box: _is_print(box, scene.characters, readable))
    sheet = seen.sheet
    on_its_side = visibility.sideways(scene.characters) if len(scene.characters) > 20 else sideways(sheet)
    found = seen.blackouts(on_its_side)
    visible &= ~visibility.struck_out(scene, [patch.box for patch in found])
    visible &= ~visibility.under_pictures(page, scene, visible, raster, user_unit)
    printed = visible & ~labelled & ~np.isin(scene.characters.codes, BLOCKS)
    patches = tuple(patch for patch in found if _is_blackout(patch, scene, printed, visible))
    struck = strikes(View(page, scene, visible, raster, gray, user_unit), marks)
    for strike in struck:
        visible[strike.indices] = False
    evidence = Evidence(index + 1, page, frame, raster, sheet, scene, patches, marks, visible, struck, user_unit)
    traces = [Trace(box, source, None) for source, box in map(evidence.source_of, patches)]
    for detector in PAGE_CHANNELS:
        traces.extend(detector(evidence))
    regions, leaks = gather(index + 1, traces, frame.page)
    chars, layer = visibility.characters_to_keep(document, index, evidence, [region.box for region in regions])
    meant = (run for run in evidence.runs if cause_of(evidence, run) not in (Cause.NOTHING, Cause.ELSEWHERE))
    hidden = HiddenText(evidence.characters.text(run.indices) for run in meant)
    return PageExamination(index + 1, frame.width, frame.height, regions, leaks, chars, raster, hidden, frame, user_unit, layer)


def examine_picture(raster: Raster, number: int, read: Read | None = None) -> PageExamination:
    """A photo, a scan or a screenshot as page `number` (from 1). Coordinates are points at the raster's own scale. The raster that is
    kept is the one that was judged, so that a long scan does not fill the memory. `read`: see `examine_pdf_page`."""
    seen = _see(raster, read, lambda _: False)
    sheet = seen.sheet
    traces: list[Trace] = []
    for patch in seen.blackouts(sideways(sheet)):
        weak = survives(sheet.gray, patch.box.scale(sheet.scale), sheet.unit)
        traces.append(Trace(patch.box, Source.RASTER, Channel.SEE_THROUGH if weak else None, Certainty.WEAK))
    for smear in smears(ink.grey(raster), raster.scale, sheet):
        traces.append(Trace(smear.box, Source.RASTER, Channel.PIXELATED, Certainty.WEAK))
    page = Box(0.0, 0.0, raster.width_pt, raster.height_pt)
    regions, leaks = gather(number, traces, page)
    return PageExamination(number, page.x1, page.bottom, regions, leaks, (), Raster(sheet.pixels, sheet.scale))


@dataclass(frozen=True, slots=True)
class _Seen:
    """A page picture with the labels of its blackouts painted over, prepared, and its dark patches."""

    raster: Raster
    sheet: Sheet
    patches: list[Patch]
    labelled: tuple[Patch, ...] = ()
    """Those that said that they are blackouts, whatever their colour."""

    def blackouts(self, on_its_side: bool) -> list[Patch]:
        found = find_blackouts(self.raster, self.sheet, on_its_side, self.patches)
        return found + [own for own in self.labelled if not any(own.box.iou(other.box) > 0.3 for other in found)]


def _see(raster: Raster, read: Read | None, spoken_for: Callable[[Box], bool]) -> _Seen:
    sheet = prepare(raster)
    patches = dark_patches(sheet)
    labelled = labelled_covers(sheet, patches, read, spoken_for) if read is not None else ()
    if not labelled:
        return _Seen(raster, sheet, patches)
    plain = painted_over(sheet, [patch.box for patch in labelled])
    again = prepare(plain)
    return _Seen(plain, again, dark_patches(again), labelled)


def _is_blackout(patch: Patch, scene: Scene, printed: npt.NDArray[np.bool_], visible: npt.NDArray[np.bool_]) -> bool:
    """Not print, and no part of a drawing unless text is hidden under it."""
    if _is_print(patch.box, scene.characters, printed):
        return False
    x, y = scene.characters.boxes[~visible].reshape(-1, 2, 2).mean(axis=1).T
    hides = (x > patch.box.x0) & (x < patch.box.x1) & (y > patch.box.top) & (y < patch.box.bottom)
    return bool(hides.any()) or not is_drawing(patch, scene.shapes)


def _is_print(box: Box, characters: Characters, visible: npt.NDArray[np.bool_]) -> bool:
    """The dark patch in this box is a letter of a large heading, or has readable print on it."""
    boxes = characters.boxes[visible]
    if not len(boxes):
        return False
    wide = np.maximum(0, np.minimum(boxes[:, 2], box.x1) - np.maximum(boxes[:, 0], box.x0))
    high = np.maximum(0, np.minimum(boxes[:, 3], box.bottom) - np.maximum(boxes[:, 1], box.top))
    common = wide * high
    own = np.maximum(1e-6, (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]))
    return bool((common > 0.5 * box.area).any() or (common / own > 0.85).sum() >= 2)


def gather(number: int, traces: Iterable[Trace], page: Box) -> tuple[tuple[Region, ...], tuple[Leak, ...]]:
    """Traces put together: those of one place become one region with all its channels. Largest box of a place wins."""
    places: list[tuple[Box, Source, list[Trace]]] = []
    loose: list[Leak] = []
    for trace in sorted(traces, key=lambda t: -t.box.area):
        if trace.box.intersect(page).area <= 0:  # beyond the view
            if trace.channel is not None:
                loose.append(Leak(trace.channel, trace.certainty, number, None))
            continue
        for box, _, members in places:
            if trace.box.covered_by(box.expand(1.0)) > 0.6 or trace.box.iou(box) > 0.5:
                members.append(trace)
                break
        else:
            places.append((trace.box.intersect(page), trace.source, [trace]))
    places.sort(key=lambda place: (round(place[0].top), place[0].x0))
    regions = []
    for box, source, members in places:
        seen: dict[Channel, Leak] = {}
        for member in members:
            if member.channel is not None and (member.channel not in seen or member.certainty is Certainty.STRONG):
                seen[member.channel] = Leak(member.channel, member.certainty, number, box.rounded())
        regions.append(Region(number, box.rounded(), source, tuple(seen[channel] for channel in Channel if channel in seen)))
    unique = {(leak.channel, leak.page): leak for leak in loose}
    return tuple(regions), tuple(unique.values())


def settle(regions: Sequence[Region], leaks: Iterable[Leak]) -> tuple[tuple[Region, ...], tuple[Leak, ...]]:
    """Leaks that have a place are put into the region that lies there; the rest are returned as they are."""
    found: dict[int, list[Leak]] = {}
    rest: list[Leak] = []
    for leak in leaks:
        common = (
            {}
            if leak.box is None
            else {i: region.box.intersect(leak.box).area for i, region in enumerate(regions) if region.page == leak.page}
        )
        best = max((i for i, area in common.items() if area > 0), key=lambda i: common[i], default=None)
        if best is None:
            rest.append(leak)
        else:
            found.setdefault(best, []).append(leak)
    merged = tuple(
        Region(region.page, region.box, region.source, _joined(region.leaks, found.get(i, ()))) for i, region in enumerate(regions)
    )
    return merged, tuple(rest)


def _joined(leaks: Sequence[Leak], more: Sequence[Leak]) -> tuple[Leak, ...]:
    known = {leak.channel: leak for leak in more} | {leak.channel: leak for leak in leaks}
    return tuple(known[channel] for channel in Channel if channel in known)


__all__ = ["DETECTION_SCALE", "PageExamination", "Scene", "Sheet", "examine_pdf_page", "examine_picture", "gather", "settle"]
