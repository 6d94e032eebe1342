"""What was found hidden, kept only as keyed hashes: it can be recognised elsewhere in the file and never be read back.

The key is made new in every process and never stored.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable

_KEY = secrets.token_bytes(32)
_TOKEN = re.compile(r"[^\W_]+", re.UNICODE)
_NUMBER = re.compile(r"\d[\d ().-]{3,}\d")
SHORTEST = 4
"""Characters; shorter tokens occur everywhere by chance."""


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), key=_KEY, digest_size=16).digest()


def tokens(text: str) -> list[str]:
    """Letters and digits in words, lower case."""
    return [match.lower() for match in _TOKEN.findall(text)]


class HiddenText:
    """A set of hidden words. Shows nothing of them: no repr, no iteration, only `echoes`."""

    __slots__ = ("_digests",)

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._digests: frozenset[bytes] = frozenset(_digest(word) for text in texts for word in self._units(text))

    @staticmethod
    def _units(text: str) -> list[str]:
        words = tokens(text)
        numbers = [re.sub(r"\D", "", match) for match in _NUMBER.findall(text)]
        return [word for word in [*words, "".join(words), *numbers] if len(word) >= SHORTEST]

    def __repr__(self) -> str:
        return f"HiddenText({len(self._digests)} words)"

    def __bool__(self) -> bool:
        return bool(self._digests)

    def __or__(self, other: HiddenText) -> HiddenText:
        both = HiddenText()
        both._digests = self._digests | other._digests
        return both

    def __reduce__(self) -> tuple[type[HiddenText], tuple[()]]:
        return (HiddenText, ())

    def without(self, visible: Iterable[str]) -> HiddenText:
        """Less the words that can be read on the pages anyway."""
        rest = HiddenText()
        rest._digests = self._digests - {_digest(word) for text in visible for word in self._units(text)}
        return rest

    def echoes(self, text: str) -> bool:
        """Whether `text` contains a hidden word, or is hidden text once blanks and punctuation are dropped."""
        return bool(self._digests) and any(_digest(word) in self._digests for word in self._units(text))
