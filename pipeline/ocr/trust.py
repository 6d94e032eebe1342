"""Whether a text layer says what the page shows: enough characters, mapped to letters, that make plausible words.

Rules about letters are applied to Latin scripts only: tables of numbers and pages in other scripts gave false alarms.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

FEWEST_CHARACTERS = 16
_VOWELS = frozenset("aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüýÿœąęıőűů")
_LEAST_WORDS = 20


class Trust(StrEnum):
    GOOD = "good"
    TOO_LITTLE = "too_little"
    GARBAGE = "garbage"


def trust(texts: Sequence[str]) -> Trust:
    """The verdict on the visible words of a page's text layer."""
    characters = sum(map(len, texts))
    if characters < FEWEST_CHARACTERS:
        return Trust.TOO_LITTLE
    if sum(map(_is_unmapped, "".join(texts))) > 0.08 * characters:
        return Trust.GARBAGE
    return Trust.GARBAGE if _implausible(texts) else Trust.GOOD


def _is_unmapped(char: str) -> bool:
    """The replacement character, private use areas and control characters: glyphs without a meaning."""
    code = ord(char)
    return code == 0xFFFD or 0xE000 <= code <= 0xF8FF or code >= 0xF0000 or code < 0x20 or 0x7F <= code < 0xA0


def _implausible(texts: Sequence[str]) -> bool:
    """Latin words of four letters or more that mostly lack a vowel, or hold nothing else: a font with a wrong map."""
    words = [text.strip(".,;:()[]\"'").lower() for text in texts]
    words = [word for word in words if len(word) >= 4 and word.isalpha() and max(word) < "\u0250"]
    if len(words) < _LEAST_WORDS:
        return False
    plausible = sum(0.1 < sum(letter in _VOWELS for letter in word) / len(word) < 0.8 for word in words)
    return plausible < 0.55 * len(words)
