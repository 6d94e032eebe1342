"""Searches everything a run wrote for a secret: raw bytes, inflated streams, PDF text and pictures read by OCR."""

from __future__ import annotations

import base64
import io
import re
import sqlite3
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pytesseract
from PIL import Image, ImageOps, UnidentifiedImageError

PICTURES = {".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp"}


def encodings(secret: str) -> list[bytes]:
    """The ways a careless program could have written the secret down."""
    forms = {secret, secret.upper(), secret.replace("-", ""), secret.replace(" ", "")}
    result: list[bytes] = []
    for form in forms:
        utf8 = form.encode()
        result += [utf8, form.encode("utf-16-le"), form.encode("utf-16-be"), utf8.hex().encode(), utf8.hex().upper().encode()]
        # the two inner alignments of base64 need other prefixes: the middle of the text is the same in one of three
        result += [base64.b64encode(b"\0" * pad + utf8)[4:-4] for pad in (0, 1, 2)]
    return [form for form in result if len(form) >= 6]


def traces(folder: Path, secret: str, *, skip: tuple[str, ...] = (), look: bool = True) -> list[str]:
    """Names of the files under `folder` in which the secret can be found; `skip` are path parts left out (the uploads themselves)."""
    found = []
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or any(part in skip for part in path.relative_to(folder).parts):
            continue
        if any(_holds(data, secret) for data in _layers(path)) or (look and _shows(path, secret)):
            found.append(str(path.relative_to(folder)))
    return found


def _holds(data: bytes, secret: str) -> bool:
    lower = data.lower()
    return any(form in data or form.lower() in lower for form in encodings(secret))


def _layers(path: Path) -> Iterator[bytes]:
    data = path.read_bytes()
    yield data
    for match in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", data):  # every zlib header, wherever it stands
        try:
            yield zlib.decompressobj().decompress(data[match.start() :], 8_000_000)
        except zlib.error:
            continue
    if data.startswith(b"%PDF"):
        yield from _pdf_layers(data)
    if data.startswith(b"SQLite format 3"):
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as base:
            for line in base.iterdump():
                yield line.encode("utf-8", "replace")


def _pdf_layers(data: bytes) -> Iterator[bytes]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for thing in pdf.objects:
            yield str(thing).encode("utf-8", "replace") if not isinstance(thing, pikepdf.Stream) else b""
            if isinstance(thing, pikepdf.Stream):
                try:
                    yield thing.read_bytes()
                except pikepdf.PdfError:
                    yield thing.read_raw_bytes()
    document = pdfium.PdfDocument(data)
    for number in range(len(document)):
        yield document[number].get_textpage().get_text_bounded().encode()
    document.close()


def _shows(path: Path, secret: str) -> bool:
    """Whether the pixels show it: as they are, and with the last grain of contrast stretched out."""
    for image in _pictures(path):
        grey = ImageOps.grayscale(image)
        for variant in (grey, _stretched(grey, dark=True), _stretched(grey, dark=False)):
            text = pytesseract.image_to_string(variant)
            if _squeezed(secret) in _squeezed(text):
                return True
    return False


def _squeezed(text: str) -> str:
    return re.sub(r"[^0-9a-z]", "", text.lower())


def _stretched(grey: Image.Image, *, dark: bool) -> Image.Image:
    """Only the darkest (or brightest) 24 grey levels, spread over the whole range."""
    pixels = np.asarray(grey, dtype=np.float32)
    part = pixels if dark else pixels - 231
    return Image.fromarray(np.clip(part * (255 / 24), 0, 255).astype(np.uint8))


def _pictures(path: Path) -> Iterator[Image.Image]:
    if path.suffix.lower() in PICTURES:
        try:
            with Image.open(path) as image:
                image.load()
                yield image.convert("RGB")
        except UnidentifiedImageError:
            return
    elif path.suffix.lower() == ".pdf" and path.read_bytes()[:5] == b"%PDF-":
        document = pdfium.PdfDocument(path)
        for number in range(len(document)):
            yield document[number].render(scale=2).to_pil().convert("RGB")
        document.close()
