"""Every engine keeps one contract: the same words, in reading order, in the same places, with confidences, whatever it reads by."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from pipeline.ocr.engine import Grey, Layout, OcrEngine, mean_confidence
from pipeline.ocr.rapid import RapidOcrEngine
from pipeline.ocr.tesseract import PytesseractEngine, TesserocrEngine
from tests.pipeline.papers import picture

LINES = ["Invoice number 4711", "Harbour Foods Limited", "Total due 1234.50"]
PAGE: Grey = np.asarray(picture(LINES, size=(900, 300), letters=32), dtype=np.uint8)
BLANK: Grey = np.full((300, 600), 255, dtype=np.uint8)


class OcrContract:
    """Inherited by the tests of every engine."""

    engine: OcrEngine

    def test_words_in_reading_order(self) -> None:
        assert " ".join(word.text for word in self.engine.read(PAGE)) == " ".join(LINES)

    def test_words_of_one_line_share_its_number(self) -> None:
        lines: dict[int, list[str]] = {}
        for word in self.engine.read(PAGE):
            lines.setdefault(word.line, []).append(word.text)
        assert [" ".join(texts) for texts in lines.values()] == LINES

    def test_boxes_lie_round_the_ink(self) -> None:
        for word in self.engine.read(PAGE):
            x0, top, x1, bottom = (round(v) for v in word.box)
            assert 0 <= x0 < x1 <= PAGE.shape[1] and 0 <= top < bottom <= PAGE.shape[0]
            assert (PAGE[top:bottom, x0:x1] < 128).any()

    def test_confidences_are_shares(self) -> None:
        words = self.engine.read(PAGE)
        assert all(0.0 <= word.confidence <= 1.0 for word in words) and mean_confidence(words) > 0.8

    def test_a_blank_page_has_no_words(self) -> None:
        assert self.engine.read(BLANK, Layout.PAGE) == []

    def test_pages_leave_nothing_behind(self) -> None:
        first = self.engine.read(PAGE)
        self.engine.read(BLANK)
        assert self.engine.read(PAGE) == first

    def test_it_says_what_it_is(self) -> None:
        assert self.engine.name and any(char.isdigit() for char in self.engine.version)


class TestTesserocr(OcrContract):
    engine = TesserocrEngine()


class TestPytesseract(OcrContract):
    engine = PytesseractEngine()


@pytest.mark.slow
class TestRapidOcr(OcrContract):
    engine = RapidOcrEngine()


def test_both_roads_to_tesseract_give_the_same_words_in_the_same_places() -> None:
    fast, portable = TestTesserocr.engine.read(PAGE), TestPytesseract.engine.read(PAGE)
    assert [word.text for word in fast] == [word.text for word in portable]
    for a, b in zip(fast, portable, strict=True):
        assert np.abs(np.array(a.box) - np.array(b.box)).max() <= 3


@pytest.fixture(autouse=True, scope="module")
def _closed() -> Iterator[None]:
    yield
    TestTesserocr.engine.close()  # type: ignore[attr-defined]
