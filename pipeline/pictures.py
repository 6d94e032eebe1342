"""Pictures of pages and of places on them, drawn from the respected copy: what was blacked out is not in there.

Regions are outlined (blue: the blackout holds, red: it leaks), facts that were read are framed in green.
"""

from __future__ import annotations

import io
import threading
from typing import TYPE_CHECKING

from pipeline.errors import NotFound
from pipeline.model import Document, Read, Withheld
from pipeline.store.base import Store, respected_key
from redaction.geometry import Box
from redaction.model import Status

if TYPE_CHECKING:
    import pypdfium2
    from PIL import Image, ImageDraw

PAGE_SCALE = 1.6   # pixels per point: a letter page is 980 pixels wide
CROP_SCALE = 2.2
_MAX_SIDE = 2600   # pixels
_MARGIN = 4.0      # points around a crop
_pdfium = threading.Lock()  # pdfium is not made for threads
_HOLDS, _LEAKS, _FACT = (29, 78, 216), (200, 16, 46), (21, 128, 61)


def page_picture(store: Store, case_id: str, document: Document, page: int) -> bytes:
    """A PNG of one page (from 1) with outlines. Raises NotFound for a page or a copy that is not there."""
    from PIL import ImageDraw

    image, scale = _render(store, case_id, document, page, PAGE_SCALE)
    draw = ImageDraw.Draw(image)
    for value in document.fields.values():
        if isinstance(value, Read | Withheld) and value.page == page:
            _outline(draw, value.box.expand(2), scale, _FACT, width=2)
    for region in document.regions:
        if region.page == page:
            _outline(draw, region.box.expand(1.5), scale, _LEAKS if region.status is Status.LEAKY else _HOLDS, width=4)
    return _png(image)


def crop_picture(store: Store, case_id: str, document: Document, page: int, box: Box) -> bytes:
    """A PNG of one place on a page, with a margin. Raises NotFound."""
    image, scale = _render(store, case_id, document, page, CROP_SCALE)
    place = box.expand(_MARGIN).scale(scale).intersect(Box(0, 0, image.width, image.height))
    if place.width < 1 or place.height < 1:
        raise NotFound("There is nothing at that place of the page.")
    return _png(image.crop((int(place.x0), int(place.top), int(place.x1) + 1, int(place.bottom) + 1)))


def _render(store: Store, case_id: str, document: Document, page: int, wanted: float) -> tuple[Image.Image, float]:
    """The page as displayed, RGB, and its pixels per point."""
    import pypdfium2

    data = store.get(respected_key(case_id, document.sha256))
    with _pdfium:
        return _rendered(pypdfium2.PdfDocument(data), document, page, wanted)


def _rendered(pdf: pypdfium2.PdfDocument, document: Document, page: int, wanted: float) -> tuple[Image.Image, float]:
    try:
        if not 1 <= page <= len(pdf):
            raise NotFound("The document has no such page.")
        found = pdf[page - 1]
        width, height = found.get_size()
        size = next(((p.width, p.height) for p in document.text if p.page == page), (width, height))
        scale = min(wanted * size[0] / width, _MAX_SIDE / max(width, height))
        image = found.render(scale=scale).to_pil().convert("RGB")
        return image, image.width / size[0]
    finally:
        pdf.close()


def _outline(draw: ImageDraw.ImageDraw, box: Box, scale: float, colour: tuple[int, int, int], *, width: int) -> None:
    scaled = box.scale(scale)
    draw.rectangle((scaled.x0, scaled.top, scaled.x1, scaled.bottom), outline=colour, width=width)


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.quantize(128).save(out, "PNG", optimize=False)
    return out.getvalue()
