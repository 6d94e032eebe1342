"""A page made ready for matching: plain tokens in lines, each line with its place and size.

Tokens are lower-case ASCII words; accents, punctuation and letter-spacing are gone, so that the same anchor matches a text layer and OCR.
Heights and places are kept relative to the page, because a title is known by where it stands and how large it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import median

from anyascii import anyascii

from classifiers.model import PageText, TextWord

DOTTED = re.compile(r"^\(?(?:[A-Za-z]\.){2,}[A-Za-z]?[,:;)]*$")
TOKEN = re.compile(r"[a-z0-9]+")
CONTACT = re.compile(r"^\W*[\w.+-]+@[\w-]+\.[\w.-]+\W*$")
LINK = re.compile(
    r"^\W*(https?://|www\.)\S+"
    r"|^[a-z0-9-]{3,}\.(com|net|org|io|co|de|fr|in|uk|au|ca|br|mx|es|studio|design|dev|agency)"
    r"(\.[a-z]{2})?(/\S*)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one base line: token range [start, end), top as a share of the page, height relative to the page's usual word."""

    start: int
    end: int
    top: float
    size: float
    x0: float
    x1: float


@dataclass(frozen=True, slots=True)
class NormalPage:
    """Tokens of a page with the index of the word and of the line each came from."""

    page: PageText
    tokens: tuple[str, ...]
    word_of: tuple[int, ...]
    line_of: tuple[int, ...]
    lines: tuple[Line, ...]
    compact: str
    ocr: bool


@lru_cache(maxsize=50_000)
def plain(word: str) -> tuple[str, ...]:
    """A word's tokens: 'Nº' -> ('no',), '1120-S' -> ('1120', 's'), 'L.L.C.' -> ('llc',)."""
    text = word if word.isascii() else anyascii(word)
    if DOTTED.match(text):
        text = text.replace(".", "")
    return tuple(TOKEN.findall(text.lower().replace("'", "").replace("’", "")))


def group_lines(words: Sequence[TextWord]) -> list[list[int]]:
    """Indices of words that stand on one base line, in reading order; a wide step back or down begins a new line."""
    lines: list[list[int]] = []
    for index, word in enumerate(words):
        if lines:
            x0, top, x1, bottom = word.box
            _, last_top, last_x1, last_bottom = words[lines[-1][-1]].box
            overlap = min(bottom, last_bottom) - max(top, last_top)
            if overlap > 0.4 * min(bottom - top, last_bottom - last_top) and x0 >= last_x1 - 0.5 * (x1 - x0):
                lines[-1].append(index)
                continue
        lines.append([index])
    return lines


def _unspaced(tokens: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """'I N V O I C E' as one token: runs of four or more single letters are joined."""
    joined: list[tuple[str, int]] = []
    run: list[tuple[str, int]] = []
    for item in [*tokens, ("", -1)]:
        if len(item[0]) == 1 and item[0].isalpha():
            run.append(item)
            continue
        joined += [("".join(t for t, _ in run), run[0][1])] if len(run) >= 4 else run
        run = []
        joined.append(item)
    return joined[:-1]


def normalise(page: PageText) -> NormalPage:
    """The page's tokens, lines and compact text. Pure; words without any letter or digit are left out."""
    words = page.words
    heights = [w.box[3] - w.box[1] for w in words if w.box[3] > w.box[1]]
    usual = median(heights) if heights else 1.0
    tokens: list[str] = []
    word_of: list[int] = []
    line_of: list[int] = []
    lines: list[Line] = []
    for group in group_lines(words):
        items = _unspaced([(token, index) for index in group for token in plain(words[index].text)])
        if not items:
            continue
        boxes = [words[index].box for index in group]
        size = median(b[3] - b[1] for b in boxes) / usual if usual else 1.0
        lines.append(
            Line(
                len(tokens),
                len(tokens) + len(items),
                min(b[1] for b in boxes) / (page.height or 1.0),
                size,
                boxes[0][0] / (page.width or 1.0),
                boxes[-1][2] / (page.width or 1.0),
            )
        )
        for token, index in items:
            tokens.append(token)
            word_of.append(index)
            line_of.append(len(lines) - 1)
    ocr = any(w.confidence is not None for w in words)
    return NormalPage(page, tuple(tokens), tuple(word_of), tuple(line_of), tuple(lines), "".join(tokens), ocr)
