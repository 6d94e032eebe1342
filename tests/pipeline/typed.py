"""Pages for tests, drawn with a typewriter: every letter is 6 points wide, every line 14 high, "████" is a blackout."""

from __future__ import annotations

import re
from dataclasses import dataclass
from textwrap import dedent

from classifiers.model import PageText

LETTER, LINE, LEFT, TOP = 6.0, 14.0, 40.0, 40.0


@dataclass(frozen=True)
class TypedWord:
    text: str
    box: tuple[float, float, float, float]
    confidence: float | None = None


def typed(text: str, number: int = 1, confidence: float | None = None) -> PageText:
    """A page of typewriter text; two or more blanks in a row part columns as they do on paper."""
    words: list[TypedWord] = []
    blackouts: list[tuple[float, float, float, float]] = []
    for row, line in enumerate(dedent(text).strip("\n").split("\n")):
        top = TOP + row * LINE
        for match in re.finditer(r"█+|[^\s█]+", line):
            box = (LEFT + match.start() * LETTER, top, LEFT + match.end() * LETTER, top + 10)
            if match[0][0] == "█":
                blackouts.append(box)
            else:
                words.append(TypedWord(match[0], box, confidence))
    return PageText(number, 612, 792, words, blackouts)
