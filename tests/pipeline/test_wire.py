"""Documents and verdicts survive the way through JSON, and the JSON has the contract's shape."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import ABSENT, Counted, Document, Finding, Money, PageSummary, PolicyRef, Read, Reason, Verdict, Withheld
from pipeline.vocabulary import DocumentStatus, FieldName, FindingCode, Grade, Kind, TextSource, VerdictKind
from pipeline.wire import document_from_json, document_to_json, verdict_from_json, verdict_to_json
from redaction.geometry import Box
from redaction.model import Certainty, Channel, Leak, Region, Source

tenth = st.integers(0, 9000).map(lambda n: n / 10)
boxes = st.builds(Box, tenth, tenth, tenth, tenth)
pages = st.integers(1, 50)
texts = st.text(max_size=20)
share = st.integers(0, 1000).map(lambda n: n / 1000)
DATES = (FieldName.ISSUE_DATE, FieldName.EXPIRY_DATE, FieldName.EFFECTIVE_DATE, FieldName.PERIOD_END)
leaks = st.builds(Leak, st.sampled_from(Channel), st.sampled_from(Certainty), st.none() | pages, st.none() | boxes)
regions = st.builds(Region, pages, boxes, st.sampled_from(Source), st.lists(leaks, max_size=3).map(tuple))
money = st.builds(Money, st.decimals(0, 10**6, places=2), st.none() | st.sampled_from(["USD", "EUR"]))


def _reads(values: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return (
        st.builds(Read, values, pages, boxes, share, st.lists(values, max_size=1).map(tuple))
        | st.builds(Withheld, pages, boxes)
        | st.just(ABSENT)
    )


fields = st.fixed_dictionaries(
    {},
    optional={
        name: _reads(st.dates() | st.just("June") if name in DATES else money if name is FieldName.TOTAL else texts) for name in FieldName
    },
)
summaries = st.builds(PageSummary, pages, st.sampled_from(TextSource), st.integers(0, 999), st.none() | share, tenth, tenth)
documents = st.builds(
    Document,
    file=texts, sha256=st.just("0" * 64), bytes=st.integers(0, 10**8), status=st.sampled_from(DocumentStatus), reason=st.none() | texts,
    pages=st.integers(0, 50), kind=st.sampled_from(Kind), grade=st.sampled_from(Grade), why=st.lists(texts, max_size=2).map(tuple),
    findings=st.lists(st.builds(Finding, st.sampled_from(FindingCode), texts, st.none() | pages, st.none() | boxes), max_size=2).map(tuple),
    fields=fields, regions=st.lists(regions, max_size=3).map(tuple), leaks=st.lists(leaks, max_size=2).map(tuple),
    text=st.lists(summaries, max_size=2).map(tuple),
)  # fmt: skip


@given(documents)
def test_a_document_survives_json(document: Document) -> None:
    assert document_from_json(json.loads(json.dumps(document_to_json(document)))) == document


def test_a_residual_risk_alone_is_not_a_leak() -> None:
    hint = Leak(Channel.GLYPH_GAP, Certainty.WEAK, 1, Box(1, 1, 9, 9))
    held = document_to_json(
        Document("a.pdf", "0" * 64, 1, DocumentStatus.READ, regions=(Region(1, Box(1, 1, 9, 9), Source.VECTOR, (hint,)),))
    )
    assert held["redactions"][0]["status"] == "respected"
    assert held["redactions"][0]["leaks"] == []
    open_ = Leak(Channel.TEXT_LAYER, Certainty.STRONG, 1, Box(1, 1, 9, 9))
    leaky = document_to_json(
        Document("a.pdf", "0" * 64, 1, DocumentStatus.READ, regions=(Region(1, Box(1, 1, 9, 9), Source.VECTOR, (hint, open_)),))
    )
    assert leaky["redactions"][0]["status"] == "leaky"
    assert leaky["redactions"][0]["leaks"] == ["text_layer"]


def test_shapes_of_values() -> None:
    read = {
        FieldName.TOTAL: Read(Money(Decimal("1234.50")), 1, Box(1, 2, 3, 4), 0.9),
        FieldName.ISSUE_DATE: Read(date(2026, 2, 3), 1, Box(1, 2, 3, 4), 0.5, (date(2026, 3, 2),)),
        FieldName.TAX_ID: Withheld(1, Box(1, 2, 3, 4)),
    }
    out = document_to_json(Document("a.pdf", "0" * 64, 1, DocumentStatus.READ, fields=read))["fields"]
    assert out["total"]["value"] == {"amount": "1234.50", "currency": None}
    assert out["issue_date"]["value"] == "2026-02-03" and out["issue_date"]["alternatives"] == ["2026-03-02"]
    assert out["tax_id"] == {"state": "withheld", "page": 1, "box": [1, 2, 3, 4]}


def test_a_verdict_survives_json() -> None:
    verdict = Verdict(
        "c-1", VerdictKind.QUALIFIES, PolicyRef("standard", "ab"), date(2026, 11, 21), date(2027, 1, 1), None,
        (Counted("a.pdf", Kind.TAX_ID_NOTICE),), (Reason(FindingCode.COUNTED, "R11", "It counts.", "a.pdf", 1, Box(1, 2, 3, 4)),), (), None,
    )  # fmt: skip
    assert verdict_from_json(json.loads(json.dumps(verdict_to_json(verdict)))) == verdict
