"""The marginal service fee (R40)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.fees import fee, statement_agrees
from pipeline.fields import extract
from pipeline.model import Absent, Box, Money, Read, Withheld
from pipeline.policy import load_policy
from pipeline.verdict import assess
from pipeline.vocabulary import FieldName, FindingCode, Kind
from tests.cases.build import TODAY, case, paper
from tests.pipeline.typed import typed

PLACE = Box(0, 0, 1, 1)


def money(amount: str, currency: str | None = "USD") -> Read:
    return Read(Money(Decimal(amount), currency), 1, PLACE, 0.9)


@pytest.mark.parametrize(
    ("earned", "charged"), [(0, 0), (100, 20), (500, 100), (1000, 150), (10_000, 1050), (15_000, 1300), (501, "100.10")]
)
def test_the_stated_examples(earned: int, charged: int | str) -> None:
    assert fee(earned) == Decimal(charged)


@given(st.decimals(0, 10**7, places=2))
def test_it_is_the_formula_of_the_rule(earned: Decimal) -> None:
    zero = Decimal(0)
    formula = (
        Decimal("0.20") * min(earned, Decimal(500))
        + Decimal("0.10") * max(zero, min(earned, Decimal(10_000)) - 500)
        + Decimal("0.05") * max(zero, earned - 10_000)
    )
    assert abs(fee(earned) - formula) <= Decimal("0.005")


def test_earnings_are_not_negative() -> None:
    with pytest.raises(ValueError, match="not negative"):
        fee(-1)


@pytest.mark.parametrize(
    ("earned", "charged", "agrees"),
    [
        (money("1000"), money("150"), True),
        (money("1000"), money("150.01"), True),
        (money("1000"), money("150.02"), False),
        (money("1000"), money("-150"), True),
        (money("1000"), money("150", "EUR"), None),
        (money("-5"), money("1"), None),
        (money("0"), money("0"), True),
        (money("1000"), Withheld(1, PLACE), None),
        (Withheld(1, PLACE), money("150"), None),
        (Absent(), money("150"), None),
    ],
)
def test_a_statement_agrees_disagrees_or_says_nothing(earned: Read, charged: Read, agrees: bool | None) -> None:
    assert statement_agrees(earned, charged) is agrees


STATEMENT = """
    Upwork                                   Earnings statement
    www.upwork.com                           Statement period  Jan 1, 2026 - Jan 31, 2026
    Freelancer:       Mira Tanaka
    Client:           Oakline GmbH

    Gross earnings    $1,000.00
    Service fee       {fee}
    Net earnings      $850.00
"""


@pytest.mark.parametrize(("fee", "supported"), [("$150.00", True), ("($150.00)", True), ("$155.00", False), ("███████", False)])
def test_a_statement_is_read_and_supported_where_its_fee_fits(fee: str, supported: bool) -> None:
    fields = dict(extract(Kind.OTHER_BUSINESS_EVIDENCE, [typed(STATEMENT.format(fee=fee))]).fields)
    assert isinstance(fields[FieldName.GROSS_EARNINGS], Read)
    assert isinstance(fields[FieldName.NET_EARNINGS], Read)
    assert isinstance(fields[FieldName.SERVICE_FEE], Withheld) == ("█" in fee)
    one = paper(Kind.OTHER_BUSINESS_EVIDENCE, "paper.pdf")
    one = replace(one, document=replace(one.document, fields=fields))
    codes = {reason.code for reason in assess(case(one), load_policy(), TODAY).reasons}
    assert (FindingCode.FEE_AGREES in codes) == supported
    assert FindingCode.FIELD_WITHHELD not in codes
