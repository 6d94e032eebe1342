"""All names in a role, for checks that look for the subject's name: holders and others are told apart, hidden ones are not there."""

from __future__ import annotations

from classifiers.kinds import Kind
from pipeline.fields import extract
from pipeline.model import Document
from pipeline.vocabulary import DocumentStatus, FieldName
from pipeline.wire import document_from_json, document_to_json
from tests.pipeline.test_fields import ACORD, INVOICE, LICENSE
from tests.pipeline.typed import typed

F = FieldName


def _roles(kind: Kind, text: str, name: str) -> set[FieldName | None]:
    return {seen.role for seen in extract(kind, [typed(text)]).names_seen if seen.value == name}


def test_a_certificate_holder_is_not_seen_as_the_insured() -> None:
    assert _roles(Kind.LIABILITY_INSURANCE, ACORD, "Bright Pixel LLC") == {F.INSURED, F.BUSINESS_NAME}
    assert _roles(Kind.LIABILITY_INSURANCE, ACORD, "Oakwood Property Management LLC") == {None}


def test_the_payer_of_an_invoice_is_never_seen_as_its_issuer() -> None:
    assert F.BILL_TO in _roles(Kind.CLIENT_INVOICE, INVOICE, "Acme Corporation")
    assert F.BUSINESS_NAME not in _roles(Kind.CLIENT_INVOICE, INVOICE, "Acme Corporation")
    assert F.BUSINESS_NAME in _roles(Kind.CLIENT_INVOICE, INVOICE, "Bright Pixel LLC")


def test_a_blacked_out_name_is_not_among_the_names_seen() -> None:
    hidden = LICENSE.replace("Bright Pixel LLC", "████████████████")
    assert F.BUSINESS_NAME in {n.role for n in extract(Kind.BUSINESS_LICENSE, [typed(LICENSE)]).names_seen}
    assert F.BUSINESS_NAME not in {n.role for n in extract(Kind.BUSINESS_LICENSE, [typed(hidden)]).names_seen}


def test_names_seen_survive_json() -> None:
    names = extract(Kind.LIABILITY_INSURANCE, [typed(ACORD)]).names_seen
    document = Document("a.pdf", "0" * 64, 1, DocumentStatus.READ, names_seen=names)
    assert {n.role for n in names} >= {F.INSURED, None}
    assert [(n.role, n.value) for n in document_from_json(document_to_json(document)).names_seen] == [(n.role, n.value) for n in names]
