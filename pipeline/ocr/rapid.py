"""RapidOCR: PP-OCR models from inside its wheel on onnxruntime, offline; slower and far better on receipts and photos.

It reads whole lines and drops many blanks; words are cut where the pixels show a gap that is wide for their line.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Sequence
from functools import cached_property
from importlib.metadata import version
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from pipeline.ocr.engine import Grey, Layout, OcrWord, PixelBox

_NARROWEST = 240  # pixels at a height of 48: shorter lines are padded to it, which costs as much as reading
_LINES_AT_ONCE = 2  # all are padded to the longest of them
_GLUED_FORM = re.compile(r"(?<=[a-z])(?:LLC|L\.L\.C\.|LLP|PLLC|GmbH|Inc\.?|Ltd\.?)$")
"""A legal form run together with the name before it: "SolutionsLLC"."""
_WORD_GAP = 0.30  # of the line's height; letters stand closer, words do not
_AGAINST_MEDIAN = 2.2  # widely spaced lines: a gap between words is also wide for the line


class Letter(NamedTuple):
    """One character of a line with its place and the model's confidence."""

    text: str
    box: PixelBox
    confidence: float


class RapidOcrEngine:
    name = "rapidocr"

    @cached_property
    def version(self) -> str:
        return version("rapidocr")

    @cached_property
    def _engine(self) -> Any:
        from rapidocr import RapidOCR

        logging.getLogger("RapidOCR").setLevel(logging.CRITICAL)
        return RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.use_cls": False,
                "Global.return_word_box": True,
                "Global.return_single_char_box": True,
                "Rec.rec_img_shape": [3, 48, _NARROWEST],
                "Rec.rec_batch_num": _LINES_AT_ONCE,
                "EngineConfig.onnxruntime.intra_op_num_threads": 1,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            }
        )

    def read(self, grey: Grey, layout: Layout = Layout.PAGE) -> list[OcrWord]:
        result = self._engine(np.repeat(grey[:, :, None], 3, axis=2))
        words: list[OcrWord] = []
        for line, (text, pieces) in enumerate(zip(result.txts or (), result.word_results or (), strict=False)):
            letters = [Letter(char, _bounds(quad), float(score)) for char, score, quad in pieces]
            words += words_of_line(text, letters, grey, line)
        return words

    def close(self) -> None:
        self.__dict__.pop("_engine", None)


def words_of_line(text: str, letters: Sequence[Letter], grey: Grey, line: int) -> list[OcrWord]:
    """The line cut into words at its blanks and at wide gaps in its ink. `letters` are the line's characters without blanks."""
    letters = [letter for letter in letters if not letter.text.isspace()]
    if not letters:
        return []
    blank_before = _blanks(text, letters)
    gaps = _gaps(letters, grey)
    height = float(np.median([letter.box.bottom - letter.box.top for letter in letters]))
    wide = max(_WORD_GAP * height, _AGAINST_MEDIAN * float(np.median(gaps)) if gaps else 0.0)
    words: list[list[Letter]] = [[letters[0]]]
    glued = _GLUED_FORM.search("".join(letter.text for letter in letters)) if all(len(letter.text) == 1 for letter in letters) else None
    for index, letter in enumerate(letters[1:]):
        if blank_before[index + 1] or gaps[index] > wide or (glued is not None and glued.start() == index + 1):
            words.append([])
        words[-1].append(letter)
    return [_word(word, line) for word in words]


def _blanks(text: str, letters: Sequence[Letter]) -> list[bool]:
    """For each letter whether the line's text has a blank before it."""
    out, blank, place = [], False, 0
    for letter in letters:
        while place < len(text) and text[place].isspace():
            blank, place = True, place + 1
        out.append(blank)
        blank, place = False, place + len(letter.text)
    return out


def _gaps(letters: Sequence[Letter], grey: Grey) -> list[float]:
    """Widest run of columns without ink between the centres of neighbouring letters, in pixels."""
    top, bottom = min(letter.box.top for letter in letters), max(letter.box.bottom for letter in letters)
    trim = 0.15 * (bottom - top)
    left, right = int(min(letter.box.x0 for letter in letters)), int(max(letter.box.x1 for letter in letters)) + 1
    band = grey[max(0, int(top + trim)) : max(1, int(bottom - trim)), max(0, left) : max(1, right)]
    if not band.size:
        return [0.0] * (len(letters) - 1)
    low, high = (int(v) for v in np.percentile(band, (2, 90)))
    inked = np.asarray((band < low + 0.55 * (high - low)).any(axis=0), dtype=np.bool_)
    centres = [int((letter.box.x0 + letter.box.x1) / 2) - max(0, left) for letter in letters]
    return [float(_widest_gap(inked[max(0, a) : max(0, b)])) for a, b in pairwise(centres)]


def _widest_gap(inked: np.typing.NDArray[np.bool_]) -> int:
    places = np.flatnonzero(np.concatenate([[True], inked, [True]]))
    return int(np.diff(places).max()) - 1


def _word(letters: Sequence[Letter], line: int) -> OcrWord:
    boxes = [letter.box for letter in letters]
    box = PixelBox(min(b.x0 for b in boxes), min(b.top for b in boxes), max(b.x1 for b in boxes), max(b.bottom for b in boxes))
    text = unicodedata.normalize("NFKC", "".join(letter.text for letter in letters))
    return OcrWord(text, box, sum(letter.confidence for letter in letters) / len(letters), line)


def _bounds(quad: Sequence[Sequence[float]]) -> PixelBox:
    xs, ys = [float(point[0]) for point in quad], [float(point[1]) for point in quad]
    return PixelBox(min(xs), min(ys), max(xs), max(ys))
