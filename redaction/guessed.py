"""Blanks that a text layer does not hold and pdfium guesses from gaps: between words, but also between letters set apart.

"B IL L ED TO", "Ent it y Nam e": browsers place letters one by one, and a wide gap after a narrow letter passes for a blank.
"""

from __future__ import annotations

from collections.abc import Iterator

from pypdfium2 import raw

__all__ = ["parted"]

_SURE, _WIDER, _AROUND = 0.17, 1.5, 60
"""Of the letters' height: a gap that is always a blank; how much wider than the line's wide gaps a blank is; letters looked at."""
_LINE_ENDS = (10, 13)
_NARROW = frozenset(map(ord, "tf"))
"""Letters that hinting sets apart from the next one more than from the one before."""

_O_OR_I = frozenset(map(ord, "oOiI"))


def parted(text: raw.FPDF_TEXTPAGE, last: int, index: int) -> bool:
    """Whether the characters `last` and `index` with a guessed blank between them belong to two words.

    They do where the gap is as wide as a blank, or clearly wider than the gaps between the letters of their line.
    """
    before, after = _box(text, last), _box(text, index)
    height = max(before.top - before.bottom, after.top - after.bottom, 0.1)
    gap = after.left - before.right
    level = min(before.top, after.top) - max(before.bottom, after.bottom) > 0.5 * height
    if not level or not 0 < gap < _SURE * height:
        return True
    gaps = sorted(_gaps(text, index))
    if _after_of(text, last, index):
        return True
    if raw.FPDFText_GetUnicode(text, last) in _NARROW:
        blanks = sorted(_blanks(text, index))
        return bool(blanks) and gap > 0.75 * blanks[len(blanks) // 2]
    return not gaps or gap > _WIDER * gaps[int(0.9 * (len(gaps) - 1))]


def _after_of(text: raw.FPDF_TEXTPAGE, last: int, index: int) -> bool:
    """Whether "of" or "if" stands alone before the blank; only words such as "office" and "often" go on after it."""
    before, first, letter = (raw.FPDFText_GetUnicode(text, at) for at in (last - 2, last - 1, last))
    alone = last < 2 or before <= 32
    return alone and first in _O_OR_I and letter == ord("f") and raw.FPDFText_GetUnicode(text, index) not in _NARROW


def _box(text: raw.FPDF_TEXTPAGE, index: int) -> raw.FS_RECTF:
    box = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(text, index, box)
    return box


def _line(text: raw.FPDF_TEXTPAGE, index: int) -> range:
    """The characters around `index` on its line."""
    first, last = index, index
    count = raw.FPDFText_CountChars(text)
    while first > 0 and index - first < _AROUND and raw.FPDFText_GetUnicode(text, first - 1) not in _LINE_ENDS:
        first -= 1
    while last + 1 < count and last - index < _AROUND and raw.FPDFText_GetUnicode(text, last + 1) not in _LINE_ENDS:
        last += 1
    return range(first, last + 1)


def _gaps(text: raw.FPDF_TEXTPAGE, index: int) -> Iterator[float]:
    """The gaps between letters of a line that follow one another without a blank."""
    for at in _line(text, index)[:-1]:
        if raw.FPDFText_GetUnicode(text, at) > 32 and raw.FPDFText_GetUnicode(text, at + 1) > 32:
            yield _box(text, at + 1).left - _box(text, at).right


def _blanks(text: raw.FPDF_TEXTPAGE, index: int) -> Iterator[float]:
    """The gaps of the line's other guessed blanks, those after narrow letters left out."""
    for at in _line(text, index)[1:-1]:
        if raw.FPDFText_GetUnicode(text, at) == 32 and raw.FPDFText_GetUnicode(text, at - 1) not in _NARROW:
            yield _box(text, at + 1).left - _box(text, at - 1).right
