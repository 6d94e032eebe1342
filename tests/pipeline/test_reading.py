"""What of a page becomes words: trusted text, pictures of text, rotated pages; and what does not: garbage, doubles, painted regions."""

from __future__ import annotations

import io
from collections import Counter

import numpy as np
import pikepdf
import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from pipeline.ocr.choice import readers
from pipeline.ocr.page import Readers, read_raster
from pipeline.ocr.trust import Trust, trust
from pipeline.opening import Limits, open_input
from pipeline.reading import PageReading, finish, glance, run_ocr
from pipeline.vocabulary import TextSource
from pipeline.words import in_reading_order, words_of_chars
from redaction.geometry import Box
from redaction.model import Char, Raster
from tests.pipeline.papers import SENTENCE, pdf, picture, scanned_pdf

ENGINES = readers("tesserocr", "eng")


def read_first(data: bytes, engines: Readers = ENGINES) -> PageReading:
    with open_input(data, Limits()) as opened:
        seen = glance(opened, 0)
        return finish(seen, run_ocr(opened, seen.job, engines) if seen.job else None)


def text(reading: PageReading) -> str:
    return " ".join(word.text for word in reading.words)


def test_a_good_text_layer_is_taken_without_ocr() -> None:
    reading = read_first(pdf())
    assert (reading.source, reading.confidence, text(reading)) == (TextSource.TEXT_LAYER, None, SENTENCE)


def test_places_on_a_page_of_larger_units_are_in_points() -> None:
    def words(data: bytes) -> list[Box]:
        return [word.box for word in read_first(data).words]

    with pikepdf.open(io.BytesIO(pdf())) as file:
        file.pages[0].obj["/UserUnit"] = 2
        out = io.BytesIO()
        file.save(out)
    for box, twice in zip(words(pdf()), words(out.getvalue()), strict=True):
        assert box.scale(2).iou(twice) > 0.9


def test_a_scan_is_read_by_ocr() -> None:
    reading = read_first(scanned_pdf(picture(["Harbour Foods Limited"] * 8)))
    assert reading.source is TextSource.OCR and (reading.confidence or 0) > 0.8
    assert text(reading).count("Harbour Foods Limited") == 8


def test_a_picture_of_text_on_a_digital_page_is_read_too() -> None:
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(72, 760, SENTENCE)
    canvas.drawImage(ImageReader(picture(["Policy number GL 88231", "Harbour Mutual Insurance"], size=(1200, 260))), 60, 400, 480, 104)
    canvas.save()
    reading = read_first(out.getvalue())
    assert reading.source is TextSource.MIXED
    assert text(reading) == f"{SENTENCE} Policy number GL 88231 Harbour Mutual Insurance"


def test_an_invisible_layer_over_a_scan_is_not_believed() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(504, 252))
    canvas.drawImage(ImageReader(picture(["Harbour Foods Limited"] * 5)), 0, 0, 504, 252)
    layer = canvas.beginText(20, 200)
    layer.setTextRenderMode(3)
    layer.textLine("Quite another company says this layer")
    canvas.drawText(layer)
    canvas.save()
    assert "another" not in text(read_first(out.getvalue()))


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_rotated_pages_have_boxes_as_displayed(turn: int) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as document:
        document.pages[0].obj.Rotate = turn
        document.save(out)
    reading = read_first(out.getvalue())
    first = next(word for word in reading.words if word.text == "Bright").box
    size = (792, 612) if turn in (90, 270) else (612, 792)
    assert (reading.width, reading.height) == pytest.approx(size)
    place = {0: (72, 72), 90: (720, 72), 180: (540, 720), 270: (72, 540)}[turn]
    assert abs(first.centre[0] - place[0]) < 30 and abs(first.centre[1] - place[1]) < 30


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_pages_on_their_side_or_head_are_read(turns: int) -> None:
    grey = np.asarray(picture(["Harbour Foods Limited statement of account"] * 9))
    pixels = np.repeat(np.rot90(grey, -turns)[:, :, None], 3, axis=2)
    page = read_raster(Raster(np.ascontiguousarray(pixels), 1.0), ENGINES)
    assert Counter(word.text for word in page.words)["Harbour"] >= 8


def test_skew_is_taken_out_and_boxes_are_put_back() -> None:
    image = picture(["Harbour Foods Limited statement of account"] * 9).rotate(6, expand=True, fillcolor=255)
    pixels = np.repeat(np.asarray(image)[:, :, None], 3, axis=2)
    page = read_raster(Raster(pixels, 1.0), ENGINES)
    assert Counter(word.text for word in page.words)["Harbour"] >= 8
    for word in page.words:
        x0, top, x1, bottom = (round(v) for v in word.box)
        assert (pixels[max(0, top) : bottom, max(0, x0) : x1] < 128).any()


def test_light_letters_on_a_dark_ground_are_read() -> None:
    pixels = np.repeat(255 - np.asarray(picture())[:, :, None], 3, axis=2)
    assert SENTENCE.split()[0] in {word.text for word in read_raster(Raster(pixels, 1.0), ENGINES).words}


def test_a_line_on_dotted_leaders_is_not_lost() -> None:
    image = picture(["Insured Copper Kettle Consulting", "Expiry 2 January 2027"], size=(1400, 300))
    pixels = np.array(image)
    for y in (97, 157):
        for x in range(60, 1300, 7):
            pixels[y : y + 3, x : x + 3] = 60
    words = {word.text for word in read_raster(Raster(np.repeat(pixels[:, :, None], 3, axis=2), 1.0), ENGINES).words}
    assert {"Copper", "Kettle", "January"} <= words


def test_trust_in_a_text_layer() -> None:
    prose = [
        "the", "quick", "brown", "foxes", "jumped", "over", "seven", "lazy", "dogs", "near", "that", "little", "river", "while",
        "children", "were", "watching", "from", "bridges",
    ]  # fmt: skip
    assert trust(prose * 2) is Trust.GOOD
    assert trust(["Page", "3"]) is Trust.TOO_LITTLE
    assert trust(["\ufffd\ufffd\ufffd", "total", "\ue001\ue002"] * 10) is Trust.GARBAGE
    assert trust([word.translate(str.maketrans("aeiou", "xzqkv")) for word in prose * 2]) is Trust.GARBAGE
    assert trust([f"{n},{n}.00" for n in range(100, 160)]) is Trust.GOOD
    assert trust(["年度報告", "營業收入"] * 20) is Trust.GOOD


def chars(line: str, x: float, y: float) -> list[Char]:
    out, blank = [], False
    for index, letter in enumerate(line):
        if letter == " ":
            blank = True
            continue
        out.append(Char(letter, Box(x + 6 * index, y, x + 6 * index + 5, y + 8), blank))
        blank = False
    return out


def test_letters_drawn_twice_count_once() -> None:
    doubled = [char for single in chars("Bold", 10, 10) for char in (single, single)]
    assert [word.text for word in words_of_chars(1, doubled)] == ["Bold"]


def test_values_written_late_are_put_where_they_stand() -> None:
    stream = chars("Name", 10, 10) + chars("City", 10, 40) + chars("Date", 10, 70) + chars("Jane", 14, 24) + chars("Oslo", 14, 54)
    stream = [Char(c.text, c.box, c.space_before or c.text in "CDJO") for c in stream]
    assert [word.text for word in in_reading_order(words_of_chars(1, stream))] == ["Name", "Jane", "City", "Oslo", "Date"]


@pytest.mark.parametrize(("mark", "top", "bottom"), [("'", 0.6, 3.1), ("’", 0.2, 3.6), (",", 6.8, 9.4), ("-", 5.4, 6.2)])
def test_a_mark_that_hardly_overlaps_its_letters_stays_in_the_word(mark: str, top: float, bottom: float) -> None:
    before, after = Char("r", Box(10, 3, 15, 8)), Char("s", Box(18, 3, 22, 8))
    assert [word.text for word in words_of_chars(1, [before, Char(mark, Box(16, top, 17, bottom)), after])] == [f"r{mark}s"]
    line_below = Char(mark, Box(16, top + 14, 17, bottom + 14))
    assert [word.text for word in words_of_chars(1, [before, line_below, after])] == ["r", mark, "s"]
