"""What an earlier state of a PDF still shows: revisions before the last incremental update, layers that are switched off."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import numpy as np
import pikepdf
import pypdfium2 as pdfium

from redaction import ink, visibility
from redaction.examine import DETECTION_SCALE
from redaction.files.evidence import FileEvidence
from redaction.files.objects import reachable
from redaction.files.previews import written
from redaction.geometry import Box
from redaction.hidden import SHORTEST, tokens
from redaction.model import Certainty, Channel, Leak, Raster
from redaction.rendering import draw, frame_of, open_pdf
from redaction.scene import read_scene
from redaction.textlayer import Characters

END = re.compile(rb"%%EOF[ \t]*(?:\r\n|\r|\n)?")
MAX_REVISIONS = 6
MAX_PAGES = 60
SHOWS_TEXT = re.compile(rb"\b(?:Tj|TJ|Do)\b")


def earlier_revision(file: FileEvidence) -> Iterator[Leak]:
    """An incremental update keeps the former file whole: look whether it shows what is blacked out, or taken out, today."""
    ends = [match.end() for match in END.finditer(file.data)]
    if b"/Linearized" in file.data[:2048]:
        ends = ends[1:]  # the first section of a linearized file is no revision
    for end in ends[:-1][-MAX_REVISIONS:]:
        if len(file.data) - end < 64 or b"startxref" not in file.data[max(0, end - 200) : end]:
            continue
        try:
            earlier = open_pdf(file.data[:end])
        except pdfium.PdfiumError:
            continue
        try:
            yield from _shown(earlier, file, Channel.EARLIER_REVISION, gone=True)
        finally:
            earlier.close()


def former_content(file: FileEvidence) -> Iterator[Leak]:
    """Page contents that no page refers to any more: drawn in the place of today's, and compared.

    Redaction tools that save without cleaning up leave them. No program shows, searches or copies them, so they are a note.
    """
    pdf = file.structure
    if pdf is None or not file.regions:
        return
    used = reachable(pdf)
    left = [
        item.objgen
        for item in pdf.objects
        if isinstance(item, pikepdf.Stream) and item.objgen not in used and item.get("/Subtype", "") in ("", "/Form")
    ]
    for objgen in left[:MAX_REVISIONS] if left else ():
        with pikepdf.open(io.BytesIO(file.data)) as copy:
            stream = copy.get_object(objgen)
            if not isinstance(stream, pikepdf.Stream) or not SHOWS_TEXT.search(stream.read_bytes()):
                continue
            for page in copy.pages:
                page.obj["/Contents"] = stream
            yield from _shown_by(copy, file, Channel.FORMER_CONTENT)


def hidden_layer(file: FileEvidence) -> Iterator[Leak]:
    """Switch every optional content group on and look whether something appears under a blackout."""
    pdf = file.structure
    if pdf is None or "/OCProperties" not in pdf.Root or not file.regions:
        return
    default = pdf.Root.OCProperties.get("/D", pikepdf.Dictionary())
    if not len(default.get("/OFF", pikepdf.Array())) and str(default.get("/BaseState", "/ON")) != "/OFF":
        return
    with pikepdf.open(io.BytesIO(file.data)) as copy:
        state = copy.Root.OCProperties.D
        state["/OFF"] = pikepdf.Array()
        state["/BaseState"] = pikepdf.Name("/ON")
        for key in ("/AS", "/ON"):
            if key in state:
                del state[key]
        yield from _shown_by(copy, file, Channel.HIDDEN_LAYER)


def _shown_by(copy: pikepdf.Pdf, file: FileEvidence, channel: Channel) -> Iterator[Leak]:
    """What a changed copy of the file shows under its blackouts."""
    out = io.BytesIO()
    copy.save(out)
    document = open_pdf(out.getvalue())
    try:
        yield from _shown(document, file, channel, gone=False)
    finally:
        document.close()


def _shown(document: pdfium.PdfDocument, file: FileEvidence, channel: Channel, gone: bool) -> Iterator[Leak]:
    """Regions (with `gone`: and blank places) of today's pages where another state of the document shows something."""
    for page in file.pages[:MAX_PAGES]:
        if page.number > len(document) or not (page.regions or gone):
            continue
        other = document[page.number - 1]
        try:
            frame = frame_of(other, page.user_unit)
            if abs(frame.width - page.width) > 2 or abs(frame.height - page.height) > 2:
                continue
            raster = draw(other, DETECTION_SCALE, page.user_unit)
            places = [region.box for region in page.regions]
            for box in places:
                if written(raster, box) and not _alike(raster, page.raster, box):
                    yield Leak(channel, Certainty.STRONG, page.number, box)
            if gone and raster.pixels.shape == page.raster.pixels.shape and (raster.pixels != page.raster.pixels).any():
                scene = read_scene(other, frame)
                visible = visibility.visible_characters(scene, raster, ink.grey(raster))
                if _taken_out(file, scene.characters, visible, raster, page.raster):
                    yield Leak(channel, Certainty.WEAK, page.number, None)
        finally:
            other.close()


def _taken_out(file: FileEvidence, characters: Characters, visible: visibility.Flags, before: Raster, after: Raster) -> bool:
    """A word that was printed before can be read nowhere today, and its place is blank."""
    lost = visible & ink.inked(before, characters.boxes) & ~ink.inked(after, characters.boxes)
    word: list[int] = []
    for index in [*range(len(characters)), -1]:
        if word and (index < 0 or bool(characters.spaced[index])):
            indices = np.array(word, dtype=np.int64)
            text = "".join(tokens(characters.text(indices)))
            if len(text) >= SHORTEST and bool(lost[indices].all()) and not file.shows(text):
                return True
            word = []
        word.append(index)
    return False


def _alike(one: Raster, two: Raster, box: Box) -> bool:
    rows = slice(max(0, int(box.top * one.scale)), int(box.bottom * one.scale) + 1)
    columns = slice(max(0, int(box.x0 * one.scale)), int(box.x1 * one.scale) + 1)
    a, b = one.pixels[rows, columns], two.pixels[rows, columns]
    return a.shape == b.shape and float(np.abs(a.astype(np.int16) - b).mean()) < 4
