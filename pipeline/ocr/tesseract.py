"""Tesseract by two roads with the same results: tesserocr (in this process, fast) and pytesseract (the program, portable).

Both give the same table, which `words_of_table` reads.
"""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pipeline.errors import SystemPackageMissing
from pipeline.ocr.engine import Grey, Layout, OcrWord, PixelBox
from pipeline.ocr.tessdata import available, tessdata_folder

if TYPE_CHECKING:
    import tesserocr

DPI = 300  # what both roads are told; pages are scaled by the height of their letters, so the true figure would mislead
MOST_SECONDS = 40.0  # for one page; noise and textures can hold the engine for minutes
_WORD_LEVEL, _COLUMNS = "5", 12


def words_of_table(table: str) -> list[OcrWord]:
    """The words of Tesseract's TSV output; rows that are not words, or hold only white space, are left out."""
    words: list[OcrWord] = []
    lines: dict[tuple[str, str, str], int] = {}
    for row in table.split("\n"):
        cells = row.split("\t", _COLUMNS - 1)
        if len(cells) < _COLUMNS or cells[0] != _WORD_LEVEL or not cells[11].strip():
            continue
        x, y, width, height = (float(cell) for cell in cells[6:10])
        line = lines.setdefault((cells[2], cells[3], cells[4]), len(lines))
        confidence = min(1.0, max(0.0, float(cells[10]) / 100))
        words.append(OcrWord(cells[11].strip(), PixelBox(x, y, x + width, y + height), confidence, line))
    return words


class TesserocrEngine:
    """Tesseract's library. One API object is kept, with its model loaded, until `close`."""

    name = "tesserocr"

    def __init__(self, languages: str = "eng") -> None:
        self._languages = languages

    @cached_property
    def version(self) -> str:
        import tesserocr

        return f"{tesserocr.tesseract_version().split()[1]}/{available(self._languages)}"

    @cached_property
    def _api(self) -> tesserocr.PyTessBaseAPI:
        import tesserocr

        languages = available(self._languages)
        try:
            api = tesserocr.PyTessBaseAPI(path=f"{tessdata_folder()}/", lang=languages, psm=tesserocr.PSM.AUTO)
        except RuntimeError:
            raise SystemPackageMissing("Tesseract could not load its language data; reinstall tesseract-ocr-eng.") from None
        api.SetVariable("debug_file", os.devnull)
        return api

    def read(self, grey: Grey, layout: Layout = Layout.PAGE) -> list[OcrWord]:
        height, width = grey.shape
        self._api.SetPageSegMode(layout.value)
        self._api.SetImageBytes(grey.tobytes(), width, height, 1, width)
        self._api.SetSourceResolution(DPI)
        try:
            if not self._api.Recognize(int(MOST_SECONDS * 1000)):
                return []
            return words_of_table(self._api.GetTSVText(0))
        finally:
            self._api.Clear()

    def close(self) -> None:
        if "_api" in self.__dict__:
            self._api.End()
            del self.__dict__["_api"]


class PytesseractEngine:
    """Tesseract's program, started for every page; needs nothing but the system's package."""

    name = "pytesseract"

    def __init__(self, languages: str = "eng") -> None:
        self._languages = languages

    @cached_property
    def version(self) -> str:
        import pytesseract

        try:
            return f"{pytesseract.get_tesseract_version()}/{available(self._languages)}"
        except pytesseract.TesseractNotFoundError:
            raise SystemPackageMissing("The program tesseract is missing; install it with: apt-get install tesseract-ocr.") from None

    def read(self, grey: Grey, layout: Layout = Layout.PAGE) -> list[OcrWord]:
        import pytesseract
        from PIL import Image

        config = f"--psm {layout.value} --dpi {DPI}"
        picture: Any = Image.fromarray(grey)
        picture.format = "BMP"  # handed over uncompressed: PNG costs a third more CPU
        try:
            table = pytesseract.image_to_data(picture, lang=available(self._languages), config=config, timeout=MOST_SECONDS)
        except pytesseract.TesseractNotFoundError:
            raise SystemPackageMissing("The program tesseract is missing; install it with: apt-get install tesseract-ocr.") from None
        except pytesseract.TesseractError:  # its message quotes what the program said of the page
            return []
        except RuntimeError:  # what pytesseract raises on its timeout
            return []
        return words_of_table(table)

    def close(self) -> None:
        """Nothing is kept."""
