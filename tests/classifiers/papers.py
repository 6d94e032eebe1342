"""Pages made of plain lines, and generated papers as pages, for tests of typing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from classifiers.model import PageText


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    box: tuple[float, float, float, float]
    confidence: float | None = None


def page(*lines: str, number: int = 1, ocr: bool = False, blackouts: Sequence[tuple[float, float, float, float]] = ()) -> PageText:
    """A page with these lines one below the other; a line that starts with # is set large; two blanks make a wide gap."""
    words: list[Word] = []
    top = 60.0
    for line in lines:
        size = 20.0 if line.startswith("#") else 10.0
        x = 60.0
        for part in line.lstrip("# ").split("  "):
            for text in part.split():
                width = 0.5 * size * len(text)
                words.append(Word(text, (x, top, x + width, top + size), 0.9 if ocr else None))
                x += width + 0.3 * size
            x += 3 * size
        top += 1.6 * size
    return PageText(number, 612.0, 792.0, words, blackouts)
