"""The respected copy: what the pipeline keeps and shows of an upload.

Pages are flattened to pixels with every region painted solid, with a fresh invisible text layer of the words outside the regions. Nothing
of the upload's own structure goes in: no metadata, attachments, annotations, scripts, layers, history or thumbnails.
"""

from __future__ import annotations

import io
from collections.abc import Iterable

import numpy as np
import pikepdf
from PIL import Image

from redaction.blobs import saturation_of
from redaction.geometry import Box
from redaction.model import Raster

QUALITY = 75
"""JPEG quality of the page pictures."""
LONGEST = 2400
"""Pixels of a page picture's long side at most."""
_WIDTH = 0.5
"""Width of every glyph of the text layer's font, in ems: the layer is scaled to each word's box."""


class RespectedCopy:
    """Written page by page, so that only one page's pixels are in memory at a time."""

    def __init__(self, quality: int = QUALITY) -> None:
        self._pdf = pikepdf.new()
        self._quality = quality
        self._font: pikepdf.Object | None = None

    def __len__(self) -> int:
        return len(self._pdf.pages)

    def add_page(self, raster: Raster, words: Iterable[tuple[str, Box]] = ()) -> None:
        """Add a page: pixels with the regions painted already, and the words outside them with their boxes in displayed points."""
        picture = Image.fromarray(raster.pixels)
        width, height = raster.width_pt, raster.height_pt
        longest = max(picture.size)
        if longest > LONGEST:
            picture = picture.resize(
                (max(1, picture.width * LONGEST // longest), max(1, picture.height * LONGEST // longest)), Image.Resampling.LANCZOS
            )
        plain = _colourless(raster)
        if plain:
            picture = picture.convert("L")
        data = io.BytesIO()
        picture.save(data, "JPEG", quality=self._quality, optimize=True)
        image = self._pdf.make_stream(
            data.getvalue(),
            {
                "/Type": pikepdf.Name.XObject,
                "/Subtype": pikepdf.Name.Image,
                "/Width": picture.width,
                "/Height": picture.height,
                "/ColorSpace": pikepdf.Name.DeviceGray if plain else pikepdf.Name.DeviceRGB,
                "/BitsPerComponent": 8,
                "/Filter": pikepdf.Name.DCTDecode,
            },
        )
        content = [f"q {width:.3f} 0 0 {height:.3f} 0 0 cm /P Do Q", "BT 3 Tr"]
        content.extend(_word(text, box, height) for text, box in words if text.strip() and box.area > 0)
        content.append("ET")
        page = self._pdf.add_blank_page(page_size=(max(3.0, width), max(3.0, height)))
        page.obj["/Resources"] = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=image), Font=pikepdf.Dictionary(F=self._text_font()))
        page.obj["/Contents"] = self._pdf.make_stream("\n".join(content).encode("ascii"))

    def to_bytes(self) -> bytes:
        """The finished PDF. Pages can still be added afterwards."""
        out = io.BytesIO()
        self._pdf.save(out, compress_streams=True, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
        return out.getvalue()

    def _text_font(self) -> pikepdf.Object:
        """A composite font without outlines: codes are UTF-16 units, so words of every script can be searched."""
        if self._font is None:
            pdf = self._pdf
            to_unicode = pdf.make_stream(_TO_UNICODE)
            descriptor = pdf.make_indirect(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.FontDescriptor,
                    FontName=pikepdf.Name("/Words"),
                    Flags=5,
                    FontBBox=[0, -200, 500, 800],
                    ItalicAngle=0,
                    Ascent=800,
                    Descent=-200,
                    CapHeight=700,
                    StemV=80,
                )
            )
            descendant = pdf.make_indirect(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.Font,
                    Subtype=pikepdf.Name.CIDFontType2,
                    BaseFont=pikepdf.Name("/Words"),
                    CIDSystemInfo=pikepdf.Dictionary(Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0),
                    FontDescriptor=descriptor,
                    DW=int(_WIDTH * 1000),
                    CIDToGIDMap=pikepdf.Name.Identity,
                )
            )
            self._font = pdf.make_indirect(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.Font,
                    Subtype=pikepdf.Name.Type0,
                    BaseFont=pikepdf.Name("/Words"),
                    Encoding=pikepdf.Name("/Identity-H"),
                    DescendantFonts=pikepdf.Array([descendant]),
                    ToUnicode=to_unicode,
                )
            )
        return self._font


_TO_UNICODE = (
    b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def /CMapName /Words def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
"""
    + b"".join(
        b"%d beginbfrange\n" % len(rows) + b"".join(b"<%02X00> <%02XFF> <%02X00>\n" % (row, row, row) for row in rows) + b"endbfrange\n"
        for rows in (range(100), range(100, 200), range(200, 256))
    )
    + b"""endcmap CMapName currentdict /CMap defineresource pop end end
"""
)


def _word(text: str, box: Box, page_height: float) -> str:
    """One word, stretched so that it fills its box: the font's glyphs reach from -0.2 to 0.8 em."""
    units = text.strip().encode("utf-16-be")
    count = max(1, len(units) // 2)
    size = max(1.0, box.height)
    stretch = 100 * box.width / (count * _WIDTH * size)
    baseline = page_height - box.bottom + 0.2 * size
    return f"/F {size:.2f} Tf {stretch:.2f} Tz 1 0 0 1 {box.x0:.2f} {baseline:.2f} Tm <{units.hex()}0020> Tj"


def _colourless(raster: Raster) -> bool:
    return bool((saturation_of(np.ascontiguousarray(raster.pixels[::4, ::4])) <= 10).mean() > 0.9995)
