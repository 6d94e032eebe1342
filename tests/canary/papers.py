"""Small papers that hide a secret in careless ways: each returns file bytes with `secret` recoverable but not visible."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
from PIL import Image, ImageDraw, ImageFont, PngImagePlugin
from reportlab.lib.colors import Color, black, white
from reportlab.lib.pagesizes import letter
from reportlab.pdfgen import canvas

SPOT = (110, 600, 200, 16)  # x, y, width, height in points from the bottom left

LINES = ("Licensee: Juniper Desk Studio LLC", "License number: BL-20418", "Expires: 31 December 2027", "Owner SSN:")


def _paper(draw: Callable[[canvas.Canvas], None]) -> bytes:
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=letter, invariant=True)
    page.setFont("Helvetica-Bold", 15)
    page.drawString(72, 730, "CITY OF CEDAR FALLS BUSINESS LICENSE")
    page.setFont("Helvetica", 11)
    for line, text in enumerate(LINES):
        page.drawString(72, 672 - 22 * line, text)
    draw(page)
    page.save()
    return out.getvalue()


def under_a_box(secret: str) -> bytes:
    def draw(page: canvas.Canvas) -> None:
        page.drawString(SPOT[0] + 26, SPOT[1] + 6, secret)
        page.setFillColor(black)
        page.rect(SPOT[0] + 20, *SPOT[1:], stroke=0, fill=1)

    return _paper(draw)


def white_on_white(secret: str) -> bytes:
    def draw(page: canvas.Canvas) -> None:
        page.setFillColor(white)
        page.drawString(SPOT[0] + 26, SPOT[1] + 6, secret)

    return _paper(draw)


def black_on_black(secret: str) -> bytes:
    def draw(page: canvas.Canvas) -> None:
        page.setFillColor(black)
        page.rect(SPOT[0] + 20, *SPOT[1:], stroke=0, fill=1)
        page.drawString(SPOT[0] + 26, SPOT[1] + 6, secret)

    return _paper(draw)


def see_through(secret: str) -> bytes:
    def draw(page: canvas.Canvas) -> None:
        page.drawString(SPOT[0] + 26, SPOT[1] + 6, secret)
        page.setFillColor(Color(0, 0, 0, alpha=0.93))
        page.rect(SPOT[0] + 20, *SPOT[1:], stroke=0, fill=1)

    return _paper(draw)


def unapplied_redaction(secret: str) -> bytes:
    plain = _paper(lambda page: page.drawString(SPOT[0] + 26, SPOT[1] + 6, secret))
    x, y, width, height = SPOT
    with pikepdf.open(io.BytesIO(plain)) as pdf:
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Redact, Rect=[x + 20, y, x + 20 + width, y + height], IC=[0, 0, 0], F=4
        )
        pdf.pages[0].Annots = pdf.make_indirect([pdf.make_indirect(note)])
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def covered_by_annotation(secret: str) -> bytes:
    plain = _paper(lambda page: page.drawString(SPOT[0] + 26, SPOT[1] + 6, secret))
    x, y, width, height = SPOT
    box = [x + 20, y, x + 20 + width, y + height]
    with pikepdf.open(io.BytesIO(plain)) as pdf:
        look = pdf.make_stream(f"0 g {box[0]} {box[1]} {width} {height} re f".encode())
        look.Type, look.Subtype, look.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, box
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Square, Rect=box, IC=[0, 0, 0], C=[0, 0, 0], F=4, AP=pikepdf.Dictionary(N=look)
        )
        pdf.pages[0].Annots = pdf.make_indirect([pdf.make_indirect(note)])
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def hatched(secret: str) -> bytes:
    def draw(page: canvas.Canvas) -> None:
        page.drawString(SPOT[0] + 26, SPOT[1] + 6, secret)
        page.setLineWidth(1.4)
        for x in range(SPOT[0] + 20, SPOT[0] + 20 + SPOT[2], 5):
            page.line(x, SPOT[1], x + 5, SPOT[1] + SPOT[3])

    return _paper(draw)


def typed_over(secret: str) -> bytes:
    def draw(page: canvas.Canvas) -> None:
        page.drawString(SPOT[0] + 26, SPOT[1] + 6, secret)
        page.drawString(SPOT[0] + 26, SPOT[1] + 6, "X" * 20)

    return _paper(draw)


def stale_text_behind_a_marked_scan(secret: str) -> bytes:
    picture = _picture()
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=letter, invariant=True)
    page.drawInlineImage(picture, 0, 0, *letter)
    layer = page.beginText(SPOT[0] + 26, SPOT[1] + 6)
    layer.setTextRenderMode(3)
    layer.setFont("Helvetica", 11)
    layer.textOut(secret)
    page.drawText(layer)
    page.save()
    return out.getvalue()


def in_the_title(secret: str) -> bytes:
    with pikepdf.open(io.BytesIO(under_a_box(secret))) as pdf:
        pdf.docinfo["/Title"] = f"License {secret}"
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def behind_a_marker_in_a_picture(secret: str) -> bytes:
    """A PNG whose note still holds what the black box hides."""
    info = PngImagePlugin.PngInfo()
    info.add_text("Description", secret)
    out = io.BytesIO()
    _picture().save(out, "PNG", pnginfo=info, dpi=(200, 200))
    return out.getvalue()


def _picture() -> Image.Image:
    """The paper at 200 dpi with the value blacked out in the pixels."""
    scale = 200 / 72
    image = Image.new("RGB", (1700, 2200), "white")
    pen = ImageDraw.Draw(image)
    head, body = (ImageFont.load_default(size) for size in (42, 31))
    pen.text((72 * scale, 50 * scale), "CITY OF CEDAR FALLS BUSINESS LICENSE", "black", head)
    for line, text in enumerate(LINES):
        pen.text((72 * scale, (110 + 22 * line) * scale), text, "black", body)
    x, y, width, height = SPOT
    pen.rectangle(((x + 30) * scale, (792 - y - height) * scale, (x + 30 + width) * scale, (792 - y) * scale), "black")
    return image


PAPERS: dict[str, Callable[[str], bytes]] = {
    f"{paper.__name__}.{'png' if 'picture' in paper.__name__ else 'pdf'}": paper
    for paper in (
        under_a_box, white_on_white, black_on_black, see_through, unapplied_redaction, covered_by_annotation, hatched,
        typed_over,        stale_text_behind_a_marked_scan, in_the_title, behind_a_marker_in_a_picture,
    )
}  # fmt: skip
