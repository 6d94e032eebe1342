"""Pages that were read → what the file is and says: each page seen upright, typed, its facts pulled out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from classifiers.model import Guess, PageText
from pipeline.reading import PageReading
from pipeline.upright import Turned, turned_box, turned_words, turns_to_upright

if TYPE_CHECKING:
    from pipeline.fields import Facts
    from redaction.model import Region


@dataclass(frozen=True, slots=True)
class Judged:
    """The pages as typing saw them, the guess, the facts (boxes on upright pages), and which pages were turned for it."""

    pages: Sequence[PageText]
    guess: Guess
    facts: Facts
    turned: Turned


def judge(readings: Sequence[PageReading], regions: Sequence[Region], today: date | None) -> Judged:
    """Type and facts of a file whose pages were read so."""
    from classifiers import classify
    from pipeline.fields import extract

    turns = {reading.page: turns_to_upright(reading.words) for reading in readings}
    pages = [_page_text(reading, regions, turns[reading.page]) for reading in readings]
    guess = classify(pages)
    facts = extract(guess.kind, pages, today=today, segments=guess.segments)
    turned = {reading.page: (turns[reading.page], reading.width, reading.height) for reading in readings if turns[reading.page]}
    return Judged(pages, guess, facts, turned)


def _page_text(reading: PageReading, regions: Iterable[Region], turns: int) -> PageText:
    """The page as typing and facts see it: upright, whichever way it was put on the scanner."""
    width, height = reading.width, reading.height
    blackouts = tuple(turned_box(region.box, turns, width, height) for region in regions if region.page == reading.page)
    words = turned_words(reading.words, turns, width, height) if turns else reading.words
    if turns % 2:
        width, height = height, width
    return PageText(reading.page, width, height, words, blackouts)
