"""Entries typed at random: "sdkfjhsdkjf" where a name belongs. A form filled in so is a try-out and proves nothing.

A long word of any language that the anchors know is made of letter triples that occur in their words; keys pressed at random make triples
that occur in none. Only words of a text layer are judged: OCR invents such words by itself.
"""

from __future__ import annotations

from functools import lru_cache

from classifiers.anchors import anchors
from classifiers.text import NormalPage

LONG_WORD, KNOWN_SHARE, AT_LEAST = 10, 0.4, 2
"""Letters, the share of known triples below which a word is none, and how many such words a page needs.

On real papers the lowest share of a word is .44 (German compounds); words of languages that the anchors do not know have .5 and more.
"""


@lru_cache(maxsize=1)
def _triples() -> frozenset[str]:
    return frozenset(triple for word in anchors().words for triple in _triples_of(word))


def _triples_of(word: str) -> list[str]:
    return [word[i : i + 3] for i in range(len(word) - 2)]


def is_mashed(word: str) -> bool:
    """Whether a lower-case word of letters looks like keys pressed at random."""
    if len(word) < LONG_WORD or not word.isalpha():
        return False
    triples = _triples_of(word)
    return sum(t in _triples() for t in triples) < KNOWN_SHARE * len(triples)


def mashed_entries(page: NormalPage) -> int:
    """How many different words of the page's text layer look like keys pressed at random; 0 where fewer than a person would type."""
    words = {
        token
        for token, n in zip(page.tokens, page.word_of, strict=True)
        if page.page.words[n].confidence is None and not page.page.words[n].text.isupper() and is_mashed(token)
    }
    return len(words) if len(words) >= AT_LEAST else 0
