"""Small files made on the spot for tests of opening and reading: each says the sentence it is given."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pikepdf
from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfgen.canvas import Canvas

SENTENCE = "Bright Pixel LLC sends invoice 4711 to Harbour Foods for design work in March"


def pdf(*pages: Sequence[str], rotate: int = 0, size: tuple[float, float] = (612.0, 792.0)) -> bytes:
    """A digital PDF; each page a list of lines from the top."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size)
    for lines in pages or [(SENTENCE,)]:
        canvas.setFont("Helvetica", 11)
        for number, line in enumerate(lines):
            canvas.drawString(72, size[1] - 72 - 16 * number, line)
        if rotate:
            canvas.setPageRotation(rotate)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def picture(lines: Sequence[str] = (SENTENCE,), size: tuple[int, int] = (1400, 700), letters: int = 30) -> Image.Image:
    """Black on white, grey levels."""
    image = Image.new("L", size, 255)
    draw = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        draw.text((60, 60 + number * 2 * letters), line, fill=0, font=ImageFont.load_default(letters))
    return image


def encoded(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def scanned_pdf(*images: Image.Image, dpi: float = 200.0) -> bytes:
    """An image-only PDF."""
    out = io.BytesIO()
    images[0].save(out, "PDF", resolution=dpi, save_all=True, append_images=list(images[1:]))
    return out.getvalue()


def locked(data: bytes, user: str, owner: str = "owner") -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        document.save(out, encryption=pikepdf.Encryption(user=user, owner=owner))
    return out.getvalue()
