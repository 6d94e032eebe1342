"""The preparation that was measured to pay: dark pages inverted, photos straightened, skew taken out, letters brought to size.

Nothing else is done: binarising, denoising and sharpening cost time and lose words.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import cv2
import numpy as np

from pipeline.ocr.engine import Grey
from pipeline.ocr.leaders import without_leaders
from pipeline.ocr.mapping import IDENTITY, Matrix, quarter_turns, scaling
from pipeline.ocr.measure import is_dark, letter_height, skew
from pipeline.ocr.photo import flatten, is_uneven, straighten
from pipeline.ocr.shapes import Shapes, shapes_of
from redaction.model import Pixels

_GOOD_LETTERS = (11.0, 17.0)  # pixels of x-height, left as they are: enlarging legible letters loses words in dense forms
_ENLARGED_TO, _REDUCED_TO = 18.0, 14.0  # larger letters than needed cost a quarter more time and read no better
_LEAST_SKEW = 0.4  # degrees; the engine copes with less
_MOST_PIXELS, _MOST_ENLARGED = 16_000_000, 9_000_000
_LARGEST, _SMALLEST = 4.0, 0.25


@dataclass(frozen=True, slots=True)
class Prepared:
    """Pixels for the engine; `matrix` maps pixels of the page to pixels of `grey`; `shapes`: what
    was seen on `grey`, None where there are no letters."""

    grey: Grey = field(repr=False)
    matrix: Matrix = field(repr=False)
    photo: bool = False
    shapes: Shapes | None = None
    enlarged: float = 1.0
    """How much larger its letters are than on the page as it came."""


def to_grey(pixels: Pixels) -> Grey:
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8)


def prepare(grey: Grey, *, photo: bool = False) -> Prepared:
    """The picture made ready for the engine. `photo`: it may show a page lying on something."""
    matrix, cut = IDENTITY, None
    if photo and (cut := straighten(grey)) is not None:
        grey, matrix = cut.grey, cut.matrix
    if is_dark(grey):
        grey = np.asarray(255 - grey, dtype=np.uint8)
    if (photo or cut) and is_uneven(grey):
        grey = flatten(grey)
    return _to_size(grey, matrix, photo=cut is not None)


def turned(prepared: Prepared, turns: int) -> Prepared:
    """The same picture after clockwise quarter turns."""
    if not turns % 4:
        return prepared
    height, width = prepared.grey.shape
    matrix = quarter_turns(turns, width, height) @ prepared.matrix
    grey = np.ascontiguousarray(np.rot90(prepared.grey, -turns))
    return replace(prepared, grey=grey, matrix=matrix, shapes=prepared.shapes and shapes_of(grey, prepared.shapes.letter))


def _to_size(grey: Grey, matrix: Matrix, *, photo: bool) -> Prepared:
    """Letters to size and lines level, in one step of interpolation."""
    height, width = grey.shape
    letters, angle = letter_height(grey), skew(grey)
    factor = 1.0
    if letters is None:
        factor = 2.0 if max(height, width) < 1650 else 1.0
    elif not _GOOD_LETTERS[0] <= letters <= _GOOD_LETTERS[1]:
        factor = min(_LARGEST, max(_SMALLEST, (_ENLARGED_TO if letters < _GOOD_LETTERS[0] else _REDUCED_TO) / letters))
    factor = min(factor, max(1.0, (_MOST_ENLARGED / grey.size) ** 0.5), (_MOST_PIXELS / grey.size) ** 0.5)
    if abs(angle) < _LEAST_SKEW:
        if abs(factor - 1) < 0.05:
            return _looked_at(Prepared(grey, matrix, photo), letters)
        how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
        sized = cv2.resize(grey, (max(1, round(width * factor)), max(1, round(height * factor))), interpolation=how)
        matrix = scaling(sized.shape[1] / width, sized.shape[0] / height) @ matrix
        return _looked_at(Prepared(np.asarray(sized, dtype=np.uint8), matrix, photo, enlarged=factor), letters and letters * factor)
    radians = np.deg2rad(abs(angle))
    w = round(factor * (width * np.cos(radians) + height * np.sin(radians)))
    h = round(factor * (width * np.sin(radians) + height * np.cos(radians)))
    turn = np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), angle, factor), [0, 0, 1]])
    turn[0, 2] += w / 2 - width / 2
    turn[1, 2] += h / 2 - height / 2
    how = cv2.INTER_CUBIC if factor > 1 else cv2.INTER_LINEAR  # only small print needs the finer one, at three times the time
    level = cv2.warpAffine(grey, turn[:2], (w, h), flags=how, borderMode=cv2.BORDER_REPLICATE)
    return _looked_at(Prepared(np.asarray(level, dtype=np.uint8), turn @ matrix, photo, enlarged=factor), letters and letters * factor)


def _looked_at(page: Prepared, letter: float | None) -> Prepared:
    if letter is None:
        return page
    shapes = shapes_of(page.grey, letter)
    return replace(page, grey=without_leaders(page.grey, shapes), shapes=shapes)
