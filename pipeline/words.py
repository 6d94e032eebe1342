"""Characters to words, and words into reading order.

A text layer comes in the order its producer wrote it, which is mostly how people read it: lines are kept in that order, and
words from elsewhere (form values, pictures on the page) are put in where they stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from pipeline.model import Word
from pipeline.ocr.engine import OcrWord
from redaction.geometry import Box
from redaction.model import Char

Floats = npt.NDArray[np.float64]
_INVISIBLE = {ord(c): None for c in "\u00ad\u200b\u200c\u200d\u2060\ufeff\x00"}
_GAP_TURNED = 0.35
_MOST_LINES = 1500
_MARK, _AROUND, _WITHIN = 0.7, 0.4, 0.6  # a mark's height, how far it may stand above or below a letter, and its share there
_GAP = 1.0  # of the letters' height: pdfium marks blanks itself; this is for columns set without any


def words_of_chars(page: int, chars: Sequence[Char]) -> list[Word]:
    """The words of a text layer, in the file's order. Characters drawn twice (poor man's bold) count once."""
    texts = [char.text.translate(_INVISIBLE) for char in chars]
    keep = [index for index, text in enumerate(texts) if text]
    if not keep:
        return []
    boxes = np.array([chars[index].box for index in keep], dtype=np.float64)
    texts = [texts[index] for index in keep]
    blank = np.array([text.isspace() for text in texts])
    again = _drawn_again(texts, boxes)
    spaced = np.array([chars[index].space_before for index in keep])
    spaced[1:] |= blank[:-1]
    solid = np.flatnonzero(~blank & ~again)
    if not len(solid):
        return []
    # blanks and doubles are gone: a break before either is a break before what follows
    breaks = np.logical_or.reduceat(spaced, np.concatenate([[0], solid[:-1] + 1])) if len(solid) > 1 else spaced[solid]
    starts = breaks | ~_goes_on(boxes[solid])
    starts[0] = True
    firsts = np.flatnonzero(starts)
    low = np.minimum.reduceat(boxes[solid][:, :2], firsts, axis=0).tolist()
    high = np.maximum.reduceat(boxes[solid][:, 2:], firsts, axis=0).tolist()
    letters = [texts[index] for index in solid.tolist()]
    ends = [*firsts.tolist()[1:], len(letters)]
    words = [
        Word(page, Box(*a, *b), "".join(letters[first:end])) for a, b, first, end in zip(low, high, firsts.tolist(), ends, strict=True)
    ]
    return _without_doubles(words)


def words_of_ocr(page: int, words: Iterable[OcrWord], scale: float, offset: tuple[float, float] = (0.0, 0.0)) -> list[Word]:
    """OCR words with pixel boxes (`scale` pixels per point, origin at `offset` in points) as words of the page."""
    x, y = offset
    out = []
    for word in words:
        b = word.box
        out.append(Word(page, Box(b.x0 / scale + x, b.top / scale + y, b.x1 / scale + x, b.bottom / scale + y), word.text, word.confidence))
    return out


def in_reading_order(words: Sequence[Word]) -> list[Word]:
    """The words with lines that the file wrote late, such as the values of a form, put where they stand on the page.

    Going back up to a second column is no such line: nothing was written below it within its width.
    """
    kept: list[Word] = []
    late: list[Word] = []
    lines = lines_of(words)
    if len(lines) > _MOST_LINES:
        return list(words)
    boxes, count = np.zeros((len(lines), 4)), 0
    for line in lines:
        box = _bounds(line)
        x0, top, x1, bottom = boxes[:count].T
        within = (x0 < box.x1) & (box.x0 < x1)
        belated = bool((within & (top >= box.bottom)).any())
        belated = belated and bool(((within & (top < box.top)) | ((top < box.bottom) & (bottom > box.top))).any())
        (late if belated else kept).extend(line)
        if not belated:
            boxes[count] = box
            count += 1
    return merged(kept, late)


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
    if words:
        lines.append([words[0]])
    for before, word in pairwise(words):
        if word.box.x0 >= before.box.x0 and _level(before.box, word.box):
            lines[-1].append(word)
        else:
            lines.append([word])
    return lines


def _level(a: Box, b: Box) -> bool:
    _, a_top, _, a_bottom = a
    _, b_top, _, b_bottom = b
    common = (a_bottom if a_bottom < b_bottom else b_bottom) - (a_top if a_top > b_top else b_top)
    return common > 0.5 * (a_bottom - a_top) or common > 0.5 * (b_bottom - b_top)


def _goes_on(boxes: Floats) -> npt.NDArray[np.bool_]:
    """For each character whether it continues the word of the one before: beside it on a line, or above or below it in turned text."""
    last, box = boxes[:-1], boxes[1:]
    wide, high = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    common_down = np.minimum(last[:, 3], box[:, 3]) - np.maximum(last[:, 1], box[:, 1])
    common_across = np.minimum(last[:, 2], box[:, 2]) - np.maximum(last[:, 0], box[:, 0])
    level = common_down > 0.3 * np.minimum(high[:-1], high[1:]) - 0.01
    height = np.maximum(np.maximum(high[:-1], high[1:]), 1.0)
    level |= _mark_beside(last, box) & (common_across <= 0)
    gap, gap_back = box[:, 0] - last[:, 2], last[:, 0] - box[:, 2]  # on pages shown upside down letters run to the left
    beside = level & (((-height < gap) & (gap < _GAP * height)) | ((-height < gap_back) & (gap_back < _GAP * height)))
    stacked = ~level & (common_across > 0.5 * np.minimum(wide[:-1], wide[1:]))
    width = np.maximum(np.maximum(wide[:-1], wide[1:]), 1.0)
    stacked &= np.minimum(np.abs(box[:, 1] - last[:, 3]), np.abs(last[:, 1] - box[:, 3])) < _GAP_TURNED * width
    return np.concatenate([[False], beside | stacked])


def _mark_beside(last: Floats, box: Floats) -> npt.NDArray[np.bool_]:
    """For each pair whether one is a small mark at the height of the other: an apostrophe hardly overlaps a low letter."""
    high, other = last[:, 3] - last[:, 1], box[:, 3] - box[:, 1]
    small, tall = np.minimum(high, other), np.maximum(high, other)
    upper, lower = np.where(high >= other, last[:, 1], box[:, 1]), np.where(high >= other, last[:, 3], box[:, 3])
    top, bottom = np.where(high < other, last[:, 1], box[:, 1]), np.where(high < other, last[:, 3], box[:, 3])
    common = np.minimum(bottom, lower + _AROUND * tall) - np.maximum(top, upper - _AROUND * tall)
    return np.asarray((small < _MARK * tall) & (common > _WITHIN * small), dtype=np.bool_)


def _drawn_again(texts: Sequence[str], boxes: Floats) -> npt.NDArray[np.bool_]:
    """For each character whether it is the same as one of the two before it, in the same place."""
    again = np.zeros(len(texts), dtype=np.bool_)
    for back in (1, 2):
        near = np.abs(boxes[back:] - boxes[:-back]).max(axis=1) < 0.12 * np.maximum(boxes[back:, 3] - boxes[back:, 1], 1.0)
        for index in np.flatnonzero(near).tolist():
            if texts[index] == texts[index + back] and not (back == 1 and _ligature(texts[index], boxes[index], boxes[index + 1])):
                again[index + back] = True
    return again


def _ligature(text: str, box: Floats, other: Floats) -> bool:
    """Whether two equal letters are one glyph, as "tt" and "ff" are in many typefaces: the very same box, too wide for one of them."""
    return text in "tf" and bool((box == other).all()) and bool(box[2] - box[0] > 0.55 * (box[3] - box[1]))


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
    lefts, tops, rights, bottoms = zip(*(word.box for word in words), strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))
