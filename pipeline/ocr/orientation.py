"""Pages lying on their side or head: told only when an upright reading goes badly, by reading two bands of text both ways.

Tesseract's own orientation detection says nothing on pages with little text; confidence tells apart upright from turned.
"""

from __future__ import annotations

import cv2
import numpy as np

from pipeline.ocr.engine import Grey, Layout, OcrEngine, mean_confidence

_BANDS = 2
_BAND_SHARE = 0.12  # of the page's height


def quarter_turns_to_upright(grey: Grey, engine: OcrEngine) -> int:
    """Clockwise quarter turns (0 to 3) that make the page's text upright."""
    lying = _lines_run_down(grey)
    first, second = (1, 3) if lying else (0, 2)
    scores = {turns: _score(np.ascontiguousarray(np.rot90(grey, -turns)), engine) for turns in (first, second)}
    best = max(scores, key=lambda turns: scores[turns])
    return best if scores[best] > 0 else 0


def _lines_run_down(grey: Grey) -> bool:
    """Whether lines of text run along columns: their profile is then sharper across than down."""
    factor = min(1.0, 900 / max(grey.shape))
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    ink = cv2.adaptiveThreshold(small, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 12)
    rules = [cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones(size, np.uint8)) for size in ((1, 60), (60, 1))]
    text = np.asarray(cv2.subtract(ink, cv2.dilate(cv2.max(*rules), np.ones((3, 3), np.uint8))), dtype=np.float64)
    down, across = text.sum(axis=1), text.sum(axis=0)
    return bool((np.diff(across) ** 2).mean() / max(1, small.shape[0]) > (np.diff(down) ** 2).mean() / max(1, small.shape[1]))


def _score(grey: Grey, engine: OcrEngine) -> float:
    """Confident letters in the bands with most ink."""
    height = grey.shape[0]
    band = max(60, int(height * _BAND_SHARE))
    ink = (grey < 128).sum(axis=1).astype(np.float64)
    score = 0.0
    for _ in range(_BANDS):
        running = np.convolve(ink, np.ones(band), mode="valid") if height > band else np.array([ink.sum()])
        top = int(np.argmax(running))
        words = engine.read(np.ascontiguousarray(grey[top : top + band]), Layout.BLOCK)
        score += mean_confidence(words) * sum(word.confidence > 0.5 for word in words)
        ink[top : top + band] = 0
    return score
