"""Cells of a form: words that stand together on a line, told apart as labels, values and prose.

A label ends with a colon or is made of words that papers print; a value holds a number or words that papers do not print
(names, places). What a label asks for stands to its right or below it.

    Name of proprietor        Business code        ← labels
    Jane Doe                  541430               ← values
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise

from classifiers.anchors import anchors
from classifiers.model import TextWord
from classifiers.text import group_lines, plain

SMALL_WORDS = frozenset(
    (
        "of",
        "the",
        "a",
        "an",
        "in",
        "on",
        "at",
        "to",
        "and",
        "or",
        "for",
        "by",
        "is",
        "as",
        "no",
        "not",
        "any",
        "if",
        "it",
        "its",
        "this",
        "that",
        "from",
        "with",
        "you",
        "your",
        "per",
        "be",
        "are",
        "was",
        "de",
        "la",
        "le",
        "les",
        "du",
        "des",
        "el",
        "los",
        "der",
        "die",
        "das",
        "und",
        "y",
        "e",
        "do",
        "da",
    )
)
LONGEST_LABEL = 7
LONGEST_VALUE = 10
Cell = Sequence[TextWord]


class Part(Enum):
    """What a cell is in a form."""

    LABEL = auto()
    VALUE = auto()
    BOTH = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Filling:
    """How many labels a page has, how many have a value beside or below them, how many end with a colon and have none, and all values."""

    labels: int = 0
    filled: int = 0
    open_colons: int = 0
    colons: int = 0
    values: int = 0

    def __add__(self, other: Filling) -> Filling:
        return Filling(
            self.labels + other.labels,
            self.filled + other.filled,
            self.open_colons + other.open_colons,
            self.colons + other.colons,
            self.values + other.values,
        )


def cells(words: Sequence[TextWord]) -> list[list[list[TextWord]]]:
    """Line by line, its words split where the gap is clearly wider than a space."""
    lines: list[list[list[TextWord]]] = []
    for group in group_lines(words):
        found: list[list[TextWord]] = []
        cell = [words[group[0]]]
        for left, right in pairwise(group):
            height = max(4.0, words[right].box[3] - words[right].box[1])
            if words[right].box[0] - words[left].box[2] > 0.9 * height:
                found.append(cell)
                cell = []
            cell.append(words[right])
        found.append(cell)
        lines.append(found)
    return lines


def part(cell: Cell) -> Part:
    """What the cell is, by its words alone."""
    known = anchors().words
    text = " ".join(w.text for w in cell).strip()
    tokens = [token for word in cell for token in plain(word.text)]
    if not tokens or len(cell) > LONGEST_VALUE:
        return Part.OTHER
    if any(sum(c.isdigit() for c in token) >= 3 and token not in known for token in tokens):
        return Part.VALUE
    if text.endswith(":"):
        return Part.LABEL
    if ":" in text:
        return Part.BOTH
    content = [t for t in tokens if t not in SMALL_WORDS]
    strange = [t for t in content if t.isalpha() and len(t) > 1 and t not in known]
    if not strange:
        return Part.LABEL if len(cell) <= LONGEST_LABEL else Part.OTHER
    capitals = sum(w.text[:1].isupper() or w.text[:1].isdigit() for w in cell)
    return Part.VALUE if 2 * len(strange) >= len(content) and capitals >= 0.6 * len(cell) else Part.OTHER


def filling(lines: Sequence[Sequence[Cell]]) -> Filling:
    """How far the labels of a page have values."""
    flat = [(number, cell, part(cell)) for number, line in enumerate(lines) for cell in line]
    values = [(cell[0].box[0], min(w.box[1] for w in cell)) for _, cell, what in flat if what is Part.VALUE]
    result = Filling(values=len(values))
    for index, (number, cell, what) in enumerate(flat):
        if what not in (Part.LABEL, Part.BOTH):
            continue
        following = flat[index + 1] if index + 1 < len(flat) else None
        beside = following is not None and following[0] == number and following[2] is Part.VALUE
        filled = what is Part.BOTH or beside or _has_below(cell, values)
        colon = cell[-1].text.endswith(":")
        result += Filling(1, int(filled), int(colon and not filled), int(colon or what is Part.BOTH))
    return result


def _has_below(label: Cell, values: Sequence[tuple[float, float]]) -> bool:
    """Whether one of the values, given by their left and top, stands close below the label."""
    x0, x1, bottom = label[0].box[0], label[-1].box[2], max(w.box[3] for w in label)
    height = max(5.0, bottom - min(w.box[1] for w in label))
    return any(-2 <= top - bottom <= 1.8 * height and x0 - 8 <= left <= max(x1, x0 + 60) for left, top in values)
