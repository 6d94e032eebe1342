"""One page read from its masked pixels: prepared, read, turned if it lay on its side, read again better where it went badly."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter

from pipeline.ocr.engine import Layout, OcrEngine, OcrWord, mean_confidence
from pipeline.ocr.leftover import read_leftover
from pipeline.ocr.mapping import inverse, words_through
from pipeline.ocr.measure import is_blank
from pipeline.ocr.orientation import quarter_turns_to_upright
from pipeline.ocr.prepare import Prepared, prepare, to_grey, turned
from redaction.model import Raster

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
    if readers.second is not None and confidence < readers.second_below and (words or page.shapes is not None):
        better = readers.second.read(page.grey, Layout.PAGE)
        if better:
            words, confidence, engine = better, mean_confidence(better), readers.second.name
    back = inverse(page.matrix)
    return OcrPage(tuple(words_through(words, back)), confidence, engine, perf_counter() - started)


def _turns(page: Prepared, readers: Readers) -> int:
    return 0 if page.shapes is None else quarter_turns_to_upright(page.grey, page.shapes, readers.first)
