"""The same papers in other wrappings: bundles, sideways scans, faxes, pictures of other formats."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from classifiers.kinds import Kind
from fixtures import degrade
from fixtures.documents import TODAY, find
from pipeline.inspection import Equipment, Options, inspect_file
from pipeline.model import Document, Read
from pipeline.ocr.choice import readers
from pipeline.opening import Limits
from pipeline.vocabulary import DocumentStatus, FieldName

pytestmark = pytest.mark.slow
LICENCE, COVER = "business_license/city_license/8", "not_evidence/letter/1"


def inspect(data: bytes, folder: Path, name: str = "upload.bin") -> Document:
    path = folder / name
    path.write_bytes(data)
    return inspect_file(path, Options(today=TODAY), Equipment(Limits(), readers("tesserocr", "eng")))


def picture_as(kind: str) -> Callable[[bytes], bytes]:
    def convert(pdf: bytes) -> bytes:
        buffer = BytesIO()
        Image.fromarray(degrade.picture(pdf, 150)).save(buffer, kind)
        return buffer.getvalue()

    return convert


WRAPPINGS: dict[str, Callable[[bytes], bytes]] = {
    "fax": degrade.fax,
    "upside down": lambda pdf: degrade.turned(pdf, 180),
    "sideways": lambda pdf: degrade.turned(pdf, 90),
    "WEBP": picture_as("WEBP"),
    "BMP": picture_as("BMP"),
    "screenshot": lambda pdf: degrade.screenshot(pdf, 3, dpi=144),
}


@pytest.mark.parametrize("wrapping", WRAPPINGS)
def test_the_wrapping_does_not_matter(wrapping: str, tmp_path: Path) -> None:
    rendered = find(LICENCE).document(4)
    document = inspect(WRAPPINGS[wrapping](rendered.pdf), tmp_path)
    assert document.status is DocumentStatus.READ
    assert document.kind is Kind.BUSINESS_LICENSE
    expiry = document.field(FieldName.EXPIRY_DATE)
    assert isinstance(expiry, Read)
    assert str(expiry.value) == rendered.truth["expiry_date"]


def test_a_cover_letter_does_not_hide_the_notice_behind_it(tmp_path: Path) -> None:
    notice = find("tax_id_notice/ein_notice/2").document(4)
    document = inspect(degrade.bundle(find(COVER).render(1), find(COVER).render(2), notice.pdf), tmp_path)
    assert document.pages == 3
    assert document.kind is Kind.TAX_ID_NOTICE
    number = document.field(FieldName.TAX_ID)
    assert isinstance(number, Read)
    assert number.value == notice.truth["tax_id"]
    assert number.page == 3


def test_two_papers_in_one_file_are_seen_as_two(tmp_path: Path) -> None:
    document = inspect(
        degrade.bundle(find("client_invoice/invoice/2").render(1), find("liability_insurance/liability_certificate/2").render(1)), tmp_path
    )
    kinds = {segment.kind: (segment.first, segment.last) for segment in document.segments}
    assert kinds == {Kind.CLIENT_INVOICE: (1, 1), Kind.LIABILITY_INSURANCE: (2, 2)}


def test_a_long_lease_is_one_paper(tmp_path: Path) -> None:
    rendered = find("office_lease/long_office_lease/1").document(2)
    document = inspect(rendered.pdf, tmp_path)
    assert document.pages >= 3
    assert document.kind is Kind.OFFICE_LEASE
    assert {segment.kind for segment in document.segments} <= {Kind.OFFICE_LEASE}
