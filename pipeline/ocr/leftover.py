"""What a first reading left unread: letters outside every word, read once more on their own.

Tesseract's layout analysis drops lines that touch dotted rules, stand in boxes or beside tables; its recogniser reads them well.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.ocr.engine import Grey, Layout, OcrEngine, OcrWord
from pipeline.ocr.shapes import Shapes

FEWEST, LEAST_SHARE = 12, 0.04  # letters left, and their share of all letters, for which a second look is worth its time
_CONFIDENT = 0.5


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
