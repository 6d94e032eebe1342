"""Looking at a generated paper with the product's own eyes, and comparing what was found with the truth."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pikepdf
from PIL import Image

from fixtures.leaks.model import LeakCase
from redaction.examine import PageExamination, examine_pdf_page, examine_picture, settle
from redaction.files import examine_file
from redaction.model import RESIDUAL, Channel, Leak, Raster, Region, Status
from redaction.rendering import open_pdf


@dataclass(frozen=True)
class Seen:
    pages: Sequence[PageExamination]
    regions: Sequence[Region]
    leaks: Sequence[Leak]

    @property
    def leaky(self) -> bool:
        return any(region.status is Status.LEAKY for region in self.regions) or any(leak.channel not in RESIDUAL for leak in self.leaks)

    @property
    def channels(self) -> set[Channel]:
        return {leak.channel for region in self.regions for leak in region.leaks} | {leak.channel for leak in self.leaks}

    @property
    def text(self) -> str:
        return "".join((" " if char.space_before else "") + char.text for page in self.pages for char in page.chars)


def look(data: bytes, media: str) -> Seen:
    pages = _pdf_pages(data) if media == "pdf" else _picture_pages(data)
    leaks = [*(leak for page in pages for leak in page.leaks), *examine_file(data, media, pages)]
    regions, rest = settle([region for page in pages for region in page.regions], leaks)
    return Seen(pages, regions, rest)


def _pdf_pages(data: bytes) -> list[PageExamination]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        units = [float(page.obj.get("/UserUnit", 1)) for page in pdf.pages]
    document = open_pdf(data)
    try:
        return [examine_pdf_page(document, index, unit) for index, unit in enumerate(units)]
    finally:
        document.close()


def _picture_pages(data: bytes) -> list[PageExamination]:
    pages = []
    with Image.open(io.BytesIO(data)) as image:
        scale = float(image.info.get("dpi", (72, 72))[0]) / 72
        for index in range(getattr(image, "n_frames", 1)):
            image.seek(index)
            frame = image.convert("RGBA")
            white = Image.new("RGBA", frame.size, "white")
            white.alpha_composite(frame)
            pages.append(examine_picture(Raster(np.array(white.convert("RGB")), scale), index + 1))
    return pages


def wrong(case: LeakCase) -> list[str]:
    """What is wrong about the answer to a case, in words without its secret."""
    seen = look(case.data, case.media)
    found = []
    if seen.leaky != (case.channel is not None):
        found.append(f"{case.name}: leaky is {seen.leaky}")
    elif case.channel is not None and case.channel not in seen.channels:
        found.append(f"{case.name}: {sorted(seen.channels)} without {case.channel}")
    if case.channel is not None and case.secret.replace(" ", "") in seen.text.replace(" ", ""):
        found.append(f"{case.name}: the secret is among the visible characters")
    found += [
        f"{case.name}: no region at {box.rounded()}"
        for page, box in case.boxes
        if not any(region.page == page and region.box.iou(box) >= 0.5 for region in seen.regions)
    ]
    if not case.redacted and seen.regions:
        found.append(f"{case.name}: {len(seen.regions)} false regions")
    return found
