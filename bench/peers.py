"""The programs that people pick today, in a throwaway environment of their own, and how each is called."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.child import Run, run
from bench.material import Page, bag

Outcome = tuple[Run, list[Counter[str]]]

_TO_PDF = """
import io, sys, img2pdf, pypdfium2
from PIL import Image
out, *files = sys.argv[1:]
book = pypdfium2.PdfDocument.new()
for name in files:
    data = open(name, 'rb').read()
    if not name.endswith('.pdf'):
        image = Image.open(name)
        part = io.BytesIO()
        image.convert('L' if image.mode in ('1', 'L') else 'RGB').save(part, 'PNG')
        wide = 8.27 * 72 if image.width > 600 else 3.2 * 72
        data = img2pdf.convert(part.getvalue(), layout_fun=lambda w, h, d: (wide, wide * h / w, wide, wide * h / w))
    book.import_pages(pypdfium2.PdfDocument(data))
book.save(out)
"""
_PLUMBER = """
import json, sys, pdfplumber, pytesseract
with pdfplumber.open(sys.argv[1]) as book:
    for page in book.pages:
        print(json.dumps(pytesseract.image_to_string(page.to_image(resolution=300).original)), flush=True)
        page.close()
"""
_BARE = """
import os, sys, time
os.environ['OMP_THREAD_LIMIT'] = '1'
import numpy, pypdfium2, tesserocr
from PIL import Image
from pipeline.ocr.tesseract import TesserocrEngine
engine, used = TesserocrEngine(), 0.0
engine.read(numpy.full((50, 50), 255, numpy.uint8))
for name in sys.argv[1:]:
    if name.endswith('.pdf'):
        bitmap = pypdfium2.PdfDocument(name)[0].render(scale=300 / 72)
        grey = numpy.asarray(bitmap.to_pil().convert('L'))
    else:
        grey = numpy.asarray(Image.open(name).convert('L'))
    started = time.process_time()
    engine.read(grey)
    used += time.process_time() - started
print(used)
"""


class Peers:
    """`folder` keeps the environment between runs; it is made on first use."""

    def __init__(self, folder: Path) -> None:
        self._python = folder / "venv" / "bin" / "python"
        if not self._python.exists():
            subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
            packages = ["ocrmypdf", "pytesseract", "pdfplumber", "img2pdf", "matplotlib"]
            subprocess.run([self._python, "-m", "pip", "install", "-q", "--disable-pip-version-check", *packages], check=True)

    @property
    def python(self) -> Path:
        return self._python

    def book(self, pages: Sequence[Page], target: Path) -> Path:
        """One PDF of all pages: the best case for programs that take one file."""
        done = run([self._python, "-c", _TO_PDF, target, *(page.path for page in pages)])
        if done.code:
            raise RuntimeError("the pages could not be put into one PDF")
        return target

    def ocrmypdf(self, book: Path, scratch: Path) -> Outcome:
        return self._ocrmypdf(book, scratch, [])

    def paperless(self, book: Path, scratch: Path) -> Outcome:
        """As paperless-ngx calls it, as far as the programs it needs are there."""
        clean = ["--clean"] if shutil.which("unpaper") else []
        return self._ocrmypdf(book, scratch, ["--deskew", "--rotate-pages", "--rotate-pages-threshold", "12", *clean])

    def plumber(self, book: Path, _scratch: Path) -> Outcome:
        """pdfplumber's page pictures and pytesseract's defaults."""
        done = run([self._python, "-c", _PLUMBER, book])
        return done, [bag(json.loads(line)) for line in done.output.splitlines()]

    def _ocrmypdf(self, book: Path, scratch: Path, options: Sequence[str]) -> Outcome:
        side = scratch / "side.txt"
        base = [self._python, "-m", "ocrmypdf", "--output-type", "pdf", "--sidecar", side, "-j", "2", "--quiet"]
        done = run([*base, *options, book, scratch / "out.pdf"])
        return done, [bag(text) for text in side.read_text("utf-8").split("\f")]


def bare_tesseract(pages: Sequence[Page]) -> float:
    """CPU seconds of Tesseract's own recognition, model loaded, on the same pages at 300 dpi."""
    return float(run([sys.executable, "-c", _BARE, *(page.path for page in pages)], OMP_THREAD_LIMIT="1").output or "nan")


PEERS: tuple[tuple[str, Callable[[Peers, Path, Path], Outcome]], ...] = (
    ("ocrmypdf", Peers.ocrmypdf),
    ("paperless-like", Peers.paperless),
    ("pdfplumber+pytesseract", Peers.plumber),
)
