"""Many small pictures of print read at the price of one: they are set below each other, and the words sorted back by height."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.ocr.engine import Grey, Layout, OcrEngine

_GAP = 24  # pixels between two pictures
_CONFIDENT = 0.3


def read_each(engine: OcrEngine, pictures: Sequence[Grey]) -> list[str]:
    """What stands on each picture (dark print on light), in their order; "" where nothing could be read."""
    if not pictures:
        return []
    width = max(picture.shape[1] for picture in pictures)
    height = sum(picture.shape[0] + _GAP for picture in pictures) + _GAP
    sheet = np.full((height, width), 255, np.uint8)
    tops: list[int] = []
    y = _GAP
    for picture in pictures:
        sheet[y : y + picture.shape[0], : picture.shape[1]] = picture
        tops.append(y)
        y += picture.shape[0] + _GAP
    said: list[list[str]] = [[] for _ in pictures]
    for word in engine.read(sheet, Layout.BLOCK):
        if word.confidence >= _CONFIDENT:
            middle = (word.box.top + word.box.bottom) / 2
            said[max(0, int(np.searchsorted(tops, middle + _GAP / 2)) - 1)].append(word.text)
    return [" ".join(words) for words in said]
