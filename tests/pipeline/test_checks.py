"""Single checks, where a case would say too little: numbers, pictures, names of clients, tax years."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.checks.across import near_picture, same_paper
from pipeline.checks.clients import engaging_names, names_marketplace
from pipeline.checks.dates import tax_year_end
from pipeline.checks.notes import form_number
from pipeline.checks.numbers import Agreement, Scheme, agree, scheme_of
from pipeline.checks.single import CHECKS
from pipeline.checks.subject import HOLDER
from pipeline.model import Engagement, Withheld
from pipeline.policy import load_policy
from pipeline.verdict import assess
from pipeline.vocabulary import Kind
from redaction.geometry import Box
from tests.cases.build import TODAY, case, d, paper

POLICY = load_policy()
MARKETPLACE = POLICY.on(TODAY).marketplace.names


@pytest.mark.parametrize(
    ("left", "right", "least", "expected"),
    [
        ("12-3456789", "123456789", 4, "agree"),
        ("12-3456789", "12-3456780", 4, "differ"),
        ("XX-XXX6789", "12-3456789", 4, "agree"),
        ("**-***6789", "12-3456780", 4, "differ"),
        ("6789", "12-3456789", 4, "agree"),
        ("XX-XXX6789", "12-XXXXXXX", 4, "unknown"),
        ("XX-XXXX789", "12-3456789", 4, "unknown"),
        ("XX-XXXX789", "12-3456789", 3, "agree"),
        ("XX-XXX6789", "GB 980 7806 84", 4, "unknown"),
        ("51 824 753 556", "51824753556", 4, "agree"),
        ("51 824 753 556", "51824753557", 4, "differ"),
        ("51 824 753 556", "980780684000", 4, "unknown"),
    ],
)
def test_masked_numbers_agree_by_what_can_be_seen(left: str, right: str, least: int, expected: str) -> None:
    assert agree(left, right, least) is Agreement(expected)
    assert agree(right, left, least) is Agreement(expected)


@given(st.from_regex(r"[0-9]{2}-[0-9]{7}", fullmatch=True), st.sets(st.integers(0, 8), max_size=5))
def test_hiding_digits_never_makes_a_number_differ_from_itself(number: str, hidden: set[int]) -> None:
    digits = number.replace("-", "")
    masked = "".join("*" if i in hidden else digit for i, digit in enumerate(digits))
    assert agree(number, masked) is not Agreement.DIFFER


@pytest.mark.parametrize(
    ("text", "scheme"),
    [
        ("12-3456789", "ein"),
        ("XX-XXX6789", "ein"),
        ("6789", "ein"),
        ("**-****789", "ein"),
        ("980 7806 84", "ein"),
        ("GB 980 7806 84", "other"),
        ("51 824 753 556", "other"),
        ("123", "other"),
        ("12345", "other"),
    ],
)
def test_schemes_by_shape(text: str, scheme: str) -> None:
    assert scheme_of(text) is Scheme(scheme)


@pytest.mark.parametrize(
    ("left", "right", "bits", "near"),
    [
        ("00", "00", 0, True),
        ("00", "07", 3, True),
        ("00", "0f", 3, False),
        ("00", "000", 8, False),
        (None, "00", 8, False),
        ("00", None, 8, False),
        ("", "", 8, False),
        ("zz", "zz", 8, False),
        ("ff", "fe", 0, False),
    ],
)
def test_near_pictures(left: str | None, right: str | None, bits: int, near: bool) -> None:
    assert near_picture(left, right, bits) is near


def test_two_invoices_on_one_template_are_two_papers() -> None:
    first = paper(Kind.CLIENT_INVOICE, "a.pdf", picture="ab" * 8).document
    second = paper(Kind.CLIENT_INVOICE, "b.pdf", picture="ab" * 8, invoice_number="2026-15").document
    assert not same_paper(first, second, 3)
    assert same_paper(first, paper(Kind.CLIENT_INVOICE, "b.pdf", picture="ab" * 8).document, 3)


def test_one_date_alone_does_not_make_one_paper() -> None:
    first = paper(Kind.ENTITY_REGISTRATION, "a.pdf", issue_date=d("2026-01-05")).document
    second = paper(Kind.BUSINESS_LICENSE, "b.pdf").document
    assert not same_paper(first, second, 3)


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("2025", date(2025, 12, 31)),
        ("Tax year 2025", date(2025, 12, 31)),
        ("2024-25", date(2025, 6, 30)),
        ("2024/2025", date(2025, 6, 30)),
        ("2024 – 25", date(2025, 6, 30)),
        ("1999-00", date(2000, 6, 30)),
        ("2024-12", date(2024, 12, 31)),
        ("25", None),
        ("12025", None),
        ("", None),
        ("2025-1234567", date(2025, 12, 31)),
    ],
)
def test_the_end_of_a_tax_year(text: str, end: date | None) -> None:
    assert tax_year_end(text) == end


@pytest.mark.parametrize(
    ("text", "number"),
    [("1120-S", "1120S"), ("Form 1120-S", "1120S"), ("IRS Form 1065", "1065"), ("form 941", "941"), ("W-3", "W3"), ("CT600", "CT600")],
)
def test_form_numbers(text: str, number: str) -> None:
    assert form_number(text) == number


@pytest.mark.parametrize(
    ("text", "marketplace"),
    [
        ("Upwork Global Inc.", True),
        ("UTG", True),
        ("utg / Acme", True),
        ("Elance-oDesk", True),
        ("oDesk Corporation", True),
        ("Elancer Ltd", False),
        ("Workup", False),
        ("Desk Co", False),
        ("", False),
    ],
)
def test_names_of_the_marketplace(text: str, marketplace: bool) -> None:
    assert names_marketplace(text, MARKETPLACE) is marketplace


@pytest.mark.parametrize(
    ("client", "engaging", "names"),
    [
        ("Upwork Talent Group / Acme Corp", "Acme Corp", ("Acme Corp",)),
        ("Upwork Talent Group / Acme Corp", None, ("Acme Corp",)),
        ("UTG (Acme, Inc.)", None, ("Acme, Inc.",)),
        ("Acme Ltd - Upwork Talent Group", "Acme Holdings", ("Acme Holdings", "Acme Ltd")),
        ("Upwork Talent Group for Acme-West", None, ("Acme-West",)),
        ("Upwork Talent Group c/o Acme", None, ("Acme",)),
        ("UTG", None, ()),
        (None, None, ()),
        (None, " - ", ()),
    ],
)
def test_the_engaging_clients_names(client: str | None, engaging: str | None, names: tuple[str, ...]) -> None:
    assert engaging_names(Engagement("e", client, engaging), MARKETPLACE) == names


@pytest.mark.parametrize("end", [d("2030-01-01"), Withheld(1, Box(72, 200, 210, 214))])
def test_an_end_date_does_not_keep_an_old_invoice_alive(end: date | Withheld) -> None:
    """The twelve months run from the issue date, whatever "valid until" the invoice has beside it, blacked out or not."""
    companion = paper(Kind.ENTITY_REGISTRATION, "articles.pdf")
    old = paper(Kind.CLIENT_INVOICE, "invoice.pdf", issue_date=d("2025-06-15"), expiry_date=end)
    new = paper(Kind.CLIENT_INVOICE, "invoice.pdf", issue_date=d("2026-06-15"), expiry_date=end)
    assert [one.file for one in assess(case(old, companion), POLICY, TODAY).counted] == ["articles.pdf"]
    assert [one.file for one in assess(case(new, companion), POLICY, TODAY).counted] == ["articles.pdf", "invoice.pdf"]


def test_every_kind_has_its_checks_and_its_holder() -> None:
    evidence = {kind for kind in Kind if kind.is_evidence}
    assert set(CHECKS) == evidence
    assert set(HOLDER) == evidence - {Kind.OTHER_BUSINESS_EVIDENCE}


@pytest.mark.parametrize("kind", HOLDER)
def test_what_the_policy_wants_to_see_includes_the_holders_name(kind: Kind) -> None:
    groups = load_policy().on(TODAY).kinds[kind].must_show
    assert any(set(group) & set(HOLDER[kind]) for group in groups)
    assert all(set(group) <= set(HOLDER[kind]) for group in groups if set(group) & set(HOLDER[kind]))
