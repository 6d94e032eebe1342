"""A file's own dates, program and fonts are notes for the reviewer; nothing else of its metadata is told, nothing beside a blackout."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from pipeline.inspection import Equipment, Options, inspect_file
from pipeline.model import Document
from pipeline.ocr.choice import readers
from pipeline.opening import Limits
from pipeline.vocabulary import FieldName, FindingCode, Kind

LINES = (
    "CITY OF MARLOW",
    "BUSINESS LICENSE",
    "Licensee:  Bright Pixel LLC",
    "Business address:  12 Harbour Street, Marlow",
    "License number:  BL-20417",
    "Expiration date:  January 4, 2027",
)


def licence(
    *,
    made: str = "D:20260105090000Z",
    changed: str | None = None,
    producer: str = "CityPrint 4",
    font: str | None = None,
    hide: bool = False,
) -> bytes:
    """A licence issued on 2026-01-05; `font` sets its date in a font of its own, `hide` blacks the date out."""
    buffer = BytesIO()
    canvas = Canvas(buffer, (612, 792))
    for row, line in enumerate(LINES):
        canvas.setFont("Helvetica-Bold" if row == 1 else "Helvetica", 18 if row < 2 else 12)
        canvas.drawString(72, 700 - 30 * row, line)
    canvas.drawString(72, 500, "Issue date:")
    canvas.setFont(font or "Helvetica", 12)
    if hide:
        canvas.rect(140, 496, 100, 14, fill=1)
    else:
        canvas.drawString(140, 500, "January 5, 2026")
    canvas.showPage()
    canvas.save()
    out = BytesIO()
    with pikepdf.open(BytesIO(buffer.getvalue())) as pdf:
        for key in list(pdf.docinfo):
            del pdf.docinfo[key]
        pdf.docinfo["/CreationDate"] = made
        pdf.docinfo["/Producer"] = producer
        pdf.docinfo["/Title"] = "secret plans of Jane"
        if changed:
            pdf.docinfo["/ModDate"] = changed
        pdf.save(out)
    return out.getvalue()


def inspected(data: bytes, folder: Path) -> Document:
    path = folder / "paper.pdf"
    path.write_bytes(data)
    return inspect_file(path, Options(today=date(2026, 11, 20)), Equipment(Limits(), readers("tesserocr", "eng")))


def noted(document: Document) -> list[str]:
    return [finding.message for finding in document.findings if finding.code is FindingCode.PROVENANCE_NOTED]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"made": "D:20251201"}, "The file was made on 2025-12-01, before the date on the paper (2026-01-05)."),
        ({"changed": "D:20260301"}, "The file was made on 2026-01-05 and changed on 2026-03-01; the paper is dated 2026-01-05."),
        ({"producer": "Adobe Photoshop 25.1"}, "The file was saved by an image editor, which issuers of such papers seldom use."),
        ({"font": "Courier"}, "The issue date is set in a font that its page uses nowhere else."),
    ],
    ids=["made before its date", "changed later", "an image editor", "a font of its own"],
)
def test_what_is_worth_a_look_is_noted(changes: dict[str, str], sentence: str, tmp_path: Path) -> None:
    document = inspected(licence(**changes), tmp_path)  # type: ignore[arg-type]
    assert document.kind is Kind.BUSINESS_LICENSE
    assert noted(document) == [sentence]


@pytest.mark.parametrize(
    "changes",
    [{}, {"made": "D:20260104"}, {"changed": "D:20260106"}, {"font": "Helvetica-Bold"}, {"made": "no date"}, {"made": "D:20269999"}],
    ids=["as it should be", "another time zone", "signed the day after", "bold", "odd date", "impossible date"],
)
def test_what_is_usual_is_not(changes: dict[str, str], tmp_path: Path) -> None:
    assert not noted(inspected(licence(**changes), tmp_path))  # type: ignore[arg-type]


def test_beside_a_blacked_out_date_no_day_is_told(tmp_path: Path) -> None:
    document = inspected(licence(made="D:20251201", changed="D:20260301", hide=True), tmp_path)
    assert not noted(document)
    assert "2025-12-01" not in repr(document)
    assert "secret" not in repr(document)
    assert FieldName.ISSUE_DATE in document.fields
