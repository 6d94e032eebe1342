"""A dark box in a scan or screenshot that says REDACTED is a blackout; the same box with another word is a heading."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from fixtures.leaks.scans import as_scan
from pipeline.inspection import Equipment, Options, inspect_file
from pipeline.model import Document, Withheld
from pipeline.ocr.choice import readers
from pipeline.ocr.lines import read_each
from pipeline.opening import Limits
from pipeline.vocabulary import FieldName
from redaction.geometry import Box
from redaction.labels import says_blackout
from redaction.model import Status

BOX = (394, 228, 700, 272)
SCALE = 150 / 72


def licence(word: str, *, fill: tuple[int, int, int] = (0, 0, 0), size: int = 20) -> Image.Image:
    """A licence at 150 dpi whose owner lies under a box with a word on it."""
    page = Image.new("RGB", (1275, 1650), "white")
    draw, font = ImageDraw.Draw(page), ImageFont.load_default(24)
    draw.text((100, 60), "CITY OF HARTWELL - BUSINESS LICENSE", font=ImageFont.load_default(34), fill=(20, 20, 20))
    rows = ("License No.", "BL-2026-00417"), ("Owner", "Maria Sandoval"), ("Issued", "01/15/2026"), ("Expires", "01/14/2027")
    for number, (label, value) in enumerate(rows):
        draw.text((100, 170 + 64 * number), f"{label}:", font=font, fill=(20, 20, 20))
        draw.text((400, 170 + 64 * number), value, font=font, fill=(20, 20, 20))
    for line in range(8):
        text = "This license is issued subject to the municipal code and is not transferable."
        draw.text((100, 500 + 36 * line), text, font=ImageFont.load_default(20), fill=(20, 20, 20))
    draw.rectangle(BOX, fill=fill)
    middle = (BOX[0] + BOX[2]) / 2, (BOX[1] + BOX[3]) / 2
    draw.text(middle, word, font=ImageFont.load_default(size), fill="white", anchor="mm")
    return page


def inspected(page: Image.Image, folder: Path, name: str = "page.png") -> Document:
    path = folder / name
    page.save(path, dpi=(150, 150))
    return inspect_file(path, Options(today=date(2026, 11, 25)), Equipment(Limits(), readers("tesserocr", "eng")))


@pytest.mark.parametrize("name", ["page.png", "page.pdf"])
@pytest.mark.parametrize("fill", [(0, 0, 0), (170, 0, 0)])
@pytest.mark.parametrize("word", ["REDACTED", "[Redacted]", "(b)(6)", "REDACTED - PERSONAL INFO"])
def test_a_box_that_says_so_is_a_blackout_that_holds(tmp_path: Path, word: str, fill: tuple[int, int, int], name: str) -> None:
    [region] = inspected(licence(word, fill=fill), tmp_path, name).regions
    assert region.status is Status.RESPECTED
    assert region.box.iou(Box(*(v / SCALE for v in BOX))) > 0.85


@pytest.mark.parametrize("word", ["PAYMENTS", "OWNER DETAILS", "CONFIDENTIAL", "PRIVATE LIMITED COMPANY", "Retracted claims"])
def test_a_box_with_another_word_is_a_heading(tmp_path: Path, word: str) -> None:
    assert not inspected(licence(word), tmp_path).regions


def test_the_label_is_found_on_a_scan_that_lies_askew(tmp_path: Path) -> None:
    pixels, _ = as_scan(np.asarray(licence("REDACTED")), random.Random(5))
    assert [region.status for region in inspected(Image.fromarray(pixels), tmp_path).regions] == [Status.RESPECTED]


def test_what_such_a_box_covers_is_withheld(tmp_path: Path) -> None:
    assert isinstance(inspected(licence("REDACTED"), tmp_path).fields[FieldName.BUSINESS_NAME], Withheld)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *[(text, True) for text in ("REDACTED", "REDACTEO", "| Redacted |", "GESCHWÄRZT", "PRIVATE", "Redacted by owner")],
        *[(text, False) for text in ("REPORTED", "", "PRIVATE LIMITED", "Retained", "Redacted copy of the invoices")],
    ],
)
def test_words_that_label_a_blackout(text: str, expected: bool) -> None:
    assert says_blackout(text) is expected


def test_many_small_pictures_are_read_each_for_itself() -> None:
    def picture(word: str) -> np.ndarray:
        image = Image.new("L", (260, 50), 255)
        ImageDraw.Draw(image).text((20, 10), word, font=ImageFont.load_default(28), fill=0)
        return np.asarray(image)

    words = ["Invoice", "REDACTED", "Total", "Owner"]
    assert read_each(readers("tesserocr", "eng").first, [picture(word) for word in words]) == words
    assert read_each(readers("tesserocr", "eng").first, []) == []
