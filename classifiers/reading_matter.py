"""What the text classifier reads: a page's words without what is private or accidental.

Numbers are left out (unless they are part of an anchor, such as 1120), so that blacking them out changes nothing; so are words outside
the vocabulary learnt in training, which drops names, places and OCR debris.
"""

from __future__ import annotations

from collections.abc import Container, Iterator

from classifiers.anchors import anchors, corrected
from classifiers.text import NormalPage

MOST_WORDS = 700
LONGEST = 24


def reading_matter(page: NormalPage, vocabulary: Container[str] | None = None) -> list[str]:
    """The tokens that count, in order, at most 700; `vocabulary` None takes every word (for training)."""
    known = anchors().words
    found: list[str] = []
    for token in _words(page):
        word = corrected(token)
        if any(c.isdigit() for c in word) and word not in known:
            continue
        if len(word) < 2 or len(word) > LONGEST or (vocabulary is not None and word not in vocabulary):
            continue
        found.append(word)
        if len(found) == MOST_WORDS:
            break
    return found


def _words(page: NormalPage) -> Iterator[str]:
    yield from page.tokens
