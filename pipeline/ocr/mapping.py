"""Where a pixel of the prepared picture came from: 3 by 3 matrices, and word boxes carried back to the page.

page as displayed ──crop, turn, deskew, scale──▶ prepared picture ──engine──▶ boxes ──back──▶ page as displayed
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np
import numpy.typing as npt

from pipeline.ocr.engine import OcrWord, PixelBox

Matrix = npt.NDArray[np.float64]
IDENTITY: Matrix = np.eye(3)


def scaling(x: float, y: float | None = None) -> Matrix:
    return np.diag([x, x if y is None else y, 1.0])


def quarter_turns(turns: int, width: float, height: float) -> Matrix:
    """`turns` clockwise quarter turns of a picture of that size (before turning), as `np.rot90(picture, -turns)` does."""
    match turns % 4:
        case 1:
            return np.array([[0.0, -1.0, height], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
        case 2:
            return np.array([[-1.0, 0.0, width], [0.0, -1.0, height], [0.0, 0.0, 1.0]])
        case 3:
            return np.array([[0.0, 1.0, 0.0], [-1.0, 0.0, width], [0.0, 0.0, 1.0]])
    return IDENTITY


def inverse(matrix: Matrix) -> Matrix:
    return cast(Matrix, np.linalg.inv(matrix))


def words_through(words: Sequence[OcrWord], matrix: Matrix) -> list[OcrWord]:
    """The words with each box replaced by the bounds of its four corners sent through `matrix`."""
    if not words:
        return []
    boxes = np.array([word.box for word in words], dtype=np.float64)
    corners = np.stack([boxes[:, [0, 1]], boxes[:, [2, 1]], boxes[:, [2, 3]], boxes[:, [0, 3]]], axis=1)
    sent = np.concatenate([corners, np.ones((*corners.shape[:2], 1))], axis=2) @ matrix.T
    flat = sent[:, :, :2] / sent[:, :, 2:]
    low, high = flat.min(axis=1), flat.max(axis=1)
    return [
        OcrWord(word.text, PixelBox(*map(float, (*a, *b))), word.confidence, word.line) for word, a, b in zip(words, low, high, strict=True)
    ]
