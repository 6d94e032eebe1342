"""Words of text layers whose blanks are gaps and whose "tt" is one glyph, as browsers print them."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from pipeline.words import words_of_chars
from redaction.examine import examine_pdf_page
from redaction.geometry import Box
from redaction.model import Char


def _letter_by_letter(text: str, apart: float, blank: float, size: float = 10.0) -> bytes:
    """A page with every letter placed by itself, `apart` points after the one before, and no blanks at all; "~" is a narrow one."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(612, 792))
    canvas.setFont("Helvetica", size)
    x = 72.0
    for letter in text:
        if letter in " ~":
            x += blank if letter == " " else 0.7 * blank
            continue
        canvas.drawString(x, 700, letter)
        x += stringWidth(letter, "Helvetica", size) + apart
    canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize("apart", [0.0, 0.6, 1.2])
def test_letters_set_apart_are_words_and_gaps_between_words_are_blanks(apart: float, tmp_path: Path) -> None:
    path = tmp_path / "spaced.pdf"
    path.write_bytes(_letter_by_letter("BILLED TO Entity Status", apart, 2.6))
    with pdfium.PdfDocument(path) as document:
        words = words_of_chars(1, examine_pdf_page(document, 0).chars)
    assert [word.text for word in words] == ["BILLED", "TO", "Entity", "Status"]


@pytest.mark.parametrize(("text", "read"), [("Name of~Bakery Lane", "Name of Bakery Lane"), ("My of~fice in town", "My office in town")])
def test_of_is_a_word_of_its_own_before_a_narrow_gap(text: str, read: str, tmp_path: Path) -> None:
    path = tmp_path / "narrow.pdf"
    path.write_bytes(_letter_by_letter(text, 0.0, 2.6))
    with pdfium.PdfDocument(path) as document:
        words = words_of_chars(1, examine_pdf_page(document, 0).chars)
    assert " ".join(word.text for word in words) == read


def test_a_ligature_is_two_letters_and_a_letter_drawn_twice_is_one() -> None:
    ligature, letter = Box(20, 10, 27, 20), Box(20, 10, 23, 20)

    def read(*middle: Box) -> str:
        chars = [Char("e", Box(10, 10, 19, 20)), *(Char("t", box) for box in middle), Char("e", Box(28, 10, 37, 20))]
        return words_of_chars(1, chars)[0].text

    assert read(ligature, ligature) == "ette"
    assert read(letter, letter) == "ete"
