"""Generated papers of every kind are typed and read rightly: digital ones, scans, photos, screenshots and blacked-out twins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from classifiers.kinds import Grade, Kind
from fixtures import degrade
from fixtures.compare import NEEDED
from fixtures.documents import TODAY, Layout, catalogue, find
from fixtures.measure import Measured, measure
from fixtures.paper import Cover
from pipeline.inspection import Equipment, Options, inspect_file
from pipeline.model import Document, Read, Withheld
from pipeline.ocr.choice import readers
from pipeline.opening import Limits
from pipeline.vocabulary import FieldName, FindingCode
from redaction.model import Status

pytestmark = pytest.mark.slow
KINDS = [kind for kind in Kind if kind is not Kind.UNKNOWN]


def some(count: int, start: int = 0) -> Iterator[Layout]:
    """`count` layouts of each kind, spread over its wordings."""
    of_kind: defaultdict[Kind, list[Layout]] = defaultdict(list)
    for layout in catalogue():
        of_kind[layout.kind].append(layout)
    for kind in KINDS:
        group = of_kind[kind]
        yield from (group[(start + i * len(group) // count) % len(group)] for i in range(count))


def share_right(papers: list[Measured]) -> tuple[float, float]:
    """(share typed right, share of needed facts read right of those typed right)."""
    typed = [one for one in papers if one.typed]
    facts = sum(name in one.truth for one in typed for name in NEEDED.get(one.layout.kind, ()))
    return len(typed) / len(papers), 1 - sum(len(one.wrong) for one in typed) / facts


def complain(papers: list[Measured]) -> str:
    return "; ".join(
        f"{one.layout.name}: {one.document.kind} {[tuple(w) for w in one.wrong]}" for one in papers if not one.typed or one.wrong
    )


@pytest.fixture(scope="module")
def digital() -> list[Measured]:
    return list(measure(some(4), seed=11))


def test_digital_papers_of_every_kind(digital: list[Measured]) -> None:
    typed, read = share_right(digital)
    assert typed >= 0.97, complain(digital)
    assert read >= 0.92, complain(digital)


def test_what_is_typed_with_high_grade_is_right(digital: list[Measured]) -> None:
    sure = [one for one in digital if one.document.grade is Grade.HIGH]
    assert len(sure) >= 0.6 * len(digital)
    assert [one.layout.name for one in sure if not one.typed] == []


def test_clean_papers_have_no_blackouts_and_no_blank_forms(digital: list[Measured]) -> None:
    alarms = {FindingCode.BLANK_FORM, FindingCode.SPECIMEN, FindingCode.LEAKY_REDACTION, FindingCode.DRAFT}
    assert [one.layout.name for one in digital if one.document.regions or alarms & {f.code for f in one.document.findings}] == []


@pytest.mark.parametrize(
    ("sent_as", "every", "typed_bar", "read_bar"), [("scan", 2, 0.9, 0.8), ("photo", 3, 0.8, 0.7), ("screenshot", 3, 0.85, 0.75)]
)
def test_papers_as_people_send_them(sent_as: str, every: int, typed_bar: float, read_bar: float) -> None:
    chosen = [layout for i, layout in enumerate(some(1, start=3)) if i % every == 0]
    papers = list(measure(iter(chosen), seed=5, sent_as=sent_as, ocr="tesserocr"))
    typed, read = share_right(papers)
    assert typed >= typed_bar, complain(papers)
    assert read >= read_bar, complain(papers)


def inspect(pdf: bytes, folder: Path) -> Document:
    path = folder / "paper.pdf"
    path.write_bytes(pdf)
    return inspect_file(path, Options(today=TODAY, words=True), Equipment(Limits(), readers("tesserocr", "eng")))


BLACKED_OUT = [
    ("tax_id_notice/ein_notice/1", "tax_id"),
    ("business_license/city_license/2", "expiry_date"),
    ("client_invoice/invoice/1", "bill_to"),
    ("dba_registration/fictitious_name/3", "trade_name"),
    ("liability_insurance/declarations/1", "insured"),
    ("office_lease/office_lease/1", "tenant"),
    ("schedule_c/schedule_c/1", "person_name"),
    ("coworking_membership/coworking/1", "tenant"),
    ("professional_certification/certificate/1", "person_name"),
    ("client_invoice/rechnung/1", "total"),
]


@pytest.mark.parametrize(("name", "key"), BLACKED_OUT)
def test_a_blacked_out_fact_is_withheld_and_the_kind_stays(name: str, key: str, tmp_path: Path) -> None:
    layout = find(name)
    document = inspect(layout.document(2, covers={key: Cover.REMOVED}).pdf, tmp_path)
    assert document.kind is layout.kind
    assert {region.status for region in document.regions} == {Status.RESPECTED}
    assert isinstance(document.field(FieldName(key)), Withheld)


@pytest.mark.parametrize(("name", "key"), BLACKED_OUT)
def test_live_text_under_a_box_is_called_leaky_and_never_read(name: str, key: str, tmp_path: Path) -> None:
    layout = find(name)
    rendered = layout.document(2, covers={key: Cover.COVERED})
    document = inspect(rendered.pdf, tmp_path)
    assert document.kind is layout.kind
    assert any(region.status is Status.LEAKY for region in document.regions)
    assert not isinstance(document.field(FieldName(key)), Read)
    shown = " ".join(word.text for word in document.words)
    assert not any(text.strip() in shown or text.strip() in repr(document) for text in rendered.texts[key])


def test_a_felt_pen_on_a_scan_hides_and_is_found(tmp_path: Path) -> None:
    rendered = find("business_license/city_license/2").document(2)
    document = inspect(
        degrade.scan(rendered.pdf, 4, dpi=200, struck={"registration_number": rendered.spots["registration_number"]}), tmp_path
    )
    assert document.kind is Kind.BUSINESS_LICENSE
    assert {region.status for region in document.regions} == {Status.RESPECTED}
    assert isinstance(document.field(FieldName.REGISTRATION_NUMBER), Withheld)
    assert rendered.truth["registration_number"] not in " ".join(word.text for word in document.words)


@pytest.mark.parametrize(
    "name",
    [
        "schedule_c/schedule_c/1",
        "business_tax_return/company_return/1",
        "dba_registration/fictitious_name/3",
        "tax_id_notice/vat_certificate/1",
    ],
)
def test_an_empty_form_is_called_blank_and_its_filled_twin_is_not(name: str, tmp_path: Path) -> None:
    layout = find(name)
    empty, filled = inspect(layout.document(3, blank=True).pdf, tmp_path), inspect(layout.document(3).pdf, tmp_path)
    assert FindingCode.BLANK_FORM in {finding.code for finding in empty.findings}
    assert FindingCode.BLANK_FORM not in {finding.code for finding in filled.findings}
    assert empty.kind is filled.kind is layout.kind


@pytest.mark.parametrize(
    ("watermark", "code"), [("SPECIMEN", FindingCode.SPECIMEN), ("SAMPLE", FindingCode.SPECIMEN), ("DRAFT", FindingCode.DRAFT)]
)
def test_a_watermark_says_what_the_paper_is(watermark: str, code: FindingCode, tmp_path: Path) -> None:
    document = inspect(find("business_license/city_license/4").document(3, watermark=watermark).pdf, tmp_path)
    assert code in {finding.code for finding in document.findings}
