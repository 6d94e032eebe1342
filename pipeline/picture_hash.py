"""A perceptual hash of a page: near-identical pictures differ in few bits, whatever their size and compression (R11)."""

from __future__ import annotations

import numpy as np

from redaction.model import Pixels

_SIDE, _LOW = 96, 16  # with 8 sparse papers cannot be told apart


def picture_hash(pixels: Pixels) -> str:
    """256 bits as 64 hex digits: signs of the low frequencies of the page's brightness against their median."""
    import cv2

    grey = cv2.resize(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), (_SIDE, _SIDE), interpolation=cv2.INTER_AREA)
    low = np.asarray(cv2.dct(np.asarray(grey, dtype=np.float32)))[:_LOW, :_LOW].ravel()
    bits = low > np.median(low[1:])
    return f"{int(''.join('1' if bit else '0' for bit in bits), 2):064x}"


def distance(left: str, right: str) -> int:
    """Number of bits in which two hashes differ, 0 to 256."""
    return (int(left, 16) ^ int(right, 16)).bit_count()
