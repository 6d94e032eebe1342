"""Copies of a blacked-out value elsewhere in a PDF: metadata, outline, attachments, form values, replacement text, links, scripts.

Compared in memory by keyed hash; what is reported is the channel, never the value.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from itertools import islice

import pikepdf
import pypdfium2 as pdfium

from redaction.files.evidence import ENOUGH_VISIBLE, FileEvidence, overlapping
from redaction.geometry import Box
from redaction.model import Certainty, Channel, Leak

TAGS = re.compile(r"<[^>]*>")
MACHINE_TAGS = re.compile(r"<(dc:creator|xmp:CreatorTool|pdf:Producer|xmpMM:\w+|xmp:\w*Date|stEvt:\w+)\b[^>]*>.*?</\1>", re.DOTALL)
MACHINE_KEYS = frozenset({"/Producer", "/Creator", "/CreationDate", "/ModDate", "/Trapped", "/Author", "/PTEX.Fullbanner"})
MAX_ITEMS = 5000
MAX_BYTES = 8_000_000
MAX_PACKETS = 60


def _leak(channel: Channel, certainty: Certainty | None) -> Iterator[Leak]:
    if certainty is not None:
        yield Leak(channel, certainty)


def metadata(file: FileEvidence) -> Iterator[Leak]:
    """Document information and XMP packets."""
    pdf = file.structure
    if pdf is None:
        return
    for key, value in pdf.docinfo.items():
        text = str(value)
        if str(key) in MACHINE_KEYS:
            if file.hidden.echoes(text):
                yield Leak(Channel.METADATA)
        else:
            yield from _leak(Channel.METADATA, file.echo(text, alone=str(key) in ("/Subject", "/Keywords")))
    packets = (item.get("/Metadata") for item in pdf.objects if isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)))
    for packet in islice((packet for packet in packets if packet is not None), MAX_PACKETS):
        if isinstance(packet, pikepdf.Stream):
            xml = packet.read_bytes()[:MAX_BYTES].decode("utf-8", "replace")
            kept = MACHINE_TAGS.sub(" ", xml)
            for piece in TAGS.split(kept):
                yield from _leak(Channel.METADATA, file.echo(piece.strip()))
            for value in re.findall(r'(?:description|title|subject|keywords|label)="([^"]+)"', kept, re.IGNORECASE):
                yield from _leak(Channel.METADATA, file.echo(value))


def outline(file: FileEvidence) -> Iterator[Leak]:
    """Titles of bookmarks."""
    pdf = file.structure
    if pdf is None or "/Outlines" not in pdf.Root:
        return
    for title in _titles(pdf.Root.Outlines):
        yield from _leak(Channel.OUTLINE, file.echo(title))


def _titles(root: pikepdf.Object) -> Iterator[str]:
    stack, seen = [root.get("/First")], 0
    known: set[tuple[int, int]] = set()
    while stack and seen < MAX_ITEMS:
        item = stack.pop()
        if item is None or (item.is_indirect and item.objgen in known):
            continue
        known.add(item.objgen)
        seen += 1
        if "/Title" in item:
            yield str(item.Title)
        stack.extend([item.get("/Next"), item.get("/First")])


def attachment(file: FileEvidence) -> Iterator[Leak]:
    """Embedded files: their text, where it can be had."""
    pdf = file.structure
    if pdf is None:
        return
    for name, data in _embedded(pdf):
        texts = [name, *_texts(data)]
        found = [file.echo(text) for text in texts]
        if Certainty.STRONG in found:
            yield Leak(Channel.ATTACHMENT)
        elif Certainty.WEAK in found or (file.regions and _is_original(file, texts)):
            yield Leak(Channel.ATTACHMENT, Certainty.WEAK)


def _embedded(pdf: pikepdf.Pdf) -> Iterator[tuple[str, bytes]]:
    for name in pdf.attachments:
        spec = pdf.attachments[name]
        yield name, spec.get_file().read_bytes()[:MAX_BYTES]
    for page in pdf.pages:
        for annotation in page.obj.get("/Annots", pikepdf.Array()):
            if annotation.get("/Subtype") == "/FileAttachment" and "/FS" in annotation and "/EF" in annotation.FS:
                stream = annotation.FS.EF.get("/F", annotation.FS.EF.get("/UF"))
                if isinstance(stream, pikepdf.Stream):
                    yield str(annotation.FS.get("/F", "")), stream.read_bytes()[:MAX_BYTES]


def _texts(data: bytes) -> list[str]:
    if data.startswith(b"%PDF"):
        document = pdfium.PdfDocument(data)
        try:
            return [document[i].get_textpage().get_text_bounded() for i in range(min(10, len(document)))]
        finally:
            document.close()
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [info for info in archive.infolist() if info.filename.endswith((".xml", ".txt", ".csv")) and info.file_size < MAX_BYTES]
            return [TAGS.sub(" ", archive.read(info).decode("utf-8", "replace")) for info in names[:40]]
    if b"\x00" in data[:2000] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return []
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    return [TAGS.sub(" ", data.decode(encoding, "replace"))]


def _is_original(file: FileEvidence, texts: Iterable[str]) -> bool:
    """The attachment is this very paper without the blackouts: it holds nearly all visible words and more."""
    from redaction.hidden import tokens

    words = {word for text in texts for word in tokens(text)}
    seen = {word for word in file.visible if len(word) >= 4}
    return len(seen) >= 12 and len(seen & words) >= 0.85 * len(seen) and len(words) > len(seen & words)


def form_value(file: FileEvidence) -> Iterator[Leak]:
    """Values of form fields that are not shown where the field stands, and XFA data."""
    pdf = file.structure
    if pdf is None or "/AcroForm" not in pdf.Root:
        return
    for number, page in enumerate(pdf.pages, 1):
        examined = next((p for p in file.pages if p.number == number), None)
        for widget in page.obj.get("/Annots", pikepdf.Array()) if examined else ():
            if widget.get("/Subtype") != "/Widget":
                continue
            value = widget.get("/V", widget.get("/Parent", pikepdf.Dictionary()).get("/V"))
            if not isinstance(value, pikepdf.String) or not str(value).strip():
                continue
            box = examined.frame.box(*_rectangle(widget.Rect)) if examined and "/Rect" in widget else None
            region = overlapping(file.regions, number, box) if box is not None else None
            if region is not None:
                yield Leak(Channel.FORM_VALUE, Certainty.STRONG, number, region.box)
            elif file.regions and box is not None and _kept_back(widget, box) and not file.shows(str(value)):
                yield Leak(Channel.FORM_VALUE, Certainty.WEAK)
            else:
                yield from _leak(Channel.FORM_VALUE, file.echo(str(value)))
    placed = {widget.objgen for page in pdf.pages for widget in page.obj.get("/Annots", pikepdf.Array()) if widget.is_indirect}
    for field in _fields(pdf.Root.AcroForm.get("/Fields")):
        value = field.get("/V")
        stray = isinstance(value, pikepdf.String) and "/Kids" not in field and not (field.is_indirect and field.objgen in placed)
        if stray and file.regions and len(file.visible) >= ENOUGH_VISIBLE and not file.shows(str(value)):
            yield Leak(Channel.FORM_VALUE, Certainty.WEAK)
    xfa = pdf.Root.AcroForm.get("/XFA")
    parts = [part for part in xfa if isinstance(part, pikepdf.Stream)] if isinstance(xfa, pikepdf.Array) else [xfa]
    for part in parts:
        if isinstance(part, pikepdf.Stream):
            data = part.read_bytes()[:MAX_BYTES]
            if b"xfa:datasets" in data or b"<xfa:data" in data:
                yield from _leak(Channel.FORM_VALUE, file.echo(TAGS.sub(" ", data.decode("utf-8", "replace"))))


def _fields(root: pikepdf.Object | None) -> Iterator[pikepdf.Object]:
    stack = [root]
    for _ in range(MAX_ITEMS):
        if not stack:
            return
        item = stack.pop()
        if isinstance(item, pikepdf.Array):
            stack.extend(list(item))
        elif isinstance(item, pikepdf.Dictionary):
            yield item
            stack.append(item.get("/Kids"))


def _kept_back(widget: pikepdf.Object, box: Box) -> bool:
    """The field is hidden, or has no size."""
    return bool(int(widget.get("/F", 0)) & 0x22) or box.area < 1


def _rectangle(rect: pikepdf.Object) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = (float(v) for v in rect)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def actual_text(file: FileEvidence) -> Iterator[Leak]:
    """Replacement and alternative texts of tagged content."""
    pdf = file.structure
    if pdf is None:
        return
    if "/StructTreeRoot" in pdf.Root:
        for text, replaces in _structure_texts(pdf.Root.StructTreeRoot):
            yield from _leak(Channel.ACTUAL_TEXT, file.echo(text, alone=replaces))
    for page in pdf.pages:
        content = page.obj.get("/Contents")
        streams = [content] if isinstance(content, pikepdf.Stream) else list(content or ())
        if any(b"ActualText" in stream.read_bytes() for stream in streams if isinstance(stream, pikepdf.Stream)):
            for instruction in pikepdf.parse_content_stream(page, "BDC"):
                operands = instruction.operands
                if str(instruction.operator) == "BDC" and len(operands) == 2 and isinstance(operands[1], pikepdf.Dictionary):
                    replacement = operands[1].get("/ActualText")
                    yield from _leak(Channel.ACTUAL_TEXT, file.echo(str(replacement), alone=True) if replacement is not None else None)


def _structure_texts(root: pikepdf.Object) -> Iterator[tuple[str, bool]]:
    stack: list[pikepdf.Object | None] = [root.get("/K")]
    known: set[tuple[int, int]] = set()
    visited = 0
    while stack and visited < 20 * MAX_ITEMS:
        item = stack.pop()
        visited += 1
        if isinstance(item, pikepdf.Array):
            stack.extend(list(item))
        elif isinstance(item, pikepdf.Dictionary):
            if item.is_indirect:
                if item.objgen in known:
                    continue
                known.add(item.objgen)
            for key in ("/ActualText", "/Alt", "/E"):
                if key in item:
                    yield str(item[key]), key == "/ActualText"
            stack.append(item.get("/K"))


def link(file: FileEvidence) -> Iterator[Leak]:
    """Targets of links: under a blackout, or holding what is blacked out."""
    pdf = file.structure
    if pdf is None:
        return
    for number, page in enumerate(pdf.pages, 1):
        examined = next((p for p in file.pages if p.number == number), None)
        for annotation in page.obj.get("/Annots", pikepdf.Array()) if examined else ():
            if annotation.get("/Subtype") != "/Link" or "/A" not in annotation or "/URI" not in annotation.A:
                continue
            box = examined.frame.box(*_rectangle(annotation.Rect)) if examined and "/Rect" in annotation else None
            region = overlapping(file.regions, number, box) if box is not None else None
            if region is not None:
                yield Leak(Channel.LINK, Certainty.STRONG, number, region.box)
            elif file.hidden.echoes(str(annotation.A.URI)):
                yield Leak(Channel.LINK)


def script(file: FileEvidence) -> Iterator[Leak]:
    """JavaScript of the document, its pages and its fields."""
    pdf = file.structure
    if pdf is None or (b"/JavaScript" not in file.data and b"/JS" not in file.data and b"/ObjStm" not in file.data):
        return
    for index, item in enumerate(pdf.objects):
        if index > 10 * MAX_ITEMS:
            return
        for source in _sources(item, 0):
            yield from _script(file, source)


def _sources(item: pikepdf.Object, depth: int) -> Iterator[pikepdf.Object]:
    """The scripts in an object and in what is written out inside it."""
    if depth > 12 or not isinstance(item, (pikepdf.Dictionary, pikepdf.Array)):
        return
    if isinstance(item, pikepdf.Dictionary) and "/JS" in item:
        yield item["/JS"]
    values = item.values() if isinstance(item, pikepdf.Dictionary) else item
    for value in values:
        if isinstance(value, (pikepdf.Dictionary, pikepdf.Array)) and not value.is_indirect:
            yield from _sources(value, depth + 1)


def _script(file: FileEvidence, source: pikepdf.Object) -> Iterator[Leak]:
    text = source.read_bytes().decode("utf-8", "replace") if isinstance(source, pikepdf.Stream) else str(source)
    for literal in re.findall(r'"([^"\n]{4,400})"|\'([^\'\n]{4,400})\'', text):
        yield from _leak(Channel.SCRIPT, file.echo(literal[0] or literal[1], alone=True))
