"""Texts anywhere else in a PDF's objects: notes, page labels, named places, private data of programs, names of layers and articles.

One walk over every object; whoever finds a new hiding place for a value needs no new code for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pikepdf

from redaction.files.evidence import FileEvidence
from redaction.model import Certainty, Channel, Leak

MAX_OBJECTS, MAX_DEPTH, LONGEST = 50_000, 12, 20_000
ELSEWHERE = frozenset(
    {"/ActualText", "/Alt", "/E", "/JS", "/URI", "/V", "/XFA", "/ID", "/Lang", "/M", "/CreationDate", "/ModDate", "/Producer", "/Creator"}
    | {"/LastModified", "/DA", "/DS", "/Registry", "/Ordering", "/Panose", "/CharSet", "/FontFamily", "/Author", "/Cert", "/Reason"}
)
"""Keys that have a detector of their own, or that programs fill in."""
SPOKEN = frozenset({"/Contents", "/RC", "/Subj", "/DV", "/Title", "/Name", "/Names", "/P", "/T", "/Desc", "/Private", "/Info"})
"""Keys whose texts are written by people: an identifier or a name in them that can be seen nowhere is suspicious by itself."""
FIELD = frozenset({"/DV", "/Opt"})
PLACES = frozenset({"/Names", "/P", "/Dests"})
MARKUP = re.compile(r"<[^>]*>")


def scattered(file: FileEvidence) -> Iterator[Leak]:
    """A blacked out value among the texts of a PDF's objects."""
    pdf = file.structure
    if pdf is None or not (file.regions or file.hidden):
        return
    for key, text, field in _texts(pdf):
        certainty = file.echo(MARKUP.sub(" ", text)) if key in SPOKEN and not field else None
        if certainty is None and file.hidden.echoes(text):
            certainty = Certainty.STRONG
        if certainty is not None:
            yield Leak(Channel.FORM_VALUE if key in FIELD else Channel.OUTLINE if key in PLACES else Channel.METADATA, certainty)


def _texts(pdf: pikepdf.Pdf) -> Iterator[tuple[str, str, bool]]:
    """Every string with the nearest key above it, and whether it names a form field."""
    for number, item in enumerate(pdf.objects):
        if number > MAX_OBJECTS:
            return
        if isinstance(item, (pikepdf.Dictionary, pikepdf.Stream, pikepdf.Array)):
            yield from _inside(item, "", 0)


def _inside(item: pikepdf.Object, key: str, depth: int) -> Iterator[tuple[str, str, bool]]:
    if depth > MAX_DEPTH:
        return
    if isinstance(item, pikepdf.Array):
        for value in item:
            if isinstance(value, pikepdf.String):
                yield key, str(value)[:LONGEST], False
            elif isinstance(value, (pikepdf.Array, pikepdf.Dictionary)) and not value.is_indirect:
                yield from _inside(value, key, depth + 1)
        return
    if "/ByteRange" in item:
        return  # a signature
    named = "/FT" in item or "/Kids" in item
    for name, value in item.items():
        if name in ELSEWHERE:
            continue
        if isinstance(value, pikepdf.String):
            yield ("/Private" if key == "/Private" else name), str(value)[:LONGEST], named and name == "/T"
        elif isinstance(value, (pikepdf.Array, pikepdf.Dictionary)) and not value.is_indirect:
            yield from _inside(value, "/Private" if "/Private" in (key, name) else name, depth + 1)
