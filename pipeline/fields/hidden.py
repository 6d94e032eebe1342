"""A name that no label names may be blacked out: then the next line that looks like a name is not the answer (R13).

████████████        letterhead, hidden: withheld
12 Harbour Street   not the name
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.fields.search import Found

if TYPE_CHECKING:
    from pipeline.fields.assembly import Draft

__all__ = ["GUESSED", "unless_hidden"]

GUESSED = frozenset({"foot", "letterhead", "legal_form", "authority", "person", "head", "address"})
"""Places where a value was found by its looks alone."""


def unless_hidden(draft: Draft, role: str, guess: Found | None, share: float = 0.3) -> Found | None:
    """The guess, or the blackout that stands where such a value would: above it, or left of it on its line.

    Only blackouts of the first page's upper part (`share` of its height) that no label explains, and as large as a line of words.
    """
    if not draft.pages:
        return guess
    page = draft.pages[0]
    for number, box in draft.unclaimed:
        if number != page.number or box.top > share * page.height or box.width < 4 * page.letter or box.height < 0.5 * page.tall:
            continue
        before = (
            guess is None
            or guess.page != number
            or box.bottom <= guess.box.top + 0.5 * page.row
            or (box.top < guess.box.bottom and box.x0 < guess.box.x0)
        )
        if before:
            return Found(role, None, number, box, 0.6, "hidden")
    return guess
