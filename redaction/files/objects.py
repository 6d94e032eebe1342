"""PDF objects that hold an older picture of a page: thumbnails, and images that no page uses any more."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pikepdf
from PIL import Image

from redaction.files.evidence import FileEvidence
from redaction.files.previews import resembles, stale_places, written
from redaction.model import Certainty, Channel, Leak, Raster

MAX_IMAGES = 40
MAX_PIXELS = 40_000_000


def page_thumbnail(file: FileEvidence) -> Iterator[Leak]:
    """A page's /Thumb made before something was blacked out."""
    pdf = file.structure
    if pdf is None or not file.regions:
        return
    for number, page in enumerate(pdf.pages, 1):
        thumb = page.obj.get("/Thumb")
        examined = next((p for p in file.pages if p.number == number and p.regions), None)
        if examined is not None and isinstance(thumb, pikepdf.Stream):
            picture = _decoded(thumb)
            if picture is not None:
                for region in stale_places(picture, examined.raster, examined.regions):
                    yield Leak(Channel.PAGE_THUMBNAIL, Certainty.STRONG, number, region.box)


def stray_image(file: FileEvidence) -> Iterator[Leak]:
    """An image object that no page refers to and that shows a page without its blackouts."""
    pdf = file.structure
    if pdf is None or not file.regions:
        return
    images = {item.objgen: item for item in pdf.objects if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image"}
    if not images:
        return
    used = reachable(pdf) | {page.obj.Thumb.objgen for page in pdf.pages if "/Thumb" in page.obj}
    for objgen, item in list(images.items())[:MAX_IMAGES]:
        if objgen in used:
            continue
        picture = _decoded(item)
        for page in file.pages if picture is not None else ():
            if page.regions and picture is not None and resembles(picture, page.raster, page.regions):
                pixels = np.asarray(picture.convert("RGB"), dtype=np.uint8)
                raster = Raster(pixels, pixels.shape[1] / page.width)
                for region in page.regions:
                    if written(raster, region.box):
                        yield Leak(Channel.IMAGE_PIXELS, Certainty.STRONG, page.number, region.box)


def _decoded(stream: pikepdf.Stream) -> Image.Image | None:
    if int(stream.get("/Width", 0)) * int(stream.get("/Height", 0)) > MAX_PIXELS:
        return None
    stream["/Subtype"] = pikepdf.Name("/Image")  # thumbnails need not say so
    try:
        return pikepdf.PdfImage(stream).as_pil_image()
    except (pikepdf.PdfError, ValueError, NotImplementedError, OSError, TypeError, KeyError):
        return None


def reachable(pdf: pikepdf.Pdf) -> set[tuple[int, int]]:
    """Numbers of all objects that can be reached from the page tree, thumbnails left out."""
    seen: set[tuple[int, int]] = set()
    stack: list[pikepdf.Object] = [page.obj for page in pdf.pages]
    while stack:
        item = stack.pop()
        if item.is_indirect:
            if item.objgen in seen:
                continue
            seen.add(item.objgen)
        if isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
            stack.extend(
                value for key, value in item.items() if key not in ("/Parent", "/Thumb", "/P") and isinstance(value, pikepdf.Object)
            )
        elif isinstance(item, pikepdf.Array):
            stack.extend(value for value in item if isinstance(value, pikepdf.Object))
    return seen
