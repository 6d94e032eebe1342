"""Pages lying on their side or head: told only when an upright reading goes badly, by reading two bands of text both ways.

Tesseract's own orientation detection says nothing on pages with little text; confidence tells apart upright from turned.
"""

from __future__ import annotations

import numpy as np

from pipeline.ocr.engine import Grey, Layout, OcrEngine, mean_confidence
from pipeline.ocr.shapes import Shapes

_BANDS = 2
_BAND_LINES = 9  # heights of a small letter: three lines or so
_NEIGHBOURS = 900  # letters asked for their nearest neighbour


def quarter_turns_to_upright(grey: Grey, shapes: Shapes, engine: OcrEngine) -> int:
    """Clockwise quarter turns (0 to 3) that make the page's text upright."""
    letters = _letters(shapes)
    first, second = (1, 3) if _lines_run_down(letters) else (0, 2)
    scores = {turns: _score(grey, letters, turns, engine) for turns in (first, second)}
    best = max(scores, key=lambda turns: scores[turns])
    return best if scores[best] > 0 else 0


def _letters(shapes: Shapes) -> Shapes:
    letter = shapes.letter
    longest = np.maximum(shapes.width, shapes.height)
    return shapes.those((longest >= 0.6 * letter) & (longest <= 3 * letter))


def _lines_run_down(letters: Shapes) -> bool:
    """Whether most letters have their nearest neighbour above or below, not beside them."""
    x, y = letters.centre
    if len(x) < 3:
        return False
    chosen = np.linspace(0, len(x) - 1, min(_NEIGHBOURS, len(x))).astype(int)
    down = 0
    for index in chosen.tolist():
        across, along = np.abs(x - x[index]), np.abs(y - y[index])
        distance = across + along
        distance[index] = np.inf
        nearest = int(np.argmin(distance))
        down += int(along[nearest] > across[nearest])
    return down > 0.5 * len(chosen)


def _score(grey: Grey, letters: Shapes, turns: int, engine: OcrEngine) -> float:
    """Confident words in the bands of lines with most letters, the page being turned so."""
    height, width = grey.shape
    x, y = letters.centre
    place, side = (x, width) if turns % 2 else (y, height)
    band = int(min(side, max(60, _BAND_LINES * letters.letter)))
    counts = np.histogram(place, bins=np.arange(0, side + 1))[0].astype(np.float64)
    score = 0.0
    for _ in range(_BANDS):
        running = np.convolve(counts, np.ones(band), mode="valid")
        start = int(np.argmax(running))
        strip = grey[:, start : start + band] if turns % 2 else grey[start : start + band]
        words = engine.read(np.ascontiguousarray(np.rot90(strip, -turns)), Layout.BLOCK)
        score += mean_confidence(words) * sum(word.confidence > 0.5 and len(word.text) > 1 for word in words)
        counts[start : start + band] = 0
    return score
