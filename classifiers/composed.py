"""Titles put together from usual words: offices name the same paper "Business Registration & License" or "Town Vendor Permit".

No list of titles holds them all. A line of a page's head counts when every word of it belongs to the trade and the words that
make the title are among them; "Application for a business license" has a word too many and does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from classifiers.text import NormalPage

WEIGHT = 3.2
"""Between a label and a listed title: the words are right, the wording is nobody's in particular."""
HEAD = 0.4
"""Share of the page's height in which a title stands."""
MOST_WORDS = 9
_PLACES = frozenset(("of", "the", "and", "for", "to", "city", "county", "town", "village", "borough", "parish", "state", "municipal", "no"))


@dataclass(frozen=True, slots=True)
class Composition:
    """A title of the sort of paper `paper`: one word of each set in `parts`, and no word outside them and `others`."""

    paper: str
    parts: tuple[frozenset[str], ...]
    others: frozenset[str]

    def fits(self, words: frozenset[str]) -> bool:
        """Whether a line of exactly these words is such a title."""
        return all(words & part for part in self.parts) and words <= frozenset().union(*self.parts) | self.others | _PLACES


COMPOSITIONS = (
    Composition(
        "business-licence-us",
        (
            frozenset(("license", "licence", "permit")),
            frozenset(
                (
                    "business",
                    "trade",
                    "vendor",
                    "vendors",
                    "mercantile",
                    "merchant",
                    "merchants",
                    "occupational",
                    "occupation",
                    "retail",
                    "sales",
                    "lodgers",
                    "lodging",
                )
            ),
        ),
        frozenset(
            (
                "general",
                "home",
                "registration",
                "certificate",
                "tax",
                "annual",
                "operating",
                "privilege",
                "small",
                "local",
                "commercial",
                "use",
            )
        ),
    ),
    Composition(
        "dba",
        (
            frozenset(("name", "names")),
            frozenset(("fictitious", "assumed", "trade", "trading", "business")),
            frozenset(("statement", "certificate", "registration", "filing", "declaration")),
        ),
        frozenset(("under", "doing", "as", "firm", "persons", "conducting")),
    ),
)


def composed_titles(page: NormalPage) -> Iterator[tuple[str, float, str]]:
    """(id of the paper, weight, what to say) once for each composition that a line of the page's head is."""
    found: set[str] = set()
    for line in page.lines:
        if line.top > HEAD or not 2 <= line.end - line.start <= MOST_WORDS:
            continue
        words = frozenset(page.tokens[line.start : line.end])
        for composition in COMPOSITIONS:
            if composition.paper not in found and composition.fits(words):
                found.add(composition.paper)
                numbers = dict.fromkeys(page.word_of[line.start : line.end])
                printed = " ".join(page.page.words[number].text for number in numbers).strip(" :;,.*_-")
                yield composition.paper, WEIGHT, f"title '{printed}'"
