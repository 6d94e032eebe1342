"""Blackouts that say so: a box with `REDACTED` or an exemption code printed on it is a blackout, not a header.

The label is painted over before dark patches are looked for, so that the box is as solid as any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import cv2
import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

from redaction import ink
from redaction.model import Raster
from redaction.textlayer import Characters, Ints

Flags = npt.NDArray[np.bool_]
WORDING = re.compile(
    r"redact(?:ed|ion)?|withheld|censored|expunged|masked|sealed|blackedout|pii|"
    r"geschwärzt|unkenntlich|caviardé|occulté|masqué|tachado|censurado|oculto|ocultado|omissis|oscurato|zwartgemaakt|weggelakt|"
    r"(?:ex(?:emption)?\.?)?\(?b\)?\(?\d\)?(?:\(?[a-f]\)?)?",
    re.IGNORECASE,
)
"""The words of redaction tools in several languages, and the exemption codes of freedom-of-information acts: `(b)(6)`."""
BLOCKS = np.array([ord(c) for c in "█▇▆▉▊■▓▬◼⬛"])
"""Characters that are a blackout themselves."""


_WORDS = (
    "redacted",
    "redaction",
    "withheld",
    "censored",
    "blackedout",
    "geschwärzt",
    "caviardé",
    "occulté",
    "tachado",
    "censurado",
    "oscurato",
)
_ALONE = frozenset(("private", "hidden", "removed"))
"""Words that say so only where nothing stands beside them."""
_BESIDE = frozenset(
    [
        "by",
        "for",
        "of",
        "the",
        "to",
        "and",
        "personal",
        "private",
        "confidential",
        "privacy",
        "information",
        "info",
        "data",
        "details",
        "content",
        "applicant",
        "owner",
        "client",
        "user",
        "number",
        "name",
        "address",
        "ssn",
        "ein",
        "dob",
        "pursuant",
        "under",
        "section",
        "out",
        "blacked",
    ]
)
"""What may stand beside such a word on its box."""


def says_blackout(text: str) -> bool:
    """Whether print that was read from a picture labels a blackout, a slip of the reading in a longer word allowed."""
    words = [bare for word in text.split() if (bare := word.strip(".,:;|[](){}*-–—_'\"“”‘’").casefold())]
    joined = "".join(words)
    if joined in _ALONE:
        return True
    named = [word for word in words if _names_it(word)]
    if not named and not _names_it(joined):
        return False
    return not named or all(word in named or word in _BESIDE or len(word) < 2 for word in words)


def _names_it(word: str) -> bool:
    if len(word) >= 3 and WORDING.fullmatch(word):
        return True
    return len(word) >= 7 and any(fuzz.ratio(word, known) >= 84 for known in _WORDS)


def labels(characters: Characters, visible: Flags, gray: ink.Gray, scale: float) -> Flags:
    """Characters of words that label a blackout: light on dark."""
    result = np.zeros(len(characters), np.bool_)
    light = visible & _on_dark(characters, gray, scale)
    for word in _words(characters, light) if light.any() else ():
        if 3 <= len(word) <= 16 and WORDING.fullmatch(characters.text(word).strip(".,:;[]-")):
            result[word] = True
    return result


def without_labels(raster: Raster, characters: Characters, labelled: Flags) -> Raster:
    """The picture with the labels painted in the colour around them."""
    pixels = np.array(raster.pixels, dtype=np.uint8, order="C")
    wider = characters.boxes[labelled] + np.array([-2, -2, 2, 2]) / raster.scale
    for x0, y0, x1, y1 in ink.windows(wider, raster.scale, pixels.shape).tolist():
        part = pixels[y0:y1, x0:x1]
        level = part.astype(np.int64).sum(2)
        colour = part[level <= np.percentile(level, 30)].mean(0)
        cv2.rectangle(pixels, (x0, y0), (x1 - 1, y1 - 1), colour.tolist(), -1)
    return Raster(pixels, raster.scale)


def _words(characters: Characters, light: Flags) -> Iterator[Ints]:
    """The light characters, cut at blanks, wherever others stand between them, and where the next one stands elsewhere."""
    indices = np.flatnonzero(light)
    before, after = characters.boxes[indices[:-1]], characters.boxes[indices[1:]]
    height = np.maximum(before[:, 3] - before[:, 1], 1.0)
    elsewhere = (
        (np.abs(after[:, 3] - before[:, 3]) > 0.6 * height) | (after[:, 0] - before[:, 2] > 2 * height) | (after[:, 0] < before[:, 0])
    )
    cuts = (np.diff(indices) > 1) | characters.spaced[indices[1:]] | elsewhere
    yield from np.split(indices, np.flatnonzero(cuts) + 1)


def _on_dark(characters: Characters, gray: ink.Gray, scale: float) -> Flags:
    """For each character whether the page is dark all along one of its sides, or above and below it."""
    height, width = gray.shape
    x0, top, x1, bottom = (characters.boxes * scale + np.array([-2.0, -2.0, 2.0, 2.0])).T
    x, y = (x0 + x1) / 2, (top + bottom) / 2
    result = np.zeros(len(characters), np.bool_)
    for side in (
        ((x0, top), (x, top), (x1, top)),
        ((x0, bottom), (x, bottom), (x1, bottom)),
        ((x0, top), (x0, y)),
        ((x1, y), (x1, bottom)),
        ((x, top), (x, bottom)),  # the first letter at the edge of its box
    ):
        columns, rows = (np.stack(values, 1) for values in zip(*side, strict=True))
        found = gray[np.clip(rows, 0, height - 1).astype(np.int64), np.clip(columns, 0, width - 1).astype(np.int64)]
        result |= (found < 90).all(axis=1)
    return result
