"""Files made to crash, hang or swell a reader; every one was seen to do so to some library."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Iterator

import pikepdf
from PIL import Image

from tests.pipeline.papers import encoded, pdf, picture


def _with_content(content: bytes, size: tuple[float, float] = (612, 792), resources: pikepdf.Dictionary | None = None) -> bytes:
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(612, 792))
    page.obj.MediaBox = pikepdf.Array([0, 0, *size])
    page.obj.Contents = document.make_stream(content)
    if resources is not None:
        page.obj.Resources = resources
    out = io.BytesIO()
    document.save(out, compress_streams=True)
    return out.getvalue()


def flate_bomb(size: int = 256 * 1024 * 1024) -> bytes:
    packed = zlib.compressobj(9)
    body = b"".join(packed.compress(b" " * (1 << 20)) for _ in range(size >> 20)) + packed.flush()
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(612, 792))
    page.obj.Contents = pikepdf.Stream(document, body, Filter=pikepdf.Name.FlateDecode)
    out = io.BytesIO()
    document.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return out.getvalue()


def hundred_thousand_lines() -> bytes:
    return _with_content(b"\n".join(b"%d %d m %d %d l S" % (i % 612, i % 792, i % 600, i % 700) for i in range(100_000)))


def page_of_three_kilometres() -> bytes:
    return _with_content(b"0 0 0 rg 100 100 5000 5000 re f", size=(200_000, 200_000))


def form_that_draws_itself() -> bytes:
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(612, 792))
    form = document.make_stream(b"/F Do", {"/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Form, "/BBox": [0, 0, 612, 792]})
    form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
    page.obj.Contents = document.make_stream(b"/F Do")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def page_tree_that_bites_its_tail() -> bytes:
    return b"""%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>> endobj
trailer <</Root 1 0 R/Size 4>>
"""


def endless_revisions() -> bytes:
    whole = pdf()
    start = int(whole.rsplit(b"startxref", 1)[1].split()[0])
    return whole.replace(b"trailer\n<<", b"trailer\n<< /Prev %d " % start)


def deep_nesting() -> bytes:
    return b"%PDF-1.4\n1 0 obj " + b"[" * 200_000 + b"]" * 200_000 + b" endobj\ntrailer <</Root 1 0 R>>\n"


def nested_names() -> bytes:
    return _with_content(b"BT " + b"[" * 50_000 + b" TJ ET")


def png_of_900_megapixels() -> bytes:
    def chunk(tag: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + tag + body + struct.pack(">I", zlib.crc32(tag + body))

    rows = zlib.compress(b"\0" * (3751 * 2000))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0))
        + chunk(b"IDAT", rows)
        + chunk(b"IEND", b"")
    )


def picture_of_900_megapixels_in_a_pdf() -> bytes:
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(612, 792))
    packed = zlib.compress(zlib.compress(b"\0" * (30_000 // 8 * 30_000)))
    image = pikepdf.Stream(
        document, packed, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=30_000, Height=30_000, BitsPerComponent=1,
        ColorSpace=pikepdf.Name.DeviceGray, Filter=pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.FlateDecode]),
    )  # fmt: skip
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=image))
    page.obj.Contents = document.make_stream(b"600 0 0 700 5 5 cm /I Do")
    out = io.BytesIO()
    document.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return out.getvalue()


def tiff_of_a_thousand_frames() -> bytes:
    frame = Image.new("1", (8, 8))
    return encoded(frame, "TIFF", save_all=True, append_images=[frame] * 999)


def noise_picture() -> bytes:
    return encoded(Image.effect_noise((1600, 1600), 120), "PNG")


def truncated_jpeg() -> bytes:
    return encoded(picture(), "JPEG")[:4000]


HOSTILE: tuple[Callable[[], bytes], ...] = (
    flate_bomb, hundred_thousand_lines, page_of_three_kilometres, form_that_draws_itself, page_tree_that_bites_its_tail,
    endless_revisions, deep_nesting, nested_names, png_of_900_megapixels, picture_of_900_megapixels_in_a_pdf,
    tiff_of_a_thousand_frames, noise_picture, truncated_jpeg,
)  # fmt: skip


def all_hostile() -> Iterator[tuple[str, bytes]]:
    for make in HOSTILE:
        yield make.__name__, make()
