"""A page that comes twice, covered and uncovered: the uncovered one is covered too."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from redaction.examine import examine_picture
from redaction.model import Channel, Raster, Status
from redaction.repeated import repeated_regions

VALUE = (430, 296, 700, 334)


def _page(*, covered: bool, other: bool = False) -> Raster:
    image = Image.new("RGB", (1275, 1650), "white")
    pen = ImageDraw.Draw(image)
    font = ImageFont.load_default(size=30)
    letter = ("Monthly letter", "about the garden", "and its apples")
    lines = letter if other else ("Certificate of registration", "Holder: Juniper Desk", "Number: 93-1204417")
    for line, text in enumerate(lines * 6):
        pen.text((150, 150 + 75 * line), text, "black", font)
    if covered:
        pen.rectangle(VALUE, "black")
    return Raster(np.asarray(image, dtype=np.uint8), 150 / 72)


@pytest.mark.parametrize("first", [True, False])
def test_the_uncovered_repeat_is_covered(first: bool) -> None:
    pages = [examine_picture(_page(covered=first), 1), examine_picture(_page(covered=not first), 2)]
    [covering] = repeated_regions(pages)
    [original] = [region for page in pages for region in page.regions]
    assert covering.page != original.page and covering.box == original.box
    assert covering.status is Status.LEAKY and [leak.channel for leak in covering.leaks] == [Channel.EXTRA_FRAME]


def test_a_repeat_that_is_covered_as_well_needs_nothing() -> None:
    assert repeated_regions([examine_picture(_page(covered=True), 1), examine_picture(_page(covered=True), 2)]) == ()


def test_another_page_is_left_alone() -> None:
    assert repeated_regions([examine_picture(_page(covered=True), 1), examine_picture(_page(covered=False, other=True), 2)]) == ()
