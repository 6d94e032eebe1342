"""Characters to words, and words into reading order.

A text layer comes in the order its producer wrote it, which is mostly how people read it: lines are kept in that order, and
words from elsewhere (form values, pictures on the page) are put in where they stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from pipeline.model import Word
from pipeline.ocr.engine import OcrWord
from redaction.geometry import Box
from redaction.model import Char

_INVISIBLE = {ord(c): None for c in "\u00ad\u200b\u200c\u200d\u2060\ufeff\x00"}
_GAP = 1.0  # of the letters' height: pdfium marks blanks itself; this is for columns set without any


def words_of_chars(page: int, chars: Sequence[Char]) -> list[Word]:
    """The words of a text layer, in the file's order. Characters drawn twice (poor man's bold) count once."""
    words: list[Word] = []
    run: list[Char] = []
    for char in chars:
        text = char.text.translate(_INVISIBLE)
        if not text:
            continue
        if text.isspace():
            _finish(page, run, words)
            continue
        if run and (char.space_before or not _goes_on(run[-1].box, char.box)):
            if _same_again(run, char):
                continue
            _finish(page, run, words)
        elif _same_again(run, char):
            continue
        run.append(Char(text, char.box))
    _finish(page, run, words)
    return _without_doubles(words)


def words_of_ocr(page: int, words: Iterable[OcrWord], scale: float, offset: tuple[float, float] = (0.0, 0.0)) -> list[Word]:
    """OCR words with pixel boxes (`scale` pixels per point, origin at `offset` in points) as words of the page."""
    x, y = offset
    out = []
    for word in words:
        b = word.box
        out.append(Word(page, Box(b.x0 / scale + x, b.top / scale + y, b.x1 / scale + x, b.bottom / scale + y), word.text, word.confidence))
    return out


def merged(main: Sequence[Word], others: Sequence[Word]) -> list[Word]:
    """`others` put in among the lines of `main` where they stand on the page; each keeps its own order within a line."""
    if not main or not others:
        return [*main, *others]
    lines = lines_of(main)
    for line in lines_of(others):
        line_box = _bounds(line)
        place = None
        for index, known in enumerate(lines):
            box = _bounds(known)
            level = min(box.bottom, line_box.bottom) - max(box.top, line_box.top) > 0.5 * min(box.height, line_box.height)
            if level and box.x0 <= line_box.x0:
                place = index + 1
            elif place is None and box.top > line_box.bottom:
                place = index
                break
        lines.insert(len(lines) if place is None else place, line)
    return [word for line in lines for word in line]


def lines_of(words: Sequence[Word]) -> list[list[Word]]:
    """Consecutive words that stand level and to the right of each other, as lines."""
    lines: list[list[Word]] = []
    for before, word in pairwise([None, *words]):
        assert word is not None
        if before is not None and _level(before.box, word.box) and word.box.x0 >= before.box.x0:
            lines[-1].append(word)
        else:
            lines.append([word])
    return lines


def _level(a: Box, b: Box) -> bool:
    return min(a.bottom, b.bottom) - max(a.top, b.top) > 0.5 * min(a.height, b.height)


def _goes_on(last: Box, box: Box) -> bool:
    """Whether a character continues the word of the one before: beside it on a line, or above or below it in turned text."""
    height = max(last.height, box.height, 1.0)
    if min(last.bottom, box.bottom) - max(last.top, box.top) > 0.3 * min(last.height, box.height) - 0.01:
        return -height < box.x0 - last.x1 < _GAP * height
    width = max(last.width, box.width, 1.0)
    beside = min(last.x1, box.x1) - max(last.x0, box.x0) > 0.5 * min(last.width, box.width)
    return beside and min(abs(box.top - last.bottom), abs(last.top - box.bottom)) < _GAP * width


def _same_again(run: Sequence[Char], char: Char) -> bool:
    return any(char.text == other.text and char.box.iou(other.box) > 0.7 for other in run[-2:])


def _finish(page: int, run: list[Char], words: list[Word]) -> None:
    if run:
        box = run[0].box
        for char in run[1:]:
            box = box.union(char.box)
        words.append(Word(page, box, "".join(char.text for char in run)))
        run.clear()


def _without_doubles(words: Sequence[Word]) -> list[Word]:
    seen: dict[tuple[str, int, int], Word] = {}
    out = []
    for word in words:
        key = (word.text, round(word.box.x0 / 4), round(word.box.top / 4))
        other = seen.get(key)
        if other is not None and other.box.iou(word.box) > 0.6:
            continue
        seen[key] = word
        out.append(word)
    return out


def _bounds(words: Sequence[Word]) -> Box:
    box = words[0].box
    for word in words[1:]:
        box = box.union(word.box)
    return box
