"""A page's words as lines and cells, the units in which a person sees labels and values.

  Invoice no.  4711        Bill to          one line, four cells: gaps wider than two letters part them
  ------------ ----        -------
Blackouts stand among the words as "███", one piece a line, so that "the value is blacked out" is seen where the value would be.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from statistics import median

from classifiers.model import PageText
from redaction.geometry import Box, bounding

__all__ = ["BLACK", "Cell", "Line", "PageLayout", "Token", "lay_out"]

BLACK = "███"
_GAP = 2.4
"""Cells part where the gap is wider than this many letters."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word; `blackout` is the whole region where the token stands for a piece of one."""

    text: str
    box: Box
    confidence: float | None = None
    blackout: Box | None = None


@dataclass(frozen=True)
class Cell:
    """Words of one line that stand close together. `page` is 1-based, `line` the index of its line on the page."""

    page: int
    line: int
    tokens: tuple[Token, ...]

    @cached_property
    def text(self) -> str:
        return " ".join(t.text for t in self.tokens)

    @cached_property
    def starts(self) -> list[int]:
        starts, at = [], 0
        for token in self.tokens:
            starts.append(at)
            at += len(token.text) + 1
        return starts

    @cached_property
    def box(self) -> Box:
        return bounding(t.box for t in self.tokens) or Box(0, 0, 0, 0)

    @cached_property
    def height(self) -> float:
        return median(t.box.height for t in self.tokens)

    @cached_property
    def confidence(self) -> float:
        """Mean OCR confidence; 1.0 for a text layer."""
        sure = [t.confidence for t in self.tokens if t.confidence is not None]
        return sum(sure) / len(sure) if sure else 1.0

    @property
    def black(self) -> bool:
        return self.tokens[0].blackout is not None

    def covering(self, start: int, end: int) -> tuple[Token, ...]:
        """The tokens of characters start to end (exclusive) of `text`."""
        first = max(0, bisect_right(self.starts, start) - 1)
        last = bisect_right(self.starts, max(start, end - 1))
        return self.tokens[first:last]

    def part(self, first: int, last: int | None = None) -> Cell | None:
        """The cell of tokens first to last (exclusive); None where empty."""
        tokens = self.tokens[first:last]
        return Cell(self.page, self.line, tokens) if tokens else None


@dataclass(frozen=True)
class Line:
    page: int
    index: int
    cells: tuple[Cell, ...]

    @cached_property
    def text(self) -> str:
        return " ".join(c.text for c in self.cells)

    @cached_property
    def whole(self) -> Cell:
        """The line as one cell."""
        return Cell(self.page, self.index, tuple(t for c in self.cells for t in c.tokens))

    @cached_property
    def box(self) -> Box:
        return bounding(c.box for c in self.cells) or Box(0, 0, 0, 0)


@dataclass(frozen=True)
class PageLayout:
    """One page laid out, in points: `letter` is a letter's usual width, `row` a line's usual height, `tall` that of the words' boxes.

    Boxes of words may be tight (the ink) or loose (the font's height); `row` is the same for both.
    """

    number: int
    width: float
    height: float
    letter: float
    row: float
    tall: float
    scanned: bool
    lines: tuple[Line, ...]
    blackouts: tuple[Box, ...] = field(default=())

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        return tuple(c for line in self.lines for c in line.cells)

    @cached_property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    @cached_property
    def _line_starts(self) -> list[int]:
        starts, at = [], 0
        for line in self.lines:
            starts.append(at)
            at += len(line.text) + 1
        return starts

    def covering(self, start: int, end: int) -> tuple[Token, ...]:
        """The tokens of characters start to end (exclusive) of `text`."""
        tokens: list[Token] = []
        first = max(0, bisect_right(self._line_starts, start) - 1)
        for line, at in zip(self.lines[first:], self._line_starts[first:], strict=True):
            if at >= end:
                break
            tokens.extend(line.whole.covering(max(0, start - at), min(len(line.text), end - at)) if start < at + len(line.text) else ())
        return tuple(tokens)


_BAR = re.compile(r"[|¦│_\[\]]+")
_LEADER = re.compile(r"[\s._·…]*")
_NUMBERED = re.compile(r"[|\[]?([0-9]{1,2}[a-z]?[.)])([A-Za-zÀ-ÿ]{3,}.*)")
_JOINED = re.compile(r"([A-Za-zÀ-ÿ][A-Za-zÀ-ÿ./°º#'’()-]*[:#])(?![/\\])(\S*[A-Za-z0-9█]\S*)")


def _parted(token: Token) -> list[Token]:
    """Words that belong to two cells, apart: Date:5/1/2024 is a label and a value, 2.Company an entry's number and a label."""
    if "|" in token.text and not _BAR.fullmatch(token.text):  # rulings read as letters part cells
        pieces: list[Token] = []
        letters = 0
        for piece in re.split(r"(\|+)", token.text):
            x0 = token.box.x0 + token.box.width * letters / len(token.text)
            letters += len(piece)
            if piece:
                x1 = token.box.x0 + token.box.width * letters / len(token.text)
                pieces.append(Token(piece, token.box._replace(x0=x0, x1=x1), token.confidence))
        return pieces
    numbered = _NUMBERED.fullmatch(token.text)
    if numbered:
        at = token.box.x0 + token.box.width * len(numbered[1]) / len(token.text)
        return [
            Token(numbered[1], token.box._replace(x1=at), token.confidence),
            Token(numbered[2], token.box._replace(x0=at), token.confidence),
        ]
    match = _JOINED.fullmatch(token.text)
    if not match or "@" in token.text:
        return [token]
    at = token.box.x0 + token.box.width * len(match[1]) / len(token.text)
    return [Token(match[1], token.box._replace(x1=at), token.confidence), Token(match[2], token.box._replace(x0=at), token.confidence)]


def _spaced_words(row: list[Token]) -> list[Token]:
    """Words set in spaced letters, put together: "I N V O I C E" is one word, a gap half as wide again parts two."""
    out: list[Token] = []
    run: list[Token] = []

    def close() -> None:
        if len(run) >= 4:
            gaps = sorted(b.box.x0 - a.box.x1 for a, b in pairwise(run))
            usual = gaps[len(gaps) // 2]
            word = run[0]
            for token in run[1:]:
                if token.box.x0 - word.box.x1 > 1.5 * usual + 1:
                    out.append(word)
                    word = token
                else:
                    word = Token(word.text + token.text, word.box.union(token.box), word.confidence)
            out.append(word)
        else:
            out.extend(run)
        run.clear()

    for token in row:
        single = len(token.text) == 1 and token.text.isalpha() and token.blackout is None
        if run and (not single or token.box.x0 - run[-1].box.x1 > 2.5 * token.box.height):
            close()
        if single:
            run.append(token)
        else:
            out.append(token)
    close()
    return out


def _letter(tokens: Sequence[Token]) -> float:
    widths = [t.box.width / len(t.text) for t in tokens if t.blackout is None and len(t.text) >= 2]
    return median(widths) if widths else 5.0


def _pieces(blackout: Box, rows: Sequence[Token], height: float) -> list[Token]:
    """A blackout as tokens, one for each text line it reaches, or for each line height where it stands alone."""
    if blackout.height <= 1.9 * height:
        return [Token(BLACK, blackout, None, blackout)]
    tops: list[tuple[float, float]] = []
    for token in sorted(rows, key=lambda t: t.box.top):
        middle = token.box.centre[1]
        if blackout.top < middle < blackout.bottom and (not tops or token.box.top > tops[-1][1] - 0.4 * height):
            tops.append((token.box.top, token.box.bottom))
    if not tops:
        count = max(1, round(blackout.height / (1.3 * height)))
        step = blackout.height / count
        tops = [(blackout.top + i * step, blackout.top + (i + 1) * step) for i in range(count)]
    elif tops[0][0] - blackout.top > 1.5 * height:  # covers lines above the first visible neighbour too
        tops.insert(0, (blackout.top, blackout.top + 1.2 * height))
    return [Token(BLACK, Box(blackout.x0, top, blackout.x1, bottom), None, blackout) for top, bottom in tops[:60]]


def _rows(tokens: Sequence[Token], height: float) -> list[list[Token]]:
    """Tokens in lines: each word joins the line whose nearest word to the left it stands level with (slanted pages too)."""
    rows: list[list[Token]] = []
    ends: list[tuple[float, float, float]] = []  # middle, left edge and height of each line's last word
    buckets: dict[int, set[int]] = {}
    step = max(height, 1.0) * 2
    for token in sorted(tokens, key=lambda t: (t.box.x0, t.box.top)):
        tall = token.box.bottom - token.box.top
        middle = (token.box.top + token.box.bottom) / 2
        key = int(middle // step)
        best, best_off = -1, 0.0
        for near in (key - 1, key, key + 1):
            for row in buckets.get(near, ()):
                last_middle, last_x0, last_tall = ends[row]
                off = abs(last_middle - middle)
                if off < 0.5 * max(last_tall, tall, 0.1) and token.box.x0 > last_x0 and (best < 0 or (off, -row) < (best_off, -best)):
                    best, best_off = row, off
        if best < 0:
            rows.append([])
            ends.append((middle, token.box.x0, tall))
            best = len(rows) - 1
        else:
            buckets[int(ends[best][0] // step)].discard(best)
            ends[best] = (middle, token.box.x0, tall)
        rows[best].append(token)
        buckets.setdefault(key, set()).add(best)
    return sorted(rows, key=lambda r: (r[0].box.centre[1] + r[-1].box.centre[1]) / 2)


def lay_out(page: PageText) -> PageLayout:
    """Lines and cells of a page. Words inside a blackout are dropped: whatever they are, they are not visible."""
    blackouts = tuple(Box(*b) for b in page.blackouts)
    tokens: list[Token] = []
    for word in page.words:
        box = Box(*word.box)
        if _LEADER.fullmatch(word.text) or any(b.contains_point(*box.centre) for b in blackouts):
            continue
        tokens.extend(_parted(Token(re.sub("[█■▇]{2,}|█", BLACK, word.text), box, word.confidence)))
    letter = _letter(tokens)
    height = median([t.box.height for t in tokens]) if tokens else 10.0
    scanned = any(t.confidence is not None for t in tokens)
    for blackout in blackouts:
        if blackout.width > 2 and blackout.height > 2:
            tokens.extend(_pieces(blackout, tokens, height))
    lines: list[Line] = []
    for row in map(_spaced_words, _rows(tokens, height)):
        index = len(lines)
        wide = _GAP * max(letter, min(_letter(row), 4 * letter))
        cells: list[list[Token]] = [[]]
        for token in row:
            if _BAR.fullmatch(token.text):  # a ruling read as a letter
                cells.append([])
                continue
            if cells[-1] and token.box.x0 - cells[-1][-1].box.x1 > wide:
                cells.append([])
            cells[-1].append(token)
        if not any(cells):
            continue
        lines.append(Line(page.number, index, tuple(Cell(page.number, index, tuple(c)) for c in cells if c)))
    return PageLayout(page.number, page.width, page.height, letter, max(height, 2.2 * letter), height, scanned, tuple(lines), blackouts)
