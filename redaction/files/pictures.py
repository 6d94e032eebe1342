"""Image files that carry more than they show: previews, bytes behind the end, pixels under transparency, further frames."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

import cv2
import numpy as np
from PIL import ExifTags, Image, ImageOps, ImageSequence

from redaction import ink
from redaction.files.evidence import FileEvidence
from redaction.files.previews import resembles, stale_places, written
from redaction.model import Certainty, Channel, Leak, Raster

SLACK = 64
"""Bytes behind the end that may be padding."""
KNOWN_TRAILERS = (b"MotionPhoto_Data", b"ftypmp4", b"ftypisom", b"ftypqt", b"SEFH", b"SEFT", b"vivo{", b"cameraAlbum")
"""Motion photos, depth maps and maker notes that phones put behind a JPEG."""


def exif_thumbnail(file: FileEvidence) -> Iterator[Leak]:
    """The embedded preview was made before something was blacked out."""
    if not file.regions:
        return
    for preview in _previews(file.data):
        for page in file.pages[:1]:
            upright = ImageOps.exif_transpose(preview) or preview
            for picture in {id(p): p for p in (upright, preview)}.values():
                for region in stale_places(_trimmed(picture, page.raster), page.raster, page.regions):
                    yield Leak(Channel.EXIF_THUMBNAIL, Certainty.STRONG, page.number, region.box)


def _previews(data: bytes) -> Iterator[Image.Image]:
    with Image.open(io.BytesIO(data)) as image:
        orientation = image.getexif().get(ExifTags.Base.Orientation, 1)
        blocks = [block for block in (_thumbnail_of(image),) if block]
        photoshop = image.info.get("photoshop")
        if isinstance(photoshop, dict) and 1036 in photoshop:
            blocks.append(photoshop[1036][28:] if isinstance(photoshop[1036], bytes) else b"")
    for block in blocks:
        try:
            with Image.open(io.BytesIO(block)) as small:
                small.load()
                turned = small.copy()
        except (OSError, ValueError):
            continue
        turned.getexif()[ExifTags.Base.Orientation] = orientation
        yield turned


def _thumbnail_of(image: Image.Image) -> bytes | None:
    """The JPEG of the EXIF block's second directory."""
    packed = image.info.get("exif")
    if not isinstance(packed, bytes):
        return None
    second = image.getexif().get_ifd(ExifTags.IFD.IFD1)
    start, length = second.get(0x201), second.get(0x202)
    if not isinstance(start, int) or not isinstance(length, int):
        return None
    prefix = 6 if packed.startswith(b"Exif\x00\x00") else 0
    return packed[prefix + start : prefix + start + length]


def _trimmed(preview: Image.Image, raster: Raster) -> Image.Image:
    """Cut off the bars that cameras add to make a preview 4:3."""
    ratio = raster.pixels.shape[1] / raster.pixels.shape[0]
    width, height = preview.size
    if width / height > ratio * 1.02:
        inner = round(height * ratio)
        return preview.crop(((width - inner) // 2, 0, (width + inner) // 2, height))
    if width / height < ratio / 1.02:
        inner = round(width / ratio)
        return preview.crop((0, (height - inner) // 2, width, (height + inner) // 2))
    return preview


def trailing_data(file: FileEvidence) -> Iterator[Leak]:
    """Bytes behind the picture's end, as cropped screenshots keep them."""
    rest = {"png": _behind_png, "jpeg": _behind_jpeg, "webp": _behind_riff, "bmp": _behind_bmp}.get(file.media, lambda _: b"")(file.data)
    if len(rest.strip(b"\x00\r\n \xff")) <= SLACK:
        return
    head = rest[:65536]
    known = any(mark in head or mark in rest[-4096:] for mark in KNOWN_TRAILERS)
    second_picture = rest.lstrip(b"\x00").startswith(b"\xff\xd8\xff")
    if file.media == "jpeg" and (b"MPF\x00" in file.data[:65536] if second_picture else known):
        return
    yield Leak(Channel.TRAILING_DATA)


def _behind_png(data: bytes) -> bytes:
    position = 8
    while position + 12 <= len(data):
        (length,) = struct.unpack(">I", data[position : position + 4])
        kind = data[position + 4 : position + 8]
        position += 12 + length
        if kind == b"IEND":
            return data[position:]
    return b""


def _behind_jpeg(data: bytes) -> bytes:
    """What follows the end-of-image marker of the first picture; markers inside segments (thumbnails) are stepped over."""
    position = 2
    while position + 4 <= len(data):
        if data[position] != 0xFF:
            return b""
        marker = data[position + 1]
        if marker == 0xFF:
            position += 1
        elif marker == 0xD9:
            return data[position + 2 :]
        elif marker == 0x01 or 0xD0 <= marker <= 0xD7:
            position += 2
        else:
            (length,) = struct.unpack(">H", data[position + 2 : position + 4])
            position += 2 + length
            if marker == 0xDA:  # entropy-coded data up to the next real marker
                while True:
                    position = data.find(b"\xff", position)
                    if position < 0 or position + 1 >= len(data):
                        return b""
                    if data[position + 1] == 0 or 0xD0 <= data[position + 1] <= 0xD7:
                        position += 2
                    else:
                        break
    return b""


def _behind_riff(data: bytes) -> bytes:
    (length,) = struct.unpack("<I", data[4:8])
    return data[8 + length + (length & 1) :]


def _behind_bmp(data: bytes) -> bytes:
    (length,) = struct.unpack("<I", data[2:6])
    return data[length:] if length > 54 else b""


def hidden_alpha(file: FileEvidence) -> Iterator[Leak]:
    """Colours intact under transparent pixels."""
    with Image.open(io.BytesIO(file.data)) as image:
        if image.mode not in ("RGBA", "LA", "PA") and "transparency" not in image.info:
            return
        rgba = np.asarray(image.convert("RGBA"), dtype=np.uint8)
    clear = np.asarray(rgba[:, :, 3] < 10, dtype=np.uint8)
    if int(clear.sum()) < 200:
        return
    gray = cv2.cvtColor(np.ascontiguousarray(rgba[:, :, :3]), cv2.COLOR_RGB2GRAY)
    inside = cv2.erode(clear, np.ones((5, 5), np.uint8)) > 0
    strokes = (ink.contrast(np.asarray(gray, np.uint8)) > 40) & inside
    if int(strokes.sum()) > max(60, 0.01 * int(inside.sum())):
        yield Leak(Channel.HIDDEN_ALPHA, Certainty.STRONG, 1, None)


def extra_frame(file: FileEvidence) -> Iterator[Leak]:
    """A later frame that shows a page without its blackouts."""
    if file.media not in ("tiff", "webp", "png", "heic") or not file.regions:
        return
    with Image.open(io.BytesIO(file.data)) as image:
        frames = [frame.convert("RGB").copy() for _, frame in zip(range(12), ImageSequence.Iterator(image), strict=False)]
    for page in file.pages:
        for index, frame in enumerate(frames):
            if index + 1 == page.number or not page.regions or not resembles(frame, page.raster, page.regions):
                continue
            pixels = np.asarray(frame, dtype=np.uint8)
            raster = Raster(pixels, pixels.shape[1] / page.width)
            for region in page.regions:
                if written(raster, region.box):
                    yield Leak(Channel.EXTRA_FRAME, Certainty.STRONG, page.number, region.box)
