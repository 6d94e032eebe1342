"""Stamps set at a tilt: what stands in a frame that is not level is read once more, levelled.

"FILED", a number and a day are stamped by hand, a few degrees off; the page's reading makes nothing of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.ocr.engine import Grey, Layout, OcrEngine, OcrWord, PixelBox
from pipeline.ocr.mapping import IDENTITY, Matrix, inverse, words_through
from pipeline.ocr.shapes import Shapes

LEAST_TILT, MOST_TILT = 1.5, 25.0  # degrees; less is read as it is
_MOST_STAMPS = 4
_NARROWEST, _LOWEST = 8.0, 4.0  # in x-heights: a frame around words
_LARGEST_SHARE = 0.2  # of the page
_HOLLOW = 0.35  # share of a frame's box that its own line may cover
_CONFIDENT = 0.6


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where a tilted frame stands and the rectangle that it is: centre, width and height in pixels, degrees clockwise."""

    box: PixelBox
    centre: tuple[float, float]
    width: float
    height: float
    tilt: float


def read_stamps(grey: Grey, words: Sequence[OcrWord], engine: OcrEngine, shapes: Shapes) -> list[OcrWord]:
    """The words with those inside tilted frames read anew; as they were where there is no such frame."""
    kept = list(words)
    for frame in _tilted_frames(grey, shapes):
        level, matrix = _levelled(grey, frame)
        found = [word for word in engine.read(level, Layout.BLOCK) if word.confidence >= _CONFIDENT]
        if not any(len(word.text) >= 3 and word.text.isalpha() for word in found):
            continue
        first_line = 1 + max((word.line for word in kept), default=-1)
        inside = [word for word in kept if _within(word, frame)]
        kept = [word for word in kept if not _within(word, frame)]
        again = words_through(found, inverse(matrix))
        if sum(len(w.text) for w in inside if w.confidence >= _CONFIDENT) > sum(len(w.text) for w in again):
            kept += inside
            continue
        kept += [OcrWord(word.text, word.box, word.confidence, first_line + word.line) for word in again]
    return kept


def _within(word: OcrWord, frame: _Frame) -> bool:
    x, y = (word.box.x0 + word.box.x1) / 2, (word.box.top + word.box.bottom) / 2
    return frame.box.x0 <= x <= frame.box.x1 and frame.box.top <= y <= frame.box.bottom


def _tilted_frames(grey: Grey, shapes: Shapes) -> Iterator[_Frame]:
    letter = shapes.letter
    large = shapes.those(
        (shapes.width >= _NARROWEST * letter)
        & (shapes.height >= _LOWEST * letter)
        & (shapes.width * shapes.height <= _LARGEST_SHARE * grey.size)
    )
    found = 0
    for x, y, width, height in zip(large.left, large.top, large.width, large.height, strict=True):
        frame = _frame(grey, PixelBox(float(x), float(y), float(x + width), float(y + height)), letter)
        if frame is not None and LEAST_TILT <= abs(frame.tilt) <= MOST_TILT:
            yield frame
            found += 1
            if found == _MOST_STAMPS:
                return


def _frame(grey: Grey, box: PixelBox, letter: float) -> _Frame | None:
    """The rectangle whose line fills the box's corners to its edges; None for a picture, a seal, a scribble."""
    x0, top = max(0, int(box.x0) - 2), max(0, int(box.top) - 2)
    part = grey[top : int(box.bottom) + 3, x0 : int(box.x1) + 3]
    if _is_level(part):
        return None
    ink = cv2.threshold(part, 0, 1, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)[1]
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8, ltype=cv2.CV_32S)
    if len(stats) < 2:
        return None
    own = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_WIDTH] * stats[1:, cv2.CC_STAT_HEIGHT]))
    if stats[own, cv2.CC_STAT_AREA] > _HOLLOW * part.size:
        return None
    points = np.argwhere(labels == own)[:, ::-1].astype(np.float32)
    (cx, cy), (width, height), angle = cv2.minAreaRect(points)
    tilt = (angle + 45.0) % 90.0 - 45.0
    if round((angle - tilt) / 90.0) % 2:
        width, height = height, width
    if height < _LOWEST * letter or not _is_rectangle(points, (cx, cy), (width, height), tilt):
        return None
    return _Frame(box, (x0 + cx, top + cy), width, height, tilt)


def _is_level(part: Grey) -> bool:
    """Whether one row near its upper or left edge is inked from end to end: the boxes of forms, seen at little cost."""
    dark = 0.8 * float(np.percentile(part[::4, ::4], 90))
    rows, columns = part[:8] < dark, part[:, :8] < dark
    return bool((rows.mean(axis=1) > 0.85).any() or (columns.mean(axis=0) > 0.85).any())


def _is_rectangle(points: npt.NDArray[np.float32], centre: tuple[float, float], size: tuple[float, float], tilt: float) -> bool:
    """Whether nearly all of its ink lies along the four sides and every side is drawn."""
    radians = np.deg2rad(tilt)
    offset = points - np.array(centre, dtype=np.float32)
    along = offset[:, 0] * np.cos(radians) + offset[:, 1] * np.sin(radians)
    across = offset[:, 1] * np.cos(radians) - offset[:, 0] * np.sin(radians)
    margin = 0.06 * min(size) + 2.0
    sides = (
        along < -size[0] / 2 + margin,
        along > size[0] / 2 - margin,
        across < -size[1] / 2 + margin,
        across > size[1] / 2 - margin,
    )
    on_a_side = sides[0] | sides[1] | sides[2] | sides[3]
    lengths = (size[1], size[1], size[0], size[0])
    drawn = all(int(side.sum()) >= 0.7 * length for side, length in zip(sides, lengths, strict=True))
    return drawn and float(on_a_side.mean()) >= 0.8


def _levelled(grey: Grey, frame: _Frame) -> tuple[Grey, Matrix]:
    """What stands within the frame, level, without its line, and the matrix from the page's pixels to its own."""
    inset = 0.06 * min(frame.width, frame.height) + 3.0
    width, height = max(8, round(frame.width - 2 * inset)), max(8, round(frame.height - 2 * inset))
    turn = cv2.getRotationMatrix2D(frame.centre, frame.tilt, 1.0)
    turn[:, 2] += np.array([width / 2, height / 2]) - np.array(frame.centre)
    paper = int(np.percentile(grey[::8, ::8], 80))
    level = cv2.warpAffine(grey, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=paper)
    margin = 12
    level = cv2.copyMakeBorder(level, margin, margin, margin, margin, cv2.BORDER_CONSTANT, value=paper)
    matrix = IDENTITY.copy()
    matrix[:2] = turn
    matrix[:2, 2] += margin
    return np.asarray(level, dtype=np.uint8), matrix
