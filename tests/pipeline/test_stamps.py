"""Stamps at a tilt: read anew in their frame; level frames and frames that are none are left as they were read."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from pipeline.ocr.choice import readers
from pipeline.ocr.engine import Grey, Layout, OcrWord, PixelBox
from pipeline.ocr.page import read_raster
from pipeline.ocr.shapes import shapes_of
from pipeline.ocr.stamps import read_stamps
from redaction.model import Raster
from tests.pipeline.papers import SENTENCE, picture

LETTER = 14.0
STAMP = ("FILED", "Secretary of State", "File No. 4471120")


class Counting:
    """An engine that answers with one word and counts its readings."""

    name = version = "counting"

    def __init__(self, text: str = "FILED", confidence: float = 0.9) -> None:
        self.readings = 0
        self._word = OcrWord(text, PixelBox(20, 20, 90, 40), confidence)

    def read(self, grey: Grey, layout: Layout = Layout.PAGE) -> list[OcrWord]:
        self.readings += 1
        return [self._word]


def page(tilt: float, frame: bool = True) -> Grey:
    """A letter with a framed stamp in its corner, turned by `tilt` degrees."""
    sheet = np.asarray(picture([SENTENCE] * 6, size=(1240, 800)).convert("L"), dtype=np.uint8).copy()
    stamp = np.full((320, 420), 255, np.uint8)
    if frame:
        cv2.rectangle(stamp, (30, 80), (390, 240), 0, 3)
    for line, text in enumerate(STAMP):
        cv2.putText(stamp, text, (48, 128 + 42 * line), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 0, 2, cv2.LINE_AA)
    turned = cv2.warpAffine(stamp, cv2.getRotationMatrix2D((210, 160), -tilt, 1.0), (420, 320), borderValue=255)
    sheet[400:720, 700:1120] = turned
    return sheet


@pytest.mark.parametrize("tilt", [-12.0, -4.0, 5.0, 15.0])
def test_a_tilted_stamp_is_read_with_the_page(tilt: float) -> None:
    pixels = cv2.cvtColor(page(tilt), cv2.COLOR_GRAY2RGB)
    read = read_raster(Raster(pixels, 150.0), readers("tesserocr", "eng"))
    text = " ".join(word.text for word in read.words)
    assert "FILED" in text and "4471120" in text
    stamped = next(word for word in read.words if word.text == "FILED")
    assert 700 < stamped.box.x0 < 1000 and 440 < stamped.box.top < 600


@pytest.mark.parametrize("case", [page(0.0), page(6.0, frame=False)], ids=["level", "no frame"])
def test_what_is_level_or_has_no_frame_is_not_read_again(case: Grey) -> None:
    engine = Counting()
    word = OcrWord("Filed", PixelBox(750, 520, 820, 540), 0.4)
    assert read_stamps(case, [word], engine, shapes_of(case, LETTER)) == [word]
    assert engine.readings == 0


def test_a_second_reading_that_is_no_better_leaves_the_first() -> None:
    sheet = page(6.0)
    word = OcrWord("SECRETARY", PixelBox(800, 550, 900, 570), 0.9)
    assert read_stamps(sheet, [word], Counting("FIL", 0.9), shapes_of(sheet, LETTER)) == [word]
    assert read_stamps(sheet, [word], Counting("SECRETARYOFSTATE", 0.9), shapes_of(sheet, LETTER))[0].text == "SECRETARYOFSTATE"
