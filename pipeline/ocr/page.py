"""One page read from its masked pixels: prepared, read, turned if it lay on its side, read again better where it went badly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from time import perf_counter

import cv2
import numpy as np

from pipeline.ocr.engine import Layout, OcrEngine, OcrWord, mean_confidence
from pipeline.ocr.leftover import read_leftover, reread_merged
from pipeline.ocr.mapping import inverse, scaling, words_through
from pipeline.ocr.measure import is_blank
from pipeline.ocr.orientation import quarter_turns_to_upright
from pipeline.ocr.prepare import Prepared, prepare, to_grey, turned
from pipeline.ocr.stamps import read_stamps
from redaction.model import Raster

_SMALL_LETTERS = 10.5  # pixels of x-height on the page as it came: 90 to 110 dots an inch
_SECOND_LETTERS = 16.0  # what the second engine is given of an enlarged page
_HARDLY = 0.9
_SURE = 0.75
_TURNED_BELOW = 0.50  # upright pages read at 0.72 to 0.87, turned ones at 0.17 to 0.25


@dataclass(frozen=True, slots=True)
class OcrPage:
    """Words with boxes in pixels of the raster, in reading order, their mean confidence and the engine that read them."""

    words: tuple[OcrWord, ...]
    confidence: float
    engine: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Readers:
    """The engine that reads every page, the one for pages it reads badly (None: no second reading), and when to ask it."""

    first: OcrEngine
    second: OcrEngine | None = None
    second_below: float = 0.80
    small_below: float = 0.97

    @property
    def version(self) -> str:
        parts = [f"{e.name} {e.version}" for e in (self.first, self.second) if e is not None]
        return " then ".join(parts)


def read_raster(raster: Raster, readers: Readers, *, picture: bool = False) -> OcrPage:
    """The words of a page. `picture`: it came as a picture file, so it may be a photo. The raster must be masked already."""
    started = perf_counter()
    grey = to_grey(raster.pixels)
    if is_blank(grey):
        return OcrPage((), 0.0, readers.first.name, perf_counter() - started)
    page = prepare(grey, photo=picture)
    words = readers.first.read(page.grey)
    confidence = mean_confidence(words)
    if confidence < _TURNED_BELOW and (turns := _turns(page, readers)):
        upright = turned(page, turns)
        again = readers.first.read(upright.grey)
        if mean_confidence(again) > confidence:
            page, words, confidence = upright, again, mean_confidence(again)
    engine = readers.first.name
    if page.shapes is not None and confidence >= _TURNED_BELOW:
        words += read_leftover(page.grey, words, readers.first, page.shapes)
        words = reread_merged(page.grey, words, readers.first)
    if readers.second is not None and _worth_another(page, confidence, readers) and (words or page.shapes is not None):
        better = _read_small(page, readers.second)
        if better:
            words = better + missed(words, better)
            confidence, engine = mean_confidence(words), readers.second.name
    if page.shapes is not None:
        words = read_stamps(page.grey, words, readers.first, page.shapes)
    back = inverse(page.matrix)
    return OcrPage(tuple(words_through(words, back)), confidence, engine, perf_counter() - started)


def _worth_another(page: Prepared, confidence: float, readers: Readers) -> bool:
    """Badly read, or printed so small that the first engine drops boxes and lines without knowing it."""
    small = page.shapes is not None and page.shapes.letter / page.enlarged < _SMALL_LETTERS
    return confidence < (readers.small_below if small else readers.second_below)


def _read_small(page: Prepared, engine: OcrEngine) -> list[OcrWord]:
    """The second engine's words: it reads small letters better as they came than enlarged for the first one, in half the time."""
    factor = 1.0 if page.shapes is None else min(1.0, max(1 / page.enlarged, _SECOND_LETTERS / page.shapes.letter))
    if factor > _HARDLY:
        return engine.read(page.grey, Layout.PAGE)
    reduced = np.asarray(cv2.resize(page.grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    height, width = page.grey.shape
    return words_through(engine.read(reduced, Layout.PAGE), scaling(width / reduced.shape[1], height / reduced.shape[0]))


def missed(words: Sequence[OcrWord], better: Sequence[OcrWord]) -> list[OcrWord]:
    """Confident words of the first reading where the better one has nothing, on lines of their own."""
    if not words or not better:
        return []
    boxes = np.array([word.box for word in better], dtype=np.float64)
    first_line = 1 + max(word.line for word in better)
    out = []
    for word in words:
        x0, top, x1, bottom = word.box
        across = np.minimum(boxes[:, 2], x1) - np.maximum(boxes[:, 0], x0)
        down = np.minimum(boxes[:, 3], bottom) - np.maximum(boxes[:, 1], top)
        alone = not bool(((across > 0) & (down > 0)).any())
        if alone and word.confidence >= _SURE and any(char.isalnum() for char in word.text):
            out.append(replace(word, line=first_line + word.line))
    return out


def _turns(page: Prepared, readers: Readers) -> int:
    return 0 if page.shapes is None else quarter_turns_to_upright(page.grey, page.shapes, readers.first)
