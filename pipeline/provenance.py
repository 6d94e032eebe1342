"""Where a PDF comes from, beside what it says: when it was made and changed, by which sort of program, and fonts that stand alone.

Notes for the reviewer and never an accusation: people print, merge and save files for good reasons. Of the metadata only days and a
family of programs are ever told, and only beside a date that can be read on the paper: a blacked-out date stays unknown (R13).
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from pipeline.model import Field, Finding, Read
from pipeline.opening import OpenedPdf
from pipeline.vocabulary import FieldName, FindingCode, Kind

if TYPE_CHECKING:
    import pypdfium2

    from pipeline.opening import Opened
    from redaction.geometry import Box

__all__ = ["Origin", "notes", "origin_of"]

F = FieldName

_IMAGE_EDITOR = r"photoshop|gimp|pixelmator|affinity|illustrator|inkscape|coreldraw|canva|paint\.net|krita|photopea"
_PDF_EDITOR = (
    r"sejda|smallpdf|ilovepdf|pdfescape|dochub|pdffiller|foxit.{0,20}editor|phantompdf|pdf-xchange editor|nitro|pdfelement|"
    r"soda ?pdf|acrobat pro"
)
_FAMILIES = (
    ("an image editor", re.compile(_IMAGE_EDITOR, re.IGNORECASE)),
    ("a program for changing PDF files", re.compile(_PDF_EDITOR, re.IGNORECASE)),
)
_OFFICIAL = frozenset(
    {
        Kind.BUSINESS_LICENSE,
        Kind.ENTITY_REGISTRATION,
        Kind.SELF_EMPLOYMENT_REGISTRATION,
        Kind.DBA_REGISTRATION,
        Kind.TAX_ID_NOTICE,
        Kind.LIABILITY_INSURANCE,
        Kind.OTHER_INSURANCE,
        Kind.PROFESSIONAL_CERTIFICATION,
    }
)
"""Papers that somebody else's system prints; what freelancers make themselves may come from any program."""
_DECISIVE = (F.ISSUE_DATE, F.EXPIRY_DATE, F.EFFECTIVE_DATE, F.INSURED)
"""Facts whose font is looked at; names in a letterhead or on a certificate often have one of their own."""
_SLACK = timedelta(days=1)  # time zones
_FEWEST_CHARS = 60
_MOST_CHARS = 20_000
_XMP_LIMIT = 1 << 20


@dataclass(frozen=True, slots=True)
class Origin:
    """Days and the family of the program that saved the file last; `alone`: decisive facts in a font used nowhere else on their page."""

    made: date | None = None
    changed: date | None = None
    tool: str | None = None
    alone: tuple[FieldName, ...] = ()


def notes(origin: Origin, kind: Kind, fields: Mapping[FieldName, Field]) -> Iterator[Finding]:
    """What a reviewer may want to look at, one sentence each."""
    issued = fields.get(F.ISSUE_DATE)
    if isinstance(issued, Read) and isinstance(issued.value, date) and not issued.alternatives:
        if origin.made and origin.made < issued.value - _SLACK:
            yield _note(f"the file was made on {origin.made}, before the date on the paper ({issued.value})", issued)
        if origin.made and origin.changed and origin.changed > max(origin.made, issued.value) + _SLACK:
            yield _note(f"the file was made on {origin.made} and changed on {origin.changed}; the paper is dated {issued.value}", issued)
    if origin.tool and kind in _OFFICIAL:
        yield _note(f"the file was saved by {origin.tool}, which issuers of such papers seldom use")
    for name in origin.alone:
        value = fields[name]
        yield _note(
            f"the {name.value.replace('_', ' ')} is set in a font that its page uses nowhere else",
            value if isinstance(value, Read) else None,
        )


def _note(sentence: str, at: Read | None = None) -> Finding:
    return Finding(FindingCode.PROVENANCE_NOTED, sentence[0].upper() + sentence[1:] + ".", at.page if at else None, at.box if at else None)


def origin_of(opened: Opened, fields: Mapping[FieldName, Field]) -> Origin:
    """What an open file shows of its making; nothing for pictures. Never raises on odd metadata."""
    if not isinstance(opened, OpenedPdf):
        return Origin()
    info = _information(opened)
    tools = " ".join(info.get(key, "") for key in ("Producer", "Creator"))
    tool = next((family for family, names in _FAMILIES if names.search(tools)), None)
    return Origin(_day(info.get("CreationDate", "")), _day(info.get("ModDate", "")), tool, tuple(_alone(opened.document, fields)))


def _information(opened: OpenedPdf) -> dict[str, str]:
    """The document information, or what XMP says where that is empty."""
    found = {key: value for key, value in opened.document.get_metadata_dict().items() if value}
    return found if "CreationDate" in found else {**_packet(opened.data), **found}


_XMP = {"CreationDate": "xmp:CreateDate", "ModDate": "xmp:ModifyDate", "Producer": "pdf:Producer", "Creator": "xmp:CreatorTool"}


def _packet(data: bytes) -> dict[str, str]:
    import pikepdf

    try:
        with pikepdf.open(BytesIO(data), suppress_warnings=True) as pdf:
            packet = pdf.Root.get("/Metadata")
            text = packet.read_bytes()[:_XMP_LIMIT].decode("utf-8", "replace") if isinstance(packet, pikepdf.Stream) else ""
    except (pikepdf.PdfError, ValueError, RuntimeError, RecursionError):
        return {}
    return {key: match[1] for key, tag in _XMP.items() if (match := re.search(rf"{tag}\s*(?:=\s*[\"']|>)([^\"'<]{{1,80}})", text))}


def _day(text: str) -> date | None:
    """The day of a PDF date ("D:20251103102233+01'00'") or an ISO one."""
    match = re.match(r"\s*(?:D:)?((?:19|20)\d\d)-?(\d\d)-?(\d\d)", text)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def _alone(document: pypdfium2.PdfDocument, fields: Mapping[FieldName, Field]) -> Iterator[FieldName]:
    """Decisive facts whose font family nothing else on the page is set in."""
    read = {name: value for name in _DECISIVE if isinstance(value := fields.get(name), Read)}
    for number in sorted({value.page for value in read.values()}):
        with _characters(document, number - 1) as page:
            for name, value in read.items():
                if value.page == number and page.alone(value.box):
                    yield name


@dataclass(frozen=True, slots=True)
class _Characters:
    """The printed characters of a page: their numbers in pdfium's text page and their centres in displayed points."""

    text: object
    numbers: tuple[int, ...] = ()
    centres: tuple[tuple[float, float], ...] = ()

    def alone(self, box: Box) -> bool:
        """Whether the box holds one font family that enough other characters are not set in; stops at the first that is."""
        near = [box.x0 - 1 <= x <= box.x1 + 1 and box.top - 1 <= y <= box.bottom + 1 for x, y in self.centres]
        inside = {self._family(n) for n, within in zip(self.numbers, near, strict=True) if within} - {None}
        outside = [n for n, within in zip(self.numbers, near, strict=True) if not within]
        return len(inside) == 1 and len(outside) >= _FEWEST_CHARS and all(self._family(n) not in inside for n in outside)

    def _family(self, number: int) -> str | None:
        import pypdfium2.raw as c

        name = ctypes.create_string_buffer(128)
        size = c.FPDFText_GetFontInfo(self.text, number, name, 128, ctypes.c_int())
        return _family(name.value.decode("utf-8", "replace")) if 0 < size <= 128 else None


@contextmanager
def _characters(document: pypdfium2.PdfDocument, index: int) -> Iterator[_Characters]:
    """The characters of an upright page; none for turned, cropped or very long ones."""
    import pypdfium2.raw as c

    page = document[index]
    text = page.get_textpage()
    try:
        left, bottom, _, _ = page.get_bbox()
        count = text.count_chars()
        if page.get_rotation() or left or bottom or count > _MOST_CHARS:
            yield _Characters(text)
            return
        height = page.get_height()
        x0, x1, y0, y1 = (ctypes.c_double() for _ in range(4))
        numbers, centres = list[int](), list[tuple[float, float]]()
        for i in range(count):
            if not chr(c.FPDFText_GetUnicode(text, i) or 32).isspace() and c.FPDFText_GetCharBox(text, i, x0, x1, y0, y1):
                numbers.append(i)
                centres.append(((x0.value + x1.value) / 2, height - (y0.value + y1.value) / 2))
        yield _Characters(text, tuple(numbers), tuple(centres))
    finally:
        text.close()
        page.close()


@lru_cache(maxsize=1024)
def _family(font: str) -> str:
    """ "ABCDEF+Arial-BoldMT" → "arial": without subset tag and style."""
    bare = re.sub(r"^[A-Z]{6}\+", "", font)
    return re.sub(r"[^a-z]", "", re.split(r"[-,]", bare)[0].casefold().removesuffix("mt"))
