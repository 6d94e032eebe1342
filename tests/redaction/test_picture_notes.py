"""A blacked out value in the texts of a picture file; ordinary titles in the same places are no leak."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from PIL.PngImagePlugin import PngInfo

from redaction.examine import examine_picture
from redaction.files import examine_file
from redaction.model import Channel, Raster

LINES = ("Certificate of good standing issued by the clerk", "The company below is registered", "Responsible person:", "Filed on time")
WORDS = " ".join(LINES).split()


def drawn() -> Image.Image:
    picture = Image.new("RGB", (900, 700), "white")
    pen, font = ImageDraw.Draw(picture), ImageFont.load_default(24)
    for row, line in enumerate(LINES * 2):
        pen.text((70, 60 + 60 * row), line, "black", font)
    pen.rectangle((340, 180, 640, 210), "black")
    return picture


def packet(text: str) -> bytes:
    return f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><dc:description>{text}</dc:description></x:xmpmeta>'.encode()


def exif(tag: int, value: str | bytes, *, inner: bool = False) -> bytes:
    block = Image.Exif()
    (block.get_ifd(0x8769) if inner else block)[tag] = value
    return block.tobytes()


def chunk(key: str, text: str) -> PngInfo:
    info = PngInfo()
    info.add_itxt(key, text)
    return info


PLACES: dict[str, tuple[str, Callable[[str], dict[str, object]]]] = {
    "png text": ("png", lambda text: {"pnginfo": chunk("Comment", text)}),
    "png packet": ("png", lambda text: {"pnginfo": chunk("XML:com.adobe.xmp", packet(text).decode())}),
    "jpeg comment": ("jpeg", lambda text: {"comment": text}),
    "jpeg packet": ("jpeg", lambda text: {"xmp": packet(text)}),
    "jpeg user comment": ("jpeg", lambda text: {"exif": exif(0x9286, b"UNICODE\0" + text.encode("utf-16-le"), inner=True)}),
    "jpeg title": ("jpeg", lambda text: {"exif": exif(0x9C9B, text.encode("utf-16-le") + b"\0\0")}),
    "webp packet": ("webp", lambda text: {"xmp": packet(text)}),
    "tiff description": ("tiff", lambda text: {"description": text}),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_value_in_a_note_is_a_leak_and_a_title_is_not(place: str) -> None:
    media, options = PLACES[place]
    for text, leaks in (("Quayle 481-20-7734", {Channel.METADATA}), ("Certificate scan 2024", set())):
        out = io.BytesIO()
        drawn().save(out, media.upper(), dpi=(100, 100), **options(text))
        with Image.open(io.BytesIO(out.getvalue())) as saved:
            page = examine_picture(Raster(np.array(saved.convert("RGB")), 100 / 72), 1)
        assert {leak.channel for leak in examine_file(out.getvalue(), media, [page], WORDS)} == leaks
