"""The interface of OCR engines: grey pixels in, words with pixel boxes and confidences out.

Engines are kept and reused for many pages; they hold no page after `read` returns and print nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

Grey = npt.NDArray[np.uint8]
"""Pixels of shape (height, width), dark ink on a light ground."""


class PixelBox(NamedTuple):
    """x0, top, x1, bottom in pixels of the picture that was read."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class OcrWord:
    """One word; `confidence` 0 to 1; words with the same `line` stand on one line, in reading order."""

    text: str
    box: PixelBox
    confidence: float
    line: int = 0


class Layout(Enum):
    """What the engine may assume of the page; the values are Tesseract's page segmentation modes."""

    PAGE = 3
    COLUMN = 4
    BLOCK = 6
    SPARSE = 11


class OcrEngine(Protocol):
    """A reader of words. `name` and `version` are part of the key under which results are kept."""

    @property
    def name(self) -> str: ...
    @property
    def version(self) -> str: ...
    def read(self, grey: Grey, layout: Layout = Layout.PAGE) -> list[OcrWord]:
        """The words of the picture in the engine's reading order; an empty list for a blank picture."""


def mean_confidence(words: list[OcrWord]) -> float:
    """Mean confidence weighted by word length, 0 to 1; 0 where nothing was read."""
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / letters if letters else 0.0
