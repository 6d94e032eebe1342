"""Texts that were written into a picture file: descriptions, comments, keywords, captions, in every block that programs use for them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from PIL import ExifTags, Image

from redaction.files.evidence import FileEvidence
from redaction.model import Channel, Leak

TAGS = re.compile(r"<[^>]*>")
MACHINE_TAGS = re.compile(r"<(dc:creator|xmp:CreatorTool|xmpMM:\w+|xmp:\w*Date|stEvt:\w+)\b[^>]*>.*?</\1>", re.DOTALL)
WRITTEN = (
    *(ExifTags.Base.ImageDescription, ExifTags.Base.DocumentName, ExifTags.Base.PageName, ExifTags.Base.Copyright),
    *(ExifTags.Base.XPTitle, ExifTags.Base.XPComment, ExifTags.Base.XPKeywords, ExifTags.Base.XPSubject, ExifTags.Base.UserComment),
)
"""EXIF fields that people write; authors, makers and programs are let be."""
WIDE = frozenset({ExifTags.Base.XPTitle, ExifTags.Base.XPComment, ExifTags.Base.XPKeywords, ExifTags.Base.XPSubject})
CAPTIONS = 1028
"""Photoshop's block of IPTC records."""
LONGEST = 200_000


def metadata(file: FileEvidence) -> Iterator[Leak]:
    """Descriptions, comments and text chunks."""
    with Image.open(io.BytesIO(file.data)) as image:
        texts = list(_texts(image))
    for text in texts:
        certainty = file.echo(text[:LONGEST])
        if certainty is not None:
            yield Leak(Channel.METADATA, certainty)


def _texts(image: Image.Image) -> Iterator[str]:
    for key, value in image.info.items():
        if isinstance(value, str) and key not in ("Software", "date:create"):
            yield from _pieces(value)
    comment, packet, blocks = image.info.get("comment"), image.info.get("xmp"), image.info.get("photoshop")
    if isinstance(comment, bytes):
        yield comment.decode("utf-8", "replace")
    if isinstance(packet, bytes):
        yield from _pieces(packet.decode("utf-8", "replace"))
    records = blocks.get(CAPTIONS) if isinstance(blocks, dict) else None
    if isinstance(records, bytes):
        yield from (record[4:].decode("utf-8", "replace") for record in re.split(rb"\x1c(?=\x02)", records)[1:])
    exif = image.getexif()
    inner = exif.get_ifd(ExifTags.IFD.Exif)
    for tag in WRITTEN:
        value = exif.get(tag, inner.get(tag))
        if value is not None:
            yield _decoded(value, wide=tag in WIDE)


def _pieces(text: str) -> Iterator[str]:
    """A plain text as it is; the texts between the tags of an XMP packet."""
    return (piece for piece in (part.strip() for part in TAGS.split(MACHINE_TAGS.sub(" ", text))) if piece)


def _decoded(value: object, *, wide: bool) -> str:
    if isinstance(value, tuple):
        value = bytes(part for part in value if isinstance(part, int) and 0 <= part < 256)
    if not isinstance(value, bytes):
        return str(value)
    if value.startswith(b"UNICODE\x00"):
        little = value[9:10] == b"\x00"
        return value[8:].decode("utf-16-le" if little else "utf-16-be", "replace")
    if value.startswith((b"ASCII\x00\x00\x00", b"\x00" * 8)):
        value = value[8:]
    return value.decode("utf-16-le" if wide else "utf-8", "replace").strip("\x00")
