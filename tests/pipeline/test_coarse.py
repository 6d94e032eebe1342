"""Of a long scan only what settles type, facts and bounds is read in full; the rest says that it is coarse."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from classifiers import classify
from classifiers.model import PageText
from fixtures.degrade import bundle, scan
from fixtures.documents import find
from pipeline.coarse import Head, Known, is_long, next_pages
from pipeline.inspection import Equipment, Options, inspect_file
from pipeline.model import Document, Word
from pipeline.ocr.choice import readers
from pipeline.opening import Limits
from pipeline.reading import OcrJob
from pipeline.vocabulary import Depth, DocumentStatus, Kind
from redaction.geometry import Box

LEASE = "COMMERCIAL LEASE AGREEMENT This lease of office premises is made between Landlord and Tenant"
LICENCE = "CITY OF ORRIN BUSINESS LICENSE License Number Issued Expires Business Name"
PROSE = "nor shall any such change alter what was said before of the care that is to be taken of doors windows and floors"


def page(number: int, text: str, *, large: int = 0, confidence: float = 0.95, blackouts: Sequence[Box] = ()) -> PageText:
    """Words in rows of eight; the first `large` ones in letters twice the size."""
    words = []
    for index, word in enumerate(text.split()):
        x, y, high = 50 + 60 * (index % 8), 60 + 20 * (index // 8), 18 if index < large else 9
        words.append(Word(number, Box(x, y, x + 50, y + high), word, confidence))
    return PageText(number, 612, 792, words, blackouts)


def heads(letters: Sequence[int], head: int = 300) -> dict[int, Head]:
    jobs = [OcrJob(number + 1, (), ()) for number in range(len(letters))]
    return {job.page: Head(job, job, count, min(head, count)) for job, count in zip(jobs, letters, strict=True)}


def asked(pages: Sequence[PageText], full: set[int], letters: int = 4000) -> list[int]:
    known = Known(pages, classify(pages), {}, frozenset(full))
    return next_pages(heads([letters] * len(pages)), known)


def lease(*rest: PageText) -> list[PageText]:
    return [page(1, f"{LEASE} {PROSE}", large=3), *rest]


def prose(*numbers: int) -> list[PageText]:
    return [page(number, PROSE) for number in numbers]


@pytest.mark.parametrize(("count", "long"), [(5, False), (6, True)])
def test_scans_of_more_than_five_pages_are_long(count: int, long: bool) -> None:
    assert is_long([OcrJob(number, (), ()) for number in range(1, count + 1)]) is long
    parts = [OcrJob(number, (Box(0, 0, 9, 9),), ()) for number in range(1, 20)]
    assert not is_long(parts)  # pictures on digital pages


def test_the_title_of_another_kind_is_read_in_full_wherever_it_stands() -> None:
    pages = lease(*prose(2, 3, 4, 5, 6), page(7, f"{LICENCE} {PROSE}", large=5), *prose(8))
    assert asked(pages, {1}) == [7]
    assert 7 not in asked(lease(*prose(2, 3, 4, 5, 6, 7, 8)), {1})


def test_a_strange_letterhead_is_read_in_full_and_its_repetition_is_not() -> None:
    letterhead = page(5, f"Zorblatt Quimby {PROSE}", large=2)
    pages = lease(*prose(2, 3, 4), letterhead, page(6, f"Zorblatt Quimby {PROSE}", large=2))
    assert 5 in asked(pages, {1})
    assert 6 not in asked(pages, {1, 5})


def test_a_head_that_says_nothing_is_read_in_full() -> None:
    assert asked(lease(*prose(2, 3, 4, 5), page(6, "of")), {1}) == [6]
    assert asked(lease(*prose(2, 3, 4, 5), page(6, PROSE, confidence=0.3)), {1}) == [6]


def test_the_papers_own_pages_follow_second_and_last_then_in_order() -> None:
    pages = lease(*prose(*range(2, 21)))
    assert asked(pages, {1}) == [2, 20]
    assert asked(pages, {1, 2, 20}) == [3, 4]


def test_a_page_with_a_blackout_goes_first() -> None:
    pages = lease(*prose(2, 3, 4, 5, 6), page(7, PROSE, blackouts=[Box(50, 300, 200, 320)]), *prose(*range(8, 21)))
    assert asked(pages, {1})[0] == 7


def test_reading_stops_where_it_has_cost_its_share() -> None:
    pages = lease(*prose(*range(2, 21)))
    full = {1}
    while more := asked(pages, full):
        full |= set(more)
    assert 4 <= len(full) <= 9
    assert asked(pages, full) == []


def neutral(pages: int) -> bytes:
    """Pages of rules of a house, of no kind of their own."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(612, 792), invariant=1)
    for number in range(1, pages + 1):
        canvas.setFont("Times-Roman", 11)
        for line in range(16):
            canvas.drawString(72, 700 - 15 * line, f"{number}.{line + 1} {PROSE[line : line + 80]}")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def inspected(path: Path, *, thorough: bool) -> Document:
    return inspect_file(path, Options(thorough=thorough), Equipment(Limits(), readers("tesserocr", "eng")))


@pytest.mark.slow
def test_a_bundle_of_two_kinds_says_the_same_as_when_all_is_read(tmp_path: Path) -> None:
    path = tmp_path / "bundle.pdf"
    papers = (find("client_invoice/plain_text_invoice/2").render(3), neutral(7), find("business_license/home_occupation/1").render(3))
    path.write_bytes(scan(bundle(*papers), 3, dpi=200))
    some, everything = inspected(path, thorough=False), inspected(path, thorough=True)
    assert some.status is DocumentStatus.READ
    depths = {summary.page: summary.depth for summary in some.text}
    assert depths[1] is Depth.FULL
    assert list(depths.values()).count(Depth.COARSE) >= 5
    assert {summary.depth for summary in everything.text} == {Depth.FULL}
    kinds = {segment.kind for segment in some.segments}
    assert {Kind.CLIENT_INVOICE, Kind.BUSINESS_LICENSE} <= kinds
    assert (some.kind, some.grade, some.fields) == (everything.kind, everything.grade, everything.fields)
