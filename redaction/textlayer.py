"""The characters of a page's text layer, as pdfium gives them, in displayed points.

pdfium is asked three things of every character. They are asked by address and answered into one array, as a page has thousands.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
from pypdfium2 import raw

from redaction.guessed import parted
from redaction.rendering import Floats, Frame

Ints = npt.NDArray[np.int64]
BLANKS = np.array([0xA0, 0xFFFE, 0xFFFF, 0x200B, 0xFEFF])
"""Codes above 32 that stand for no print: blanks without width or break, pdfium's mark of a hyphen, of nothing."""


def _by_address(function: Any, result: Any, *arguments: Any) -> Any:
    return ctypes.CFUNCTYPE(result, *arguments)(ctypes.cast(function, ctypes.c_void_p).value or 0)


_unicode = _by_address(raw.FPDFText_GetUnicode, ctypes.c_uint, ctypes.c_void_p, ctypes.c_int)
_object = _by_address(raw.FPDFText_GetTextObject, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
_char_box = _by_address(raw.FPDFText_GetCharBox, ctypes.c_int, ctypes.c_void_p, ctypes.c_int, *[ctypes.c_void_p] * 4)


@dataclass(frozen=True, slots=True)
class Characters:
    """A page's text layer as pdfium gives it. Holds hidden text too, so it never leaves this package and its repr shows nothing."""

    codes: Ints = field(repr=False)
    boxes: Floats = field(repr=False)
    order: Ints
    spaced: npt.NDArray[np.bool_] = field(repr=False)
    """True where a blank or a line break comes before the character."""
    objects: tuple[int, ...] = field(repr=False, default=())
    """Address of the text object that each character belongs to; 0 where there is none."""

    def __len__(self) -> int:
        return len(self.codes)

    def text(self, indices: Ints) -> str:
        return "".join(chr(int(code)) for code in self.codes[indices])

    def handle(self, index: int) -> Any:
        """The text object of a character, to be asked of pdfium; None where there is none."""
        found = self.objects[index] if self.objects else 0
        return ctypes.cast(found, raw.FPDF_PAGEOBJECT) if found else None


def read_characters(page: pdfium.PdfPage, frame: Frame, orders: dict[int, int] | None = None) -> Characters:
    """The text layer's characters without blanks; `order` is their object's place in paint order, 0 where it is not known."""
    text = raw.FPDFText_LoadPage(page)
    if not text:
        return Characters(np.zeros(0, np.int64), np.zeros((0, 4)), np.zeros(0, np.int64), np.zeros(0, np.bool_))
    try:
        layer = ctypes.cast(text, ctypes.c_void_p).value
        count = max(0, raw.FPDFText_CountChars(text))
        codes = np.array([_unicode(layer, index) for index in range(count)], np.int64)
        printed = ~((codes <= 32) | np.isin(codes, BLANKS))
        indices = np.flatnonzero(printed).tolist()
        found = np.zeros((len(indices), 4))  # left, right, bottom, top
        start = found.ctypes.data
        for index, at in zip(indices, range(start, start + 32 * len(indices), 32), strict=True):
            _char_box(layer, index, at, at + 8, at + 16, at + 24)
        objects = tuple([_object(layer, index) or 0 for index in indices])
        spaced = np.ones(count, np.bool_)
        spaced[1:] = ~printed[:-1]
        spaced = spaced[printed]
        spaced[_within_words(text, codes, indices, found)] = False
    finally:
        raw.FPDFText_ClosePage(text)
    known = orders or {}
    order = np.array([known.get(item, 0) for item in objects], np.int64)
    return Characters(codes[printed], frame.boxes(found[:, [0, 2, 1, 3]]), order, spaced, objects)


def _within_words(text: Any, codes: Ints, indices: list[int], found: Floats) -> list[int]:
    """Which printed characters follow one narrow blank that pdfium only guessed and that parts no words."""
    places = np.array(indices, np.int64)
    after = np.flatnonzero(np.diff(places) == 2) + 1
    if not len(after):
        return []
    height = np.maximum(found[after, 3] - found[after, 2], found[after - 1, 3] - found[after - 1, 2])
    narrow = (codes[places[after] - 1] == 32) & (found[after, 0] - found[after - 1, 1] < 0.5 * height)
    return [
        at
        for at in after[narrow].tolist()
        if raw.FPDFText_IsGenerated(text, indices[at] - 1) == 1 and not parted(text, indices[at - 1], indices[at])
    ]
