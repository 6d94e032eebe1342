"""What goes into typing (words with places) and what comes out (a graded guess with its reasons)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from classifiers.kinds import Grade, Kind


class TextWord(Protocol):
    """A word on a page; `box` is (x0, top, x1, bottom) in points from the top left as displayed."""

    @property
    def text(self) -> str: ...
    @property
    def box(self) -> tuple[float, float, float, float]: ...
    @property
    def confidence(self) -> float | None:
        """0 to 1 for words read by OCR, None for words of a text layer."""


@dataclass(frozen=True, slots=True)
class PageText:
    """One page: 1-based number, size in points, visible words in reading order, boxes of blacked-out regions."""

    number: int
    width: float
    height: float
    words: Sequence[TextWord]
    blackouts: Sequence[tuple[float, float, float, float]] = ()


class Mark(StrEnum):
    """What is true of a paper beside its kind, and why it may prove nothing. Values are finding codes."""

    BLANK_FORM = "blank_form"
    SPECIMEN = "specimen"
    INSTRUCTIONS = "instructions_page"
    DRAFT = "draft"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Noted:
    """A mark with its page and one sentence that says what was seen."""

    mark: Mark
    page: int | None
    message: str


@dataclass(frozen=True, slots=True)
class Alternative:
    kind: Kind
    score: float


@dataclass(frozen=True, slots=True)
class Segment:
    """Consecutive pages (1-based, inclusive) that are one paper within a bundle."""

    first: int
    last: int
    kind: Kind
    score: float
    titled: bool = False
    """Its first page has a title of its own."""


@dataclass(frozen=True, slots=True)
class Guess:
    """The answer for one file. `score` is 0 to 1; alternatives are other kinds, best first."""

    kind: Kind
    grade: Grade
    score: float
    alternatives: tuple[Alternative, ...] = ()
    why: tuple[str, ...] = ()
    noted: tuple[Noted, ...] = ()
    segments: tuple[Segment, ...] = ()
