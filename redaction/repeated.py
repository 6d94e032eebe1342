"""A page that stands in the file twice, once with its blackouts and once without: what the first hides, the second must not tell.

    page 1: ▒▒▒ name ▒▒▒ ████ ▒▒▒        page 2: ▒▒▒ name ▒▒▒ 1234 ▒▒▒      same print everywhere but in the blackout
Frames of a TIFF and pages of a PDF alike.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from redaction.examine import PageExamination
from redaction.files.previews import outside, shrunk
from redaction.model import Certainty, Channel, Leak, Region, Source

_WIDTH = 240  # pixels of the thumbnails that are compared
_SAME = 0.97  # correlation of two pages outside the blackouts: other pages of one letterhead stay below 0.9
_GROWN = 2.0  # points by which a page's own blackout may miss the repeated one


def repeated_regions(pages: Sequence[PageExamination]) -> tuple[Region, ...]:
    """Regions to add: the places of another page's blackouts on its uncovered repeat, each with the leak `extra_frame`."""
    if len(pages) < 2 or not any(page.regions for page in pages):
        return ()
    small = [_thumbnail(page) for page in pages]
    found: list[Region] = []
    for page, one in zip(pages, small, strict=True):
        if not page.regions:
            continue
        elsewhere = outside(one.shape, page.regions, _WIDTH / max(page.width, 1.0))
        for other, two in zip(pages, small, strict=True):
            if other is not page and one.shape == two.shape and _same(one[elsewhere], two[elsewhere]):
                found += [_uncovered(other.number, region) for region in page.regions if not _covered(other, region)]
    return tuple(found)


def _uncovered(page: int, region: Region) -> Region:
    return Region(page, region.box, Source.IMAGE, (Leak(Channel.EXTRA_FRAME, Certainty.STRONG, page, region.box),))


def _covered(page: PageExamination, region: Region) -> bool:
    return any(region.box.covered_by(own.box.expand(_GROWN)) > 0.8 for own in page.regions)


def _thumbnail(page: PageExamination) -> npt.NDArray[np.float64]:
    height = max(8, round(_WIDTH * page.height / max(page.width, 1.0)))
    return shrunk(page.raster.pixels, _WIDTH, height).astype(np.float64)


def _same(one: npt.NDArray[np.float64], two: npt.NDArray[np.float64]) -> bool:
    if not one.size or one.std() < 1 or two.std() < 1:
        return False
    return bool(np.corrcoef(one, two)[0, 1] > _SAME)
