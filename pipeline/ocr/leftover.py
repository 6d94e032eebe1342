"""What a first reading left unread: letters outside every word, read once more on their own.

Tesseract's layout analysis drops lines that touch dotted rules, stand in boxes or beside tables; its recogniser reads them well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from pipeline.ocr.engine import Grey, Layout, OcrEngine, OcrWord, PixelBox
from pipeline.ocr.shapes import Shapes

FEWEST, LEAST_SHARE = 12, 0.04  # letters left, and their share of all letters, for which a second look is worth its time
_CONFIDENT = 0.5
_NONSENSE, _MERGED_HEIGHT, _MOST_MERGED = 0.4, 1.5, 6
_MARGIN, _FRAME = 4, 14  # pixels


def read_leftover(grey: Grey, words: Sequence[OcrWord], engine: OcrEngine, shapes: Shapes) -> list[OcrWord]:
    """Words among the letters that no word covers; an empty list where there are too few to bother."""
    if letters_outside(words, shapes) == 0:
        return []
    rest = grey.copy()
    paper = int(np.percentile(grey[::8, ::8], 80))
    for word in words:
        x0, top, x1, bottom = (round(v) for v in word.box)
        rest[max(0, top - 2) : bottom + 2, max(0, x0 - 2) : x1 + 2] = paper
    first_line = 1 + max((word.line for word in words), default=-1)
    found = engine.read(rest, Layout.SPARSE)
    return [OcrWord(w.text, w.box, w.confidence, first_line + w.line) for w in found if w.confidence >= _CONFIDENT]


def reread_merged(grey: Grey, words: Sequence[OcrWord], engine: OcrEngine) -> list[OcrWord]:
    """The words, with two lines of print that were read as one line of nonsense read again, as a block of their own."""
    sure = [word.box.bottom - word.box.top for word in words if word.confidence >= _CONFIDENT]
    if len(sure) < FEWEST:
        return list(words)
    tall, kept = _MERGED_HEIGHT * float(np.median(sure)), list(words)
    lines: dict[int, list[OcrWord]] = {}
    for word in words:
        if word.confidence < _NONSENSE:
            lines.setdefault(word.line, []).append(word)
    merged = [line for line in lines.values() if max(w.box.bottom for w in line) - min(w.box.top for w in line) >= tall]
    for line in merged[:_MOST_MERGED]:
        again = _read_block(grey, line, engine)
        if sum(len(w.text) for w in again) >= sum(len(w.text) for w in line):
            first_line = 1 + max(word.line for word in kept)
            kept = [word for word in kept if word not in line]
            kept += [OcrWord(w.text, w.box, w.confidence, first_line + w.line) for w in again]
    return kept


def _read_block(grey: Grey, line: Sequence[OcrWord], engine: OcrEngine) -> list[OcrWord]:
    """The confident words of the area that a line's words cover."""
    height, width = grey.shape
    left, top = max(0, round(min(w.box.x0 for w in line)) - _MARGIN), max(0, round(min(w.box.top for w in line)) - _MARGIN)
    right, bottom = min(width, round(max(w.box.x1 for w in line)) + _MARGIN), min(height, round(max(w.box.bottom for w in line)) + _MARGIN)
    paper = int(np.percentile(grey[::8, ::8], 80))
    area = np.pad(grey[top:bottom, left:right], _FRAME, constant_values=paper)
    found = [word for word in engine.read(area, Layout.BLOCK) if word.confidence >= _CONFIDENT]
    x, y = left - _FRAME, top - _FRAME
    return [replace(w, box=PixelBox(w.box.x0 + x, w.box.top + y, w.box.x1 + x, w.box.bottom + y)) for w in found]


def letters_outside(words: Sequence[OcrWord], shapes: Shapes) -> int:
    """Number of letters that no word covers; 0 where they are too few to matter."""
    letter, width, height = shapes.letter, shapes.width, shapes.height
    letters = shapes.those((height >= 0.6 * letter) & (height <= 3.5 * letter) & (width <= 3.5 * height) & (height <= 8 * width))
    if len(letters) < FEWEST:
        return 0
    x, y = letters.centre
    outside = np.ones(len(letters), dtype=np.bool_)
    for word in words:
        x0, top, x1, bottom = word.box
        outside &= ~((x >= x0 - 2) & (x <= x1 + 2) & (y >= top - 2) & (y <= bottom + 2))
    left = int(outside.sum())
    return left if left >= max(FEWEST, LEAST_SHARE * len(letters)) else 0
