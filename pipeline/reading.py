"""Reading a file page by page: what is blacked out first, then the text layer where it can be trusted, else OCR of masked pixels.

    examine (regions, visible characters) ─▶ words of the text layer ─▶ which parts need OCR ─▶ OCR of painted pixels ─▶ merged words
Only characters that `redaction` found visible, and pixels that it has painted, ever become words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from pipeline.errors import DamagedInput
from pipeline.model import Word
from pipeline.ocr.trust import Trust, trust
from pipeline.opening import Opened, OpenedPdf, OpenedPicture
from pipeline.upright import turns_to_upright
from pipeline.vocabulary import Depth, TextSource
from pipeline.words import in_reading_order, merged, words_of_chars, words_of_ocr
from redaction.geometry import Box

if TYPE_CHECKING:
    from pipeline.ocr.page import Readers
    from redaction.examine import PageExamination
    from redaction.model import Raster, Region
    from redaction.spoken import Read

_DPI, _LEAST_DPI = 300.0, 150.0
_LEAST_PICTURE = 0.03  # of the page: smaller pictures are logos and signatures
_LETTERS = 15  # shapes of letter size that a picture must have to be read
_BAND = 120.0  # points


@dataclass(frozen=True, slots=True)
class OcrJob:
    """What is left to read by OCR: a page (1-based), whole or only some parts (boxes in points), with regions to paint first."""

    page: int
    parts: tuple[Box, ...]
    regions: tuple[Region, ...]
    dpi: float = _DPI
    coarse: bool = False
    """Only to know what the page is about: one reading by the first engine."""


@dataclass(frozen=True, slots=True)
class OcrDone:
    """The words of one job, their mean confidence (None: nothing read) and the seconds it took."""

    page: int
    words: tuple[Word, ...] = field(repr=False)
    confidence: float | None
    seconds: float


@dataclass(frozen=True, slots=True)
class Glance:
    """A page examined: the words its text layer gives, and the OCR it still needs (None: none)."""

    examination: PageExamination
    words: tuple[Word, ...] = field(repr=False)
    job: OcrJob | None


@dataclass(frozen=True, slots=True)
class PageReading:
    """A page read: visible words in reading order, and where they came from."""

    page: int
    width: float
    height: float
    words: tuple[Word, ...] = field(repr=False)
    source: TextSource
    confidence: float | None
    seconds: float = 0.0
    depth: Depth = Depth.FULL


def glance(opened: Opened, index: int, read: Read | None = None) -> Glance:
    """Examine page `index` (0-based) for blackouts and take its text layer; `read` is only asked what dark boxes with light print say.

    Raises DamagedInput for a page that is lost.
    """
    match opened:
        case OpenedPdf():
            return _glance_pdf(opened, index, read)
        case OpenedPicture():
            from redaction.examine import examine_picture

            examination = examine_picture(opened.frame(index), index + 1, read)
            return Glance(examination, (), OcrJob(index + 1, (), tuple(examination.regions)))


def covering(seen: Glance, regions: Sequence[Region]) -> Glance:
    """The same page with more regions: nothing that lies in them is read any more."""
    number = seen.examination.number
    more = tuple(region for region in regions if region.page == number)
    if not more:
        return seen
    examination = replace(seen.examination, regions=(*seen.examination.regions, *more))
    words = tuple(word for word in seen.words if not any(word.box.covered_by(region.box) > 0.2 for region in more))
    job = replace(seen.job, regions=(*seen.job.regions, *more)) if seen.job else None
    return replace(seen, examination=examination, words=words, job=job)


def run_ocr(opened: Opened, job: OcrJob, readers: Readers) -> OcrDone:
    """Read what a job asks for. The page is drawn, painted, and only then shown to an engine."""
    from pipeline.ocr.page import read_raster
    from redaction.paint import paint

    index = job.page - 1
    readers = replace(readers, second=None) if job.coarse else readers
    raster = paint(opened.frame(index) if isinstance(opened, OpenedPicture) else _draw(opened, index, job.dpi), job.regions, as_paper=True)
    words: list[Word] = []
    seconds = 0.0
    for part, offset in _cut(raster, job.parts):
        page = read_raster(part, readers, picture=isinstance(opened, OpenedPicture))
        words += words_of_ocr(job.page, page.words, part.scale, offset)
        seconds += page.seconds
    return OcrDone(job.page, tuple(_outside(words, job.regions)), mean_confidence(words), seconds)


def finish(seen: Glance, done: OcrDone | None, depth: Depth = Depth.FULL) -> PageReading:
    """The page's words from both sources, in reading order."""
    examination = seen.examination
    ocr = done.words if done else ()
    match bool(seen.words), bool(ocr):
        case True, True:
            source = TextSource.MIXED
        case True, False:
            source = TextSource.TEXT_LAYER
        case False, True:
            source = TextSource.OCR
        case _:
            source = TextSource.NONE
    words = tuple(merged(seen.words, _not_yet_known(ocr, seen.words)))
    confidence = done.confidence if done else None
    seconds = done.seconds if done else 0.0
    return PageReading(examination.number, examination.width, examination.height, words, source, confidence, seconds, depth)


def mean_confidence(words: Sequence[Word]) -> float | None:
    """Mean confidence of words read by OCR, weighted by length; None where there are none."""
    read = [(len(word.text), word.confidence) for word in words if word.confidence is not None]
    letters = sum(length for length, _ in read)
    return sum(length * confidence for length, confidence in read) / letters if letters else None


def _glance_pdf(opened: OpenedPdf, index: int, read: Read | None) -> Glance:
    from pypdfium2 import PdfiumError

    from redaction.examine import examine_pdf_page

    try:
        examination = examine_pdf_page(opened.document, index, opened.user_unit(index), read)
    except PdfiumError:
        raise DamagedInput from None
    number, regions = index + 1, tuple(examination.regions)
    words = words_of_chars(number, examination.chars)
    if not turns_to_upright(words):
        words = in_reading_order(words)
    pictures = list(_pictures(opened, index, examination))
    match Trust.GARBAGE if examination.invisible_layer else trust([word.text for word in words]):
        case Trust.GARBAGE:
            return Glance(examination, (), OcrJob(number, (), regions))
        case Trust.TOO_LITTLE:
            dpi = max((dpi for _, dpi in pictures), default=_DPI)
            if not _has_letters(examination.raster, Box(0.0, 0.0, examination.width, examination.height), words):
                return Glance(examination, tuple(words), None)
            return Glance(examination, (), OcrJob(number, (), regions, min(_DPI, max(_LEAST_DPI, dpi))))
    parts = tuple(box for box, _ in pictures if _has_letters(examination.raster, box, words))
    dpi = max((dpi for box, dpi in pictures if box in parts), default=_DPI)
    return Glance(examination, tuple(words), OcrJob(number, parts, regions, min(_DPI, max(_LEAST_DPI, dpi))) if parts else None)


def _pictures(opened: OpenedPdf, index: int, examination: PageExamination) -> Iterator[tuple[Box, float]]:
    """Boxes of the page's pictures with their own dots an inch, those of a page's size and tiles of it joined."""
    from pypdfium2 import raw

    from redaction.rendering import frame_of

    page = opened.document[index]
    try:
        frame = frame_of(page)
        whole = Box(0.0, 0.0, examination.width, examination.height)
        stretch = examination.width / frame.width if frame.width else 1.0
        for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4):
            box = frame.box(*item.get_bounds()).scale(stretch)
            inside = box.intersect(whole)
            if inside.area >= _LEAST_PICTURE * whole.area:
                across, down = item.get_px_size()
                yield inside, max(across, down) / max(box.width, box.height, 1.0) * 72
    finally:
        page.close()


def _has_letters(raster: Raster, box: Box, words: Sequence[Word]) -> bool:
    """Whether a box holds shapes of letters, enough to be read, that no word covers. Band by band: most pictures of text tell at once."""
    found = 0
    edges = np.linspace(box.top, box.bottom, max(1, round((box.bottom - box.top) / _BAND)) + 1)
    for top, bottom in pairwise(edges):
        found += len(letters_of(raster, Box(box.x0, float(top), box.x1, float(bottom)), words))
        if found >= _LETTERS:
            return True
    return False


def letters_of(raster: Raster, box: Box, words: Sequence[Word]) -> npt.NDArray[np.float64]:
    """How far down the page, in points, each shape of letter size in the box lies that no word covers, from the top down."""
    import cv2

    part = _crop(raster, box)
    grey = cv2.cvtColor(part.pixels, cv2.COLOR_RGB2GRAY)
    ink = cv2.adaptiveThreshold(grey, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 21, 25)
    for word in words:
        x0, top, x1, bottom = (round(v * part.scale) for v in word.box.expand(1.0))
        left, upper = round(box.x0 * part.scale), round(box.top * part.scale)
        ink[max(0, top - upper) : max(0, bottom - upper), max(0, x0 - left) : max(0, x1 - left)] = 0
    stats, centres = cv2.connectedComponentsWithStats(ink, connectivity=8)[2:]
    stats, centres = stats[1:], centres[1:]
    low, high = 3.0 * part.scale, 30.0 * part.scale  # letters of 3 to 30 points
    heights, widths = stats[:, cv2.CC_STAT_HEIGHT], stats[:, cv2.CC_STAT_WIDTH]
    letters = (heights >= low) & (heights <= high) & (widths <= 4 * heights) & (heights <= 8 * widths)
    return np.sort(centres[letters, 1]) / part.scale + max(0.0, box.top)


def _not_yet_known(words: Sequence[Word], known: Sequence[Word]) -> list[Word]:
    """OCR words without those that the text layer has in the same place."""
    return [word for word in words if sum(word.box.covered_by(other.box) for other in known) < 0.5] if known else list(words)


def _draw(opened: OpenedPdf, index: int, dpi: float) -> Raster:
    from redaction.rendering import render_page

    return render_page(opened.document, index, dpi / 72, opened.user_unit(index))


def _cut(raster: Raster, parts: Sequence[Box]) -> Iterator[tuple[Raster, tuple[float, float]]]:
    if not parts:
        yield raster, (0.0, 0.0)
    for box in parts:
        yield _crop(raster, box), (box.x0, box.top)


def _crop(raster: Raster, box: Box) -> Raster:
    height, width = raster.pixels.shape[:2]
    x0, top = max(0, int(box.x0 * raster.scale)), max(0, int(box.top * raster.scale))
    x1, bottom = min(width, max(x0 + 1, int(box.x1 * raster.scale))), min(height, max(top + 1, int(box.bottom * raster.scale)))
    return replace(raster, pixels=raster.pixels[top:bottom, x0:x1].copy())


def _outside(words: Sequence[Word], regions: Sequence[Region]) -> list[Word]:
    """Words without those that an engine made of a painted region's edge."""
    return [word for word in words if not any(word.box.covered_by(region.box) > 0.6 for region in regions)]


def page_raster(opened: Opened, index: int, dpi: float = 150.0) -> Raster:
    """Page `index` (0-based) as displayed, unpainted: pixels for the respected copy, which paints them."""
    return opened.frame(index) if isinstance(opened, OpenedPicture) else _draw(opened, index, dpi)
