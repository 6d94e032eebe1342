"""Boxes that say "REDACTED" are blackouts that hold; the same box with any other word is a header."""

from __future__ import annotations

import io

import pytest
from reportlab.pdfgen.canvas import Canvas

from redaction.model import Status
from tests.redaction.looking import look

PLACES = ((120, 700), (300, 620), (200, 480))


def boxes(word: str, indent: float) -> bytes:
    """Three black boxes, then their white labels in one go, as libraries that redact write them."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(612, 792))
    for line in range(20):
        canvas.drawString(60, 400 - 16 * line, "The undersigned confirms that the goods were received in good order.")
    for x, y in PLACES:
        canvas.drawString(x - 80, y, "Known as")
        canvas.drawString(x + 90, y, "of this town")
        canvas.rect(x, y - 4, 60 + y / 40, 13, stroke=0, fill=1)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.setFont("Helvetica", 6)
    for x, y in PLACES:
        canvas.drawString(x + indent, y + 1, word)
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize("indent", [0.5, 12.0])
def test_a_labelled_box_is_a_blackout_wherever_its_label_begins(indent: float) -> None:
    regions = look(boxes("REDACTED", indent), "pdf").regions
    assert [region.status for region in regions] == [Status.RESPECTED] * 3


def test_a_box_with_another_word_is_none() -> None:
    assert not look(boxes("PAYMENTS", 12.0), "pdf").regions
