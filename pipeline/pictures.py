"""Pictures of pages and of places on them, drawn from the respected copy: what was blacked out is not in there.

Regions are outlined (blue: the blackout holds, red: it leaks), facts that were read are framed in green.
"""

from __future__ import annotations

import io
import threading
from typing import TYPE_CHECKING

from pipeline.errors import NotFound
from pipeline.model import Document
from pipeline.store.base import Store, respected_key
from redaction.geometry import Box
from redaction.model import Status

if TYPE_CHECKING:
    from PIL import Image, ImageDraw

PAGE_SCALE = 1.6  # pixels per point: a letter page is 980 pixels wide
CROP_SCALE = 2.2
_MAX_SIDE = 2600  # pixels
_BESIDE, _ABOVE = 6.0, 2.0  # points around a crop: more would show halves of the lines above and below
_pdfium = threading.Lock()  # pdfium is not made for threads
_HOLDS, _LEAKS, _FACT = (29, 78, 216), (200, 16, 46), (22, 163, 74)


def page_picture(store: Store, case_id: str, document: Document, page: int) -> bytes:
    """A JPEG of one page (from 1) with outlines. Raises NotFound for a page or a copy that is not there."""
    from PIL import ImageDraw

    image, scale = _render(store, case_id, document, page, PAGE_SCALE)
    draw = ImageDraw.Draw(image)
    for _, value in document.facts():
        if value.page == page:
            _outline(draw, value.box.expand(2), scale, _FACT, width=3)
    for region in document.regions:
        if region.page == page:
            _outline(draw, region.box.expand(1.5), scale, _LEAKS if region.status is Status.LEAKY else _HOLDS, width=4)
    return _encoded(image, "JPEG", quality=82)


def crop_picture(store: Store, case_id: str, document: Document, page: int, box: Box) -> bytes:
    """A PNG of one place on a page, with a margin. Raises NotFound."""
    image, _ = _render(
        store, case_id, document, page, CROP_SCALE, place=Box(box.x0 - _BESIDE, box.top - _ABOVE, box.x1 + _BESIDE, box.bottom + _ABOVE)
    )
    return _encoded(image, "PNG")


def _render(
    store: Store, case_id: str, document: Document, page: int, wanted: float, *, place: Box | None = None
) -> tuple[Image.Image, float]:
    """The page as displayed or one place on it, RGB, and its pixels per point."""
    data = store.get(respected_key(case_id, document.sha256))
    with _pdfium:
        return _rendered(data, document, page, wanted, place)


def _rendered(data: bytes, document: Document, page: int, wanted: float, place: Box | None) -> tuple[Image.Image, float]:
    import pypdfium2

    pdf = pypdfium2.PdfDocument(data)
    try:
        if not 1 <= page <= len(pdf):
            raise NotFound("The document has no such page.")
        found = pdf[page - 1]
        width, height = found.get_size()
        shown = next((p.width for p in document.text if p.page == page), width)
        own = width / shown  # points of the copy per point of the document
        scale = min(wanted / own, _MAX_SIDE / max(width, height))
        margins = (0.0, 0.0, 0.0, 0.0)
        if place is not None:
            inside = place.scale(own).intersect(Box(0, 0, width, height))
            if inside.width * scale < 1 or inside.height * scale < 1:
                raise NotFound("There is nothing at that place of the page.")
            margins = (inside.x0, height - inside.bottom, width - inside.x1, inside.top)
        return found.render(scale=scale, crop=margins).to_pil().convert("RGB"), scale * own
    finally:
        pdf.close()


def _outline(draw: ImageDraw.ImageDraw, box: Box, scale: float, colour: tuple[int, int, int], *, width: int) -> None:
    scaled = box.scale(scale)
    draw.rectangle((scaled.x0, scaled.top, scaled.x1, scaled.bottom), outline=colour, width=width)


def _encoded(image: Image.Image, form: str, **options: int) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()
