"""Which engines read, as `INTAKE_OCR` says: auto, tesserocr, pytesseract or rapidocr."""

from __future__ import annotations

from importlib.util import find_spec

from pipeline.errors import ConfigurationError
from pipeline.ocr.page import Readers
from pipeline.ocr.rapid import RapidOcrEngine
from pipeline.ocr.tesseract import PytesseractEngine, TesserocrEngine

CHOICES = ("auto", "tesserocr", "pytesseract", "rapidocr")


def readers(ocr: str, languages: str) -> Readers:
    """The engines for a setting. `auto`: Tesseract first, RapidOCR for pages it reads badly. Raises ConfigurationError."""
    match ocr:
        case "tesserocr":
            return Readers(TesserocrEngine(languages))
        case "pytesseract":
            return Readers(PytesseractEngine(languages))
        case "rapidocr":
            return Readers(RapidOcrEngine())
        case "auto":
            first = TesserocrEngine(languages) if find_spec("tesserocr") else PytesseractEngine(languages)
            return Readers(first, RapidOcrEngine() if find_spec("rapidocr") else None)
    raise ConfigurationError(f"INTAKE_OCR is {ocr!r}; it can be {', '.join(CHOICES)}.")
